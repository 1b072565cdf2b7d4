"""The routes of a plan as stops of the bound's shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.bound.timeline import AT_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.plan import Route, Stop
    from visitplan_solvers.bound.week import Week


def known_routes(week: Week, routes: Iterable[Route]) -> list[tuple[int, tuple[int, ...]]]:
    """Give the shift and the cells of each route; appointments with a place are -1 - number.

    A route that the bound does not know how to write is left out: it only
    serves as a first column.
    """
    cell_of = {(week.cells[c].item, week.cells[c].span): c for c in range(len(week.cells))}
    item_of = {}
    for i, item in enumerate(week.items):
        order = week.problem.occurrences[item.row].order
        if item.promised:
            item_of[week.problem.occurrences[item.row].id] = i
        else:
            item_of.setdefault(order.id, i)
    people = {p.id: c for c, p in enumerate(week.problem.request.case_managers)}
    found = []
    for route in routes:
        s = _span_of(week, people[route.case_manager], route)
        if s is None:
            continue
        cells = [_cell(week, s, stop, item_of, cell_of) for stop in route.stops]
        if None not in cells:
            found.append((s, tuple(c for c in cells if c is not None and c != SKIPPED)))
    return found


SKIPPED = -(1 << 30)


def _span_of(week: Week, person: int, route: Route) -> int | None:
    leave = int(route.leave.timestamp()) - week.problem.base
    for s, span in enumerate(week.spans):
        if span.person == person and span.start <= leave <= span.end:
            return s
    return None


def _cell(
    week: Week,
    s: int,
    stop: Stop,
    item_of: dict[str, int],
    cell_of: dict[tuple[int, int], int],
) -> int | None:
    if stop.kind == "visit" and stop.visit is not None:
        item = item_of.get(stop.visit, item_of.get(stop.visit.rpartition("#")[0], -1))
        return cell_of.get((item, s))
    if stop.kind == "appointment":
        start = int(stop.start.timestamp()) - week.problem.base
        number = 0
        for event in week.spans[s].events:
            if event.kind == AT_PLACE:
                if event.start == start:
                    return -1 - number
                number += 1
    return SKIPPED
