"""Shifts as the bound reads them: straight from the request, nothing trimmed.

The search cuts shifts where that loses little; a bound has to allow all that
the rules allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.compiled.shift_rows import pauses_of
from visitplan_solvers.compiled.shifts import absent_spans, may_drive

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.policy import Policy
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager, Shift

ABSENT, ANYWHERE, AT_PLACE = range(3)
"""Kinds of events: absence, appointment without a place, appointment with one."""


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of a shift that is taken; times in seconds since the horizon's start."""

    start: int
    end: int
    kind: int
    place: Coordinates | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A shift that may have a route."""

    person: int
    day: int
    start: int
    end: int
    latest_return: int
    events: tuple[Event, ...]
    breaks: tuple[tuple[int, int, int], ...]
    """Earliest start, latest start, seconds."""
    alone: bool
    """Whether it is the person's only shift of the day."""


def spans(request: PlanRequest, clock: Clock, base: int) -> tuple[Span, ...]:
    """Give every shift of a person who may drive, by day, person and time."""
    found = []
    for c, person in enumerate(request.case_managers):
        for d, day in enumerate(request.horizon.dates):
            if not may_drive(person, day):
                continue
            shifts = sorted(
                (s for s in person.shifts if s.start.date() == day), key=lambda s: s.start
            )
            for shift in shifts:
                alone = len(shifts) == 1
                found.append(
                    _span(c, d, day, shift, person, request.policy, clock, base, alone=alone)
                )
    return tuple(sorted(found, key=lambda s: (s.day, s.person, s.start)))


def _span(
    c: int,
    d: int,
    day: date,
    shift: Shift,
    person: CaseManager,
    policy: Policy,
    clock: Clock,
    base: int,
    *,
    alone: bool,
) -> Span:
    start, end = clock.instant(shift.start), clock.instant(shift.end)
    latest = end + person.max_overtime_minutes_per_day * 60
    away = [(a, b) for a, b in absent_spans(person, clock) if a < latest and b > start]
    events = [Event(a - base, b - base, ABSENT) for a, b in away]
    for item in person.appointments:
        a, b = clock.instant(item.start), clock.instant(item.end)
        if a < start or b > end or any(a < y and x < b for x, y in away):
            continue
        kind = ANYWHERE if item.location is None else AT_PLACE
        events.append(Event(a - base, b - base, kind, item.location))
    rules = [
        (clock.on(day, r.earliest) - base, clock.on(day, r.latest) - base, r.minutes * 60)
        for r, _ in pauses_of(person.breaks, policy.paperwork_block)
    ]
    return Span(
        c,
        d,
        start - base,
        end - base,
        latest - base,
        tuple(sorted(events, key=lambda e: (e.start, e.end))),
        # What cannot be due on this shift is left out.
        tuple(r for r in sorted(rules) if r[0] >= start - base and r[1] <= latest - base),
        alone,
    )
