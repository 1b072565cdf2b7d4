"""Demands that cannot be met even if nothing else were asked for; no solver is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.refute.orders import promised_people
from visitplan_solvers.refute.reaching import Obstacle, obstacle

if TYPE_CHECKING:
    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.week import Week


@dataclass(frozen=True, slots=True)
class Alone:
    """A demand that its own order's rules refuse."""

    demand: Demand
    days: tuple[int, ...]
    """Days on which somebody could come."""
    most: int
    """Visits that these days allow."""
    closed: bool
    """Whether the patient's hours leave no day at all."""
    obstacles: tuple[Obstacle, ...]
    """Why each person who is able cannot come, nearest first; empty: nobody is able."""
    pair: bool
    """Whether single people could come, but no two who match at one time."""


def alone(week: Week, demand: Demand) -> Alone | None:
    """Give why a demand cannot be met; None where the order's own rules allow it."""
    o = demand.order
    cells = [c for c in week.cells(o) if demand.part in {None, c.part}]
    days = tuple(sorted({week.spans[c.span].day for c in cells}))
    # What gaps ask of a promised visit depends on the order's other visits.
    most = most_visits(week, o, days) if demand.part is None else min(1, len(days))
    if most >= demand.visits:
        return None
    if days:
        return Alone(demand, days, most, closed=False, obstacles=(), pair=False)
    parts = week.parts_of[o] if demand.part is None else (demand.part,)
    closed = not any(week.part_starts(p, d) for p in parts for d in range(week.days))
    obstacles, single = _obstacles(week, o, parts)
    return Alone(demand, (), 0, closed, obstacles, pair=single)


def most_visits(week: Week, o: int, days: tuple[int, ...]) -> int:
    """Give the most visits of an order on some days under its gaps and day patterns."""
    ordered = week.orders[o]
    patterns = ordered.patient.day_patterns
    if not patterns:
        return _longest(week, o, days)
    return max(
        _longest(week, o, tuple(d for d in days if week.in_pattern(o, pattern, d)))
        for pattern in patterns
    )


def _longest(week: Week, o: int, days: tuple[int, ...]) -> int:
    ordered = week.orders[o]
    least = ordered.order.min_gap_days
    most = ordered.order.max_gap_days or week.days
    limit = week.days if ordered.first_limit is None else ordered.first_limit
    chain: dict[int, int] = {}
    for d in days:
        before = [n for e, n in chain.items() if least <= d - e <= most]
        if before or d <= limit:
            chain[d] = 1 + max(before, default=0)
    return min(ordered.visits, max(chain.values(), default=0))


def _obstacles(week: Week, o: int, parts: tuple[int, ...]) -> tuple[tuple[Obstacle, ...], bool]:
    """Give what stops each able person on their best day; and whether some are not stopped."""
    roles = week.roles(o)
    found: dict[int, Obstacle] = {}
    single = False
    for part in parts:
        named = promised_people(week.parts[part])
        for day in range(week.days):
            starts = week.part_starts(part, day)
            for s in week.spans_on[day] if starts else ():
                person = week.spans[s].person
                name = week.request.case_managers[person].id
                if not roles[person, day] or (named is not None and name not in named):
                    continue
                why = obstacle(week, o, s, starts)
                if why is None:
                    single = True
                elif person not in found or why.short_s < found[person].short_s:
                    found[person] = why
    return tuple(sorted(found.values(), key=lambda why: (why.short_s, why.span))), single
