"""Visits already promised, which fit the rest of a fictional request."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from visitplan.app.sampling import spans
from visitplan.app.sampling.places import drive_minutes
from visitplan.app.sampling.roster import Roster
from visitplan.domain.patients import Order, Patient
from visitplan.domain.request import FixedVisit
from visitplan.domain.staff import CaseManager

Lock = Literal["all", "day", "staff"]
LOCKS: tuple[Lock, ...] = ("all", "day", "staff")
MOST = 15
SHARE = 0.06
"""Of all visits, so many are promised, but no more than `MOST`."""
FARTHEST_DRIVE_MINUTES = 45


@dataclass
class Promises:
    """Promises visits, at most one a person and day."""

    rng: random.Random
    roster: Roster
    patterns: dict[str, tuple[date, ...]]
    _busy: set[tuple[str, date]] = field(default_factory=set)

    def make(self, patients: tuple[Patient, ...]) -> tuple[FixedVisit, ...]:
        """Promise first visits of some orders, each lock in turn."""
        orders = [
            (patient, order)
            for patient in patients
            for order in patient.orders
            if order.id in self.patterns and order.priority != "crisis"
        ]
        visits = sum(order.visits for _, order in orders)
        wanted = min(MOST, max(len(LOCKS), round(visits * SHARE)), len(orders))
        self.rng.shuffle(orders)
        return tuple(self._promises(orders, wanted))

    def _promises(self, orders: list[tuple[Patient, Order]], wanted: int) -> Iterator[FixedVisit]:
        made = 0
        for patient, order in orders:
            if made == wanted:
                return
            fixed = self._promise(patient, order, LOCKS[made % len(LOCKS)])
            if fixed:
                made += 1
                yield fixed

    def _promise(self, patient: Patient, order: Order, lock: Lock) -> FixedVisit | None:
        if order.safety == "pair" or len(order.staff) > 1:
            return None
        day = self.patterns[order.id][0]
        people = self.roster.suitable(patient, order, order.staff[0], day)
        place = order.location or patient.location
        free = [
            person
            for person in people
            if (person.id, day) not in self._busy
            and drive_minutes(person.start, place) < FARTHEST_DRIVE_MINUTES
        ]
        if not free:
            return None
        person = next((p for p in free if p.id == patient.primary), None) or self.rng.choice(free)
        start = self._start(patient, order, person, day)
        if lock != "day":
            self._busy.add((person.id, day))
        named = () if lock == "day" and self.rng.random() < 0.5 else (person.id,)
        return FixedVisit(visit=f"{order.id}#1", case_managers=named, start=start, lock=lock)

    def _start(self, patient: Patient, order: Order, person: CaseManager, day: date) -> datetime:
        """Choose a quarter of an hour well inside a free stretch."""
        openings = self.roster.openings(patient, order, day)
        slot = max(self.roster.slots(person, order, openings, day), key=spans.minutes)
        spare = int(spans.minutes(slot)) - order.minutes
        moment = slot[0] + timedelta(minutes=self.rng.randint(15, max(15, spare)))
        return max(slot[0], moment.replace(minute=moment.minute // 15 * 15, second=0))
