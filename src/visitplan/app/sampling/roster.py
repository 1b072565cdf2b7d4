"""Who could make which visit on which day, guessed on the safe side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from visitplan.app.sampling import spans
from visitplan.app.sampling.spans import Span
from visitplan.domain.clock import Clock
from visitplan.domain.daylight import daylight
from visitplan.domain.patients import WEEKDAYS, Order, Patient, StaffNeed
from visitplan.domain.qualifications import counts_as
from visitplan.domain.staff import CaseManager

DRIVE_MINUTES = 40
"""Kept free for driving at either end of a shift and around a fixed point with a place."""
SLACK_MINUTES = 30
"""What a stretch must be longer than the visit to count as comfortable."""


@dataclass(frozen=True)
class Roster:
    """The staff, the days, and how many suitable people make a day a good one."""

    case_managers: tuple[CaseManager, ...]
    dates: tuple[date, ...]
    clock: Clock
    enough: int
    _free: dict[tuple[str, date], list[Span]] = field(default_factory=dict)

    def free(self, person: CaseManager, day: date) -> list[Span]:
        """Give the stretches in which a person can be at a patient's."""
        key = (person.id, day)
        if key not in self._free:
            self._free[key] = _free(person, day)
        return self._free[key]

    def openings(self, patient: Patient, order: Order, day: date) -> list[Span]:
        """Give the stretches in which a visit of the order may lie."""
        if (order.earliest_day and day < order.earliest_day) or (
            order.latest_day and day > order.latest_day
        ):
            return []
        found = [
            (spans.at(day, window.start), spans.at(day, window.end))
            for window in order.windows
            if WEEKDAYS[day.weekday()] in window.weekdays
        ]
        if not order.windows:
            found = [spans.whole(day)]
        for stretch in patient.unavailable:
            found = spans.without(found, (stretch.start, stretch.end))
        if order.safety == "daylight":
            light = self._daylight(patient, order, day)
            found = [part for span in found if light and (part := spans.overlap(span, light))]
        return found

    def suitable(
        self, patient: Patient, order: Order, need: StaffNeed | None, day: date
    ) -> list[CaseManager]:
        """Give those who may and comfortably can make a visit that day."""
        found = self.openings(patient, order, day)
        return [
            person
            for person in self.case_managers
            if may_visit(person, patient, need, day) and self.slots(person, order, found, day)
        ]

    def slots(
        self, person: CaseManager, order: Order, openings: list[Span], day: date
    ) -> list[Span]:
        """Give the comfortable stretches of a person for a visit."""
        return [
            shared
            for opening in openings
            for free in self.free(person, day)
            if (shared := spans.overlap(opening, free))
            and spans.minutes(shared) >= order.minutes + SLACK_MINUTES
        ]

    def good_days(self, patient: Patient, order: Order) -> list[date]:
        """Give the days with enough suitable people for each of those needed."""
        needs: list[StaffNeed | None] = list(order.staff)
        if order.safety == "pair" and len(needs) < 2:
            needs.append(None)
        enough = max(self.enough, len(needs))
        return [
            day
            for day in self.dates
            if all(len(self.suitable(patient, order, need, day)) >= enough for need in needs)
        ]

    def _daylight(self, patient: Patient, order: Order, day: date) -> Span | None:
        sun = daylight(order.location or patient.location, day, self.clock)
        if sun is None:
            return None
        start, end = (self.clock.aware(instant).replace(tzinfo=None) for instant in sun)
        return start, end


def may_visit(person: CaseManager, patient: Patient, need: StaffNeed | None, day: date) -> bool:
    """Tell whether a person is allowed and qualified, time aside; no need: anyone allowed."""
    if person.id in patient.excluded:
        return False
    if patient.staff_gender and person.gender != patient.staff_gender:
        return False
    return need is None or any(
        credential.counts_on(patient.state, day)
        and not counts_as(credential.code, credential.state).isdisjoint(need.any_of)
        for credential in person.credentials
    )


def _free(person: CaseManager, day: date) -> list[Span]:
    driving = person.drivers_license is not None and day <= person.drivers_license.valid_until
    if not driving or (person.orientation_until and day <= person.orientation_until):
        return []
    found: list[Span] = [(s.start, s.end) for s in person.shifts if s.start.date() == day]
    for absence in person.absences:
        found = spans.without(found, (absence.start, absence.end))
    found = [spans.padded(span, -DRIVE_MINUTES, -DRIVE_MINUTES) for span in found]
    for point in person.appointments:
        gap = DRIVE_MINUTES if point.location else 10
        found = spans.without(found, spans.padded((point.start, point.end), gap, gap))
    return [span for span in found if span[0] < span[1]]
