"""What else a shift's time is for: trainees who ride along, and calls in a crisis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from visitplan.domain.patients import WEEKDAYS
from visitplan_solvers.compiled.shifts import absent_spans, in_orientation, may_drive
from visitplan_solvers.compiled.starts import without

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager
    from visitplan_solvers.compiled.shifts import Slot
    from visitplan_solvers.compiled.starts import Spans


@dataclass(slots=True)
class BySlot:
    """Rows of a table, and which of them belong to each slot."""

    rows: list[list[int]] = field(default_factory=list)
    pointers: list[tuple[int, int]] = field(default_factory=list)


def stretches(person: CaseManager, day: date, clock: Clock) -> Spans:
    """Give the stretches of a person's shifts of a day outside absences, as instants."""
    found: Spans = []
    for shift in person.shifts:
        if shift.start.date() != day:
            continue
        spans: Spans = [(clock.instant(shift.start), clock.instant(shift.end))]
        for start, end in absent_spans(person, clock):
            spans = without(spans, start, end)
        found += spans
    return sorted((a, b) for a, b in found if a < b)


def trainees(request: PlanRequest, mentor: str, day: date) -> list[int]:
    """Give who may ride along with a case manager on a day; they have a shift that day."""
    return [
        c
        for c, person in enumerate(request.case_managers)
        if person.mentor == mentor
        and in_orientation(person, day)
        and any(shift.start.date() == day for shift in person.shifts)
    ]


def ride_rows(request: PlanRequest, clock: Clock, base: int, all_slots: tuple[Slot, ...]) -> BySlot:
    """Give the rows of `ride`: who could ride along in each slot, and when."""
    result = BySlot()
    for slot in all_slots:
        first = len(result.rows)
        for c in trainees(request, request.case_managers[slot.person].id, slot.date):
            spans = stretches(request.case_managers[c], slot.date, clock)
            # Somebody on leave all day is left behind by every route.
            rows = [[c, a - base, b - base] for a, b in spans] or [[c, 1, 0]]
            result.rows += rows
        result.pointers.append((first, len(result.rows)))
    return result


def standby_rows(
    request: PlanRequest, clock: Clock, base: int, all_slots: tuple[Slot, ...]
) -> tuple[BySlot, list[list[int]]]:
    """Give the rows of `standby`, and those of `slack`."""
    mine: list[list[list[int]]] = [[] for _ in all_slots]
    slack: list[list[int]] = []
    slots_of: dict[tuple[int, date], list[int]] = {}
    for r, slot in enumerate(all_slots):
        slots_of.setdefault((slot.person, slot.date), []).append(r)
    for entry in request.policy.crisis_slack:
        for day in request.horizon.dates:
            if WEEKDAYS[day.weekday()] not in entry.weekdays:
                continue
            opens, closes = clock.on(day, entry.start), clock.on(day, entry.end)
            free = 0
            for c, person in enumerate(request.case_managers):
                if entry.team is not None and person.id not in entry.team:
                    continue
                if not may_drive(person, day) or in_orientation(person, day):
                    continue
                spans = [(max(a, opens), min(b, closes)) for a, b in stretches(person, day, clock)]
                free += sum(max(0, b - a) for a, b in spans)
                for r in slots_of.get((c, day), ()):
                    own = all_slots[r]
                    # One row a slot: what its route does outside the shift takes nothing.
                    first, last = max(own.start_s, opens), min(own.end_s, closes)
                    if first < last:
                        mine[r].append([len(slack), first - base, last - base])
            slack.append([entry.minutes * 60, free])
    result = BySlot()
    for rows in mine:
        first = len(result.rows)
        result.rows += rows
        result.pointers.append((first, len(result.rows)))
    return result, slack
