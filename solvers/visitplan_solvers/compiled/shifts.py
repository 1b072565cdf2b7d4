"""Shifts as slots: trimmed by absences, with their fixed points and breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import Appointment, BreakRule, CaseManager, Shift
    from visitplan.domain.standing import Onward, Standing


@dataclass(frozen=True, slots=True)
class Slot:
    """One shift of one person that can have a route; times are instants."""

    person: int
    day: int
    date: date
    start_s: int
    end_s: int
    overtime_s: int
    appointments: tuple[Appointment, ...]
    holes: tuple[tuple[int, int], ...]
    breaks: tuple[BreakRule, ...]
    onward: Onward | None = None


def may_drive(person: CaseManager, day: date) -> bool:
    """Tell whether the driver's licence is valid on a day."""
    return person.drivers_license is not None and day <= person.drivers_license.valid_until


def in_orientation(person: CaseManager, day: date) -> bool:
    """Tell whether the person never counts as the one required on a day."""
    return person.orientation_until is not None and day <= person.orientation_until


def absent_spans(person: CaseManager, clock: Clock) -> list[tuple[int, int]]:
    """Give a person's absences as merged instants in order."""
    spans = sorted((clock.instant(a.start), clock.instant(a.end)) for a in person.absences)
    result: list[tuple[int, int]] = []
    for start, end in spans:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def slots(request: PlanRequest, clock: Clock, standing: Standing | None = None) -> list[Slot]:
    """Give every slot by day, then person, then time; what is left of those under way."""
    under_way = standing.shifts if standing is not None else {}
    found = []
    for c, person in enumerate(request.case_managers):
        away = absent_spans(person, clock)
        for d, date_ in enumerate(request.horizon.dates):
            if not may_drive(person, date_):
                continue
            today = sorted(
                (s for s in person.shifts if s.start.date() == date_), key=lambda s: s.start
            )
            for shift in today:
                onward = under_way.get((person.id, shift.start))
                alone = len(today) == 1
                slot = _slot(c, d, date_, shift, person, away, clock, onward, alone=alone)
                if slot is not None:
                    found.append(slot)
    return sorted(found, key=lambda s: (s.day, s.person, s.start_s))


def _slot(
    c: int,
    d: int,
    day: date,
    shift: Shift,
    person: CaseManager,
    away: list[tuple[int, int]],
    clock: Clock,
    onward: Onward | None,
    *,
    alone: bool,
) -> Slot | None:
    start, end = clock.instant(shift.start), clock.instant(shift.end)
    breaks = person.breaks if shift.breaks is None else shift.breaks
    if onward is not None:
        if onward.ready is None:
            return None
        start, breaks = max(start, onward.ready), onward.breaks
    # On a split day the first route's overtime would eat into the second's limit.
    overtime = person.max_overtime_minutes_per_day * 60 if alone else 0
    overtime = min(overtime, clock.day_start(day + timedelta(days=1)) - end)
    holes = []
    for a, b in away:
        if a <= start < b:
            start = b
        elif a < end <= b:
            end, overtime = a, 0
        elif start < a and b < end:
            holes.append((a, b))
        elif end <= a < end + overtime:
            overtime = a - end
    if start >= end:
        return None
    mine = tuple(
        sorted(
            (
                item
                for item in person.appointments
                if start <= clock.instant(item.start)
                and clock.instant(item.end) <= end
                and not any(
                    clock.instant(item.start) < b and a < clock.instant(item.end) for a, b in holes
                )
            ),
            key=lambda item: item.start,
        )
    )
    holes = [hole for hole in holes if hole[0] < end]
    return Slot(c, d, day, start, end, overtime, mine, tuple(holes), breaks, onward)


def available_minutes(request: PlanRequest, clock: Clock) -> list[int]:
    """Give each person's minutes of shifts in which visits could be made."""
    result = []
    for person in request.case_managers:
        away = absent_spans(person, clock)
        seconds = 0
        for shift in person.shifts:
            day = shift.start.date()
            if not may_drive(person, day) or in_orientation(person, day):
                continue
            start, end = clock.instant(shift.start), clock.instant(shift.end)
            seconds += end - start
            seconds -= sum(max(0, min(b, end) - max(a, start)) for a, b in away)
        result.append(seconds // 60)
    return result
