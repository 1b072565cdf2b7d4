"""Cells: where a visit could stand if nothing else did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.bound.timeline import AT_PLACE
from visitplan_solvers.refute.orders import promised_people
from visitplan_solvers.refute.roads import FAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from visitplan_solvers.compiled.starts import Spans
    from visitplan_solvers.refute.week import Week


@dataclass(frozen=True, slots=True)
class Cell:
    """A part in a shift that it fits alone; starts in seconds since the horizon's start."""

    part: int
    span: int
    roles: int
    starts: tuple[tuple[int, int], ...]


def cells_of(week: Week, o: int) -> Iterable[Cell]:
    """Give the cells of an order's parts, for a visit by two those in which both could start."""
    roles = week.roles(o)
    for part in week.parts_of[o]:
        mine = [cell for cell in _of_part(week, o, part, roles) if cell.starts]
        if week.orders[o].need == 1:
            yield from mine
        else:
            yield from _with_partner(week, mine)


def _of_part(week: Week, o: int, part: int, roles: NDArray[np.uint8]) -> Iterable[Cell]:
    named = promised_people(week.parts[part])
    for day in range(week.days):
        starts = week.part_starts(part, day)
        if not starts:
            continue
        for s in week.spans_on[day]:
            person = week.spans[s].person
            bits = int(roles[person, day])
            if bits and (named is None or week.request.case_managers[person].id in named):
                yield Cell(part, s, bits, fitting(week, o, s, starts))


def fitting(week: Week, o: int, s: int, starts: Spans) -> tuple[tuple[int, int], ...]:
    """Give the starts at which one visit alone fits a shift, its limits of driving too."""
    span = week.spans[s]
    person = week.request.case_managers[span.person]
    place = week.place(o, span.person)
    there = int(week.roads.there[span.person, place])
    back = int(week.roads.back[span.person, place])
    service_s = week.orders[o].service_s
    most_drive, most_work = person.max_drive_minutes_per_day, person.max_work_minutes_per_day
    if (
        there + back >= FAR
        or (most_drive is not None and there + back > 60 * most_drive)
        or (most_work is not None and there + service_s + back > 60 * most_work)
        or person.max_visits_per_day == 0
        or _over(week.orders[o].order.units, person.max_units_per_day)
    ):
        return ()
    first, last = span.start + there, span.latest_return - service_s - back
    found = [(max(a, first), min(b, last)) for a, b in starts]
    for event in span.events:
        before, after = event.start - service_s, event.end
        # On a split day the other route may attend it: then only the hours are certain.
        if event.kind == AT_PLACE and event.place is not None and span.alone:
            at = week.roads.index[event.place]
            before -= week.roads.between(place, at)
            after += week.roads.between(at, place)
        found = _cut(found, before, after)
    step_s = week.request.policy.start_step_seconds
    return _on_steps(found, week.base, step_s)


def _with_partner(week: Week, cells: list[Cell]) -> Iterable[Cell]:
    """Give the cells in which a second person could start at the same time."""
    by_day: dict[int, list[Cell]] = {}
    for cell in cells:
        by_day.setdefault(week.spans[cell.span].day, []).append(cell)
    for cell in cells:
        span = week.spans[cell.span]
        others = by_day[span.day]
        if any(
            week.spans[other.span].person != span.person
            and ((cell.roles & 1 and other.roles & 2) or (cell.roles & 2 and other.roles & 1))
            and _meet(cell.starts, other.starts)
            for other in others
        ):
            yield cell


def _meet(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(max(a, c) <= min(b, d) for a, b in one for c, d in other)


def _over(value: int, most: int | None) -> bool:
    return most is not None and value > most


def _cut(starts: Spans, before: int, after: int) -> Spans:
    """Keep the starts up to `before` and from `after` on."""
    return [(a, min(b, before)) for a, b in starts] + [(max(a, after), b) for a, b in starts]


def _on_steps(starts: Spans, base: int, step_s: int) -> tuple[tuple[int, int], ...]:
    kept = []
    for a, b in sorted(starts):
        first = -(-(a + base) // step_s) * step_s - base
        last = (b + base) // step_s * step_s - base
        if first <= last:
            kept.append((first, last))
    return tuple(kept)
