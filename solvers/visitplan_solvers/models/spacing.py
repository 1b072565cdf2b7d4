"""Frequency and gaps of an order over the days, as CP-SAT constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ortools.sat.python import cp_model

    from visitplan_solvers.compiled.build import Problem


def day_patterns(problem: Problem, o: int) -> list[tuple[int, ...]] | None:
    """Give every allowed set of days of an order, or None where there are too many.

    The empty set and smaller sets belong to it: what cannot be served stays out.
    """
    arrays = problem.arrays
    days = int(arrays.days[0])
    n, gap, most, limit = (
        int(arrays.order[o, c]) for c in (t.O_N, t.O_MIN_GAP, t.O_MAX_GAP, t.O_FIRST_LIMIT)
    )
    allowed = allowed_days(problem, o)
    patterns: list[tuple[int, ...]] = [()]
    frontier: list[tuple[int, ...]] = [()]
    for _ in range(n):
        frontier = [
            (*pattern, d)
            for pattern in frontier
            for d in range(days)
            if d in allowed and (d <= limit if not pattern else gap <= d - pattern[-1] <= most)
        ]
        patterns += frontier
        if len(patterns) > MOST_PATTERNS:
            return None
    return patterns


MOST_PATTERNS = 4000


def allowed_days(problem: Problem, o: int) -> set[int]:
    """Give the days on which some visit of an order has a start."""
    arrays = problem.arrays
    days = int(arrays.days[0])
    first = int(arrays.order[o, t.O_FIRST])
    rows = range(first, first + int(arrays.order[o, t.O_N]))
    return {
        d
        for v in rows
        for d in range(days)
        if arrays.window_ptr[v * days + d + 1] > arrays.window_ptr[v * days + d]
    }


def add_spacing(
    model: cp_model.CpModel,
    problem: Problem,
    o: int,
    on_day: Mapping[int, cp_model.IntVar],
) -> None:
    """Hold an order's day variables to its patterns."""
    days = sorted(on_day)
    if not days:
        return
    n = int(problem.arrays.order[o, t.O_N])
    gap, most = (int(problem.arrays.order[o, c]) for c in (t.O_MIN_GAP, t.O_MAX_GAP))
    limit = int(problem.arrays.order[o, t.O_FIRST_LIMIT])
    model.add(sum(on_day.values()) <= n)
    if most > problem.arrays.days[0] and limit > problem.arrays.days[0]:
        for d in days:
            # Any two days closer than the gap exclude each other: cliques, not a chain.
            near = [on_day[e] for e in days if d <= e < d + gap]
            if len(near) > 1:
                model.add_at_most_one(near)
        return
    patterns = day_patterns(problem, o)
    if patterns is None:
        patterns = [()]
    rows = [[int(d in p) for d in days] for p in patterns if set(p) <= set(days)]
    model.add_allowed_assignments([on_day[d] for d in days], rows)
