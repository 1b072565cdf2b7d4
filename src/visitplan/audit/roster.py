"""Case managers as the checker needs them: working time, absences and validity by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.audit.spans import Span, covered_s, merge

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import Appointment, BreakRule, CaseManager


@dataclass(frozen=True, slots=True)
class Member:
    """One case manager; times are instants."""

    person: CaseManager
    shifts: dict[date, tuple[Span, ...]]
    breaks: dict[Span, tuple[BreakRule, ...]]
    absences: tuple[Span, ...]
    appointments: dict[str, tuple[Appointment, Span]]

    def may_drive(self, day: date) -> bool:
        """Tell whether the driver's licence is valid on a day."""
        licence = self.person.drivers_license
        return licence is not None and day <= licence.valid_until

    def in_orientation(self, day: date) -> bool:
        """Tell whether the person only rides along on a day."""
        until = self.person.orientation_until
        return until is not None and day <= until

    def is_absent(self, span: Span) -> bool:
        """Tell whether any part of a stretch falls into an absence."""
        return any(start < span[1] and span[0] < end for start, end in self.absences)

    def available_minutes(self) -> int:
        """Give the minutes of the horizon in which the person can make visits."""
        seconds = 0
        for day, shifts in self.shifts.items():
            if self.may_drive(day) and not self.in_orientation(day):
                seconds += sum(
                    end - start - covered_s((start, end), self.absences) for start, end in shifts
                )
        return seconds // 60


def roster_of(request: PlanRequest, clock: Clock) -> dict[str, Member]:
    """Give every case manager of a request by id."""
    return {person.id: _member(person, request, clock) for person in request.case_managers}


def _member(person: CaseManager, request: PlanRequest, clock: Clock) -> Member:
    dates = frozenset(request.horizon.dates)
    shifts: dict[date, tuple[Span, ...]] = {}
    breaks: dict[Span, tuple[BreakRule, ...]] = {}
    for shift in sorted(person.shifts, key=lambda shift: shift.start):
        day = shift.start.date()
        if day in dates:
            span = (clock.instant(shift.start), clock.instant(shift.end))
            shifts[day] = (*shifts.get(day, ()), span)
            breaks[span] = person.breaks if shift.breaks is None else shift.breaks
    absences = ((clock.instant(gone.start), clock.instant(gone.end)) for gone in person.absences)
    return Member(
        person=person,
        shifts=shifts,
        breaks=breaks,
        absences=merge(absences),
        appointments={
            meeting.id: (meeting, (clock.instant(meeting.start), clock.instant(meeting.end)))
            for meeting in person.appointments
        },
    )
