"""Frequency and gaps of an order over the days, as CP-SAT constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ortools.sat.python import cp_model

    from visitplan_solvers.compiled.build import Problem


def add_spacing(
    model: cp_model.CpModel,
    problem: Problem,
    o: int,
    on_day: Mapping[int, cp_model.IntVar],
) -> None:
    """Hold an order's day variables to its number of visits and their gaps.

    Fewer visits, none too, are allowed: what cannot be served stays out.
    """
    days = sorted(on_day)
    if not days:
        return
    horizon = int(problem.arrays.days[0])
    n, gap, most, limit = (
        int(problem.arrays.order[o, c]) for c in (t.O_N, t.O_MIN_GAP, t.O_MAX_GAP, t.O_FIRST_LIMIT)
    )
    model.add(sum(on_day.values()) <= n)
    early = [on_day[d] for d in days if d <= limit]
    for d in days:
        # Any two days closer than the gap exclude each other: cliques, not a chain.
        near = [on_day[e] for e in days if d <= e < d + gap]
        if len(near) > 1:
            model.add_at_most_one(near)
        if d > limit:
            model.add(on_day[d] <= sum(early))
    if most < horizon:
        _no_longer_than(model, most, horizon, on_day)


def _no_longer_than(
    model: cp_model.CpModel, most: int, horizon: int, on_day: Mapping[int, cp_model.IntVar]
) -> None:
    """Forbid a visit more than `most` days after the one before, by an automaton over days.

    State 0: none yet; state s: the last was s days ago; the last state: no more.
    """
    ended = most + 1
    steps = [(0, 0, 0), (0, 1, 1), (ended, 0, ended)]
    for since in range(1, most + 1):
        steps += [(since, 0, since + 1), (since, 1, 1)]
    never = model.new_constant(0)
    model.add_automaton([on_day.get(d, never) for d in range(horizon)], 0, range(ended + 1), steps)
