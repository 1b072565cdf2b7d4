"""Fictional patients with their orders: awkward in many ways, yet servable."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from visitplan.app.sampling import kinds, spans
from visitplan.app.sampling.decks import Deck, one_in
from visitplan.app.sampling.kinds import Kinds
from visitplan.app.sampling.past import history
from visitplan.app.sampling.patterns import first_pattern
from visitplan.app.sampling.places import Places, distance_m
from visitplan.app.sampling.roster import Roster
from visitplan.domain.geo import Coordinates
from visitplan.domain.patients import Order, Patient, Priority, Stretch

Gender = Literal["female", "male", "other"]
PROGRAMS = ("aftercare", "act", "tcm", "outreach")
LANGUAGES = ((("en",), 18), (("es",), 3), (("so", "en"), 1), (("ne",), 1), ((), 2))
PRIORITIES: tuple[tuple[Priority, int], ...] = (
    ("crisis", 1),
    ("high", 3),
    ("routine", 22),
    ("low", 4),
)
FREQUENCIES = ((1, 6), (2, 3), (3, 1))
"""Visits a week."""
GENDERS: tuple[tuple[Gender | None, int], ...] = (("female", 2), ("male", 1), (None, 37))
ATTEMPTS = 12
"""After so many orders that cannot comfortably be served, an easy one is taken."""
DISTANCE_PER_PATIENT_M = 350.0
"""A person with one patient more counts as so much farther away when a primary is chosen."""


@dataclass
class Admissions:
    """Makes patients one by one; `patterns` keeps possible days of every order."""

    rng: random.Random
    roster: Roster
    places: Places
    state: str
    patterns: dict[str, tuple[date, ...]] = field(default_factory=dict)
    _patients_of: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        rng = self.rng
        self._kinds = Kinds(rng)
        self._languages: Deck[tuple[str, ...]] = Deck(rng, LANGUAGES)
        self._priorities: Deck[Priority] = Deck(rng, PRIORITIES)
        self._frequencies: Deck[int] = Deck(rng, FREQUENCIES)
        self._genders: Deck[Gender | None] = Deck(rng, GENDERS)
        self._discharged = one_in(rng, 6)
        self._excluding = one_in(rng, 14)
        self._unavailable = one_in(rng, 7)
        self._elsewhere = one_in(rng, 16)
        self._late_start = one_in(rng, 16)
        self._early_end = one_in(rng, 16)
        self._spread = one_in(rng, 5)
        self._meeting = Deck(rng, ((True, 2), (False, 1)))

    def admit(self, visits: int) -> tuple[Patient, ...]:
        """Make patients until their orders sum up to `visits`."""
        homes = self._homes(visits)
        found: list[Patient] = []
        left = visits
        while left:
            patient = self._patient(f"p-{len(found) + 1:04d}", next(homes), left)
            left -= sum(order.visits for order in patient.orders)
            found.append(patient)
        return tuple(found)

    def _homes(self, visits: int) -> Iterator[Coordinates]:
        while True:
            yield from self.places.homes(max(1, visits))

    def _patient(self, patient_id: str, home: Coordinates, left: int) -> Patient:
        for attempt in range(ATTEMPTS):
            patient = self._person(patient_id, home, easy=attempt > ATTEMPTS // 2)
            patient = self._with_orders(patient, left)
            if self._servable(patient):
                break
        else:
            patient = self._easy(patient_id, home)
            self._servable(patient)
        if patient.primary:
            self._patients_of[patient.primary] += 1
        return patient

    def _servable(self, patient: Patient) -> bool:
        chosen = {}
        for order in patient.orders:
            days = self.roster.good_days(patient, order)
            chosen[order.id] = first_pattern(order, patient.history, days, self.roster.dates[0])
        if not all(chosen.values()):
            return False
        self.patterns.update({key: days for key, days in chosen.items() if days})
        return True

    def _person(self, patient_id: str, home: Coordinates, *, easy: bool) -> Patient:
        """Make a patient who has no real order yet."""
        rng = self.rng
        near = self._nearest(home)
        team = tuple(near[: rng.randint(2, 4)]) if rng.random() < 0.7 else ()
        primary = near[0] if rng.random() < 0.85 else None
        others = [p.id for p in self.roster.case_managers if p.id not in near[:4]]
        excluded = rng.sample(others, min(len(others), rng.randint(1, 2)))
        discharged = self.roster.dates[0] - timedelta(days=rng.randint(1, 6))
        return Patient(
            id=patient_id,
            location=home,
            program=rng.choice(PROGRAMS) if rng.random() < 0.9 else None,
            state=self.state,
            discharged_on=discharged if self._discharged.deal() else None,
            primary=primary,
            care_team=team,
            excluded=tuple(excluded) if not easy and self._excluding.deal() else (),
            languages=self._languages.deal(),
            staff_gender=None if easy else self._genders.deal(),
            unavailable=self._away() if not easy and self._unavailable.deal() else (),
            orders=(self._easy_order(patient_id),),
        )

    def _with_orders(self, patient: Patient, left: int) -> Patient:
        first = self._order(patient, left, ())
        orders = [first]
        if left > first.visits and self.rng.random() < 0.14:
            orders.append(self._order(patient, left - first.visits, (first,)))
        meets = any(order.safety == "no_home" for order in orders) and self._meeting.deal()
        place = self.places.near(patient.location, 1, 2500)[0] if meets else None
        patient = patient.model_copy(update={"orders": tuple(orders), "meeting_place": place})
        past = history(self.rng, patient, self.roster.dates[0])
        return patient.model_copy(update={"history": past})

    def _order(self, patient: Patient, left: int, others: tuple[Order, ...]) -> Order:
        rng = self.rng
        priority = self._priority(patient)
        kind = self._kinds.draw(hurried=priority == "crisis")
        visits = 1 if kind.people > 1 or priority == "crisis" else self._frequency(left)
        gap = 1 if visits == 1 and rng.random() < 0.6 else rng.choice((2, 2, 1, 3))
        gap = min(gap, 2) if visits > 2 else gap
        name = f"{patient.id}/{'crisis' if priority == 'crisis' else kind.name}"
        if any(order.id == name for order in others):
            name += f"-{len(others) + 1}"
        elsewhere = kind.safety in ("solo", "pair") and self._elsewhere.deal()
        return Order(
            id=name,
            visits=visits,
            min_visits=self._minimum(visits, priority),
            minutes=rng.choice((30, 40, 45, 45, 50, 60, 60)),
            min_gap_days=gap,
            max_gap_days=gap + rng.randint(2, 5) if self._spread.deal() else None,
            earliest_day=self._earliest(priority),
            latest_day=self._latest(patient, priority),
            location=self.places.near(patient.location, 1, 3000)[0] if elsewhere else None,
            windows=kind.windows,
            preferred_windows=kind.preferred_windows,
            staff=kind.staff,
            safety=kind.safety,
            priority=priority,
        )

    def _easy(self, patient_id: str, home: Coordinates) -> Patient:
        order = self._easy_order(patient_id)
        return Patient(id=patient_id, location=home, state=self.state, orders=(order,))

    def _easy_order(self, patient_id: str) -> Order:
        kind = kinds.plain()
        name = f"{patient_id}/{kind.name}"
        return Order(id=name, visits=1, minutes=30, staff=kind.staff)

    def _priority(self, patient: Patient) -> Priority:
        if patient.discharged_on:
            return "high"
        return self._priorities.deal()

    def _frequency(self, left: int) -> int:
        weekly = self._frequencies.deal()
        weeks = max(1, len(self.roster.dates) // 7)
        return min(left, max(1, min(weekly * weeks, len(self.roster.dates), 42)))

    def _minimum(self, visits: int, priority: Priority) -> int:
        if priority in ("crisis", "high"):
            return 1
        return visits - 1 if visits > 1 and self.rng.random() < 0.7 else 0

    def _earliest(self, priority: Priority) -> date | None:
        if priority in ("crisis", "high") or not self._late_start.deal():
            return None
        return self.roster.dates[min(1, len(self.roster.dates) - 1)]

    def _latest(self, patient: Patient, priority: Priority) -> date | None:
        dates = self.roster.dates
        if priority == "crisis":
            return dates[min(2, len(dates) - 1)]
        if patient.discharged_on:
            return max(dates[0] + timedelta(days=3), patient.discharged_on + timedelta(days=7))
        return dates[max(0, len(dates) - 3)] if self._early_end.deal() else None

    def _away(self) -> tuple[Stretch, ...]:
        day = self.rng.choice(self.roster.dates)
        start = spans.at(day, time(self.rng.choice((8, 9, 13))))
        hours = self.rng.choice((2, 3, 10))
        return (Stretch(start=start, end=start + timedelta(hours=hours)),)

    def _nearest(self, home: Coordinates) -> list[str]:
        """Give case managers by distance, those with many patients counted as farther away."""
        ranked = sorted(
            (
                distance_m(person.start, home)
                + DISTANCE_PER_PATIENT_M * self._patients_of[person.id],
                person.id,
            )
            for person in self.roster.case_managers
        )
        return [person_id for _, person_id in ranked]
