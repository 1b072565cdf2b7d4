"""The first assignment by CP-SAT: patients to people and day patterns.

Driving is estimated: half the way from the person's start, there and back,
shared by a day's visits, and the way to the nearest other visits. Routes are
built from the answer by insertion, and the search takes it from there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.models.spacing import add_spacing, allowed_days

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from visitplan_solvers.compiled.build import Problem

VISITS_A_DAY = 4
"""Visits over which the way from and to the start is shared out."""
CANDIDATES = 8
"""People considered for an order, the cheapest first."""

Suggestion = dict[int, list[tuple[int, int]]]


def suggest(problem: Problem, *, effort: float, seed: int) -> Suggestion:
    """Give for each order (person, day) pairs for its visits; empty where none was found.

    Visits for two and promised visits are left to the insertion.
    """
    from ortools.sat.python import cp_model

    arrays = problem.arrays
    model = cp_model.CpModel()
    costs: list[cp_model.LinearExprT] = []
    goes: dict[tuple[int, int, int], cp_model.IntVar] = {}
    work: dict[tuple[int, int], list[cp_model.LinearExprT]] = defaultdict(list)
    count: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    capacity, places = _capacity(problem)
    local = _local_drive(problem)
    for o in range(len(arrays.order)):
        v = int(arrays.order[o, t.O_FIRST])
        if arrays.visit[v, t.V_NEED] != 1 or _promised(problem, o):
            continue
        service = int(arrays.visit[v, t.V_SERVICE])
        people = _candidates(problem, v, local[v], places)
        on_day: dict[int, cp_model.IntVar] = {}
        seen = []
        for c, drive in people:
            comes = model.new_bool_var("")
            seen.append(comes)
            for d in sorted(allowed_days(problem, o)):
                if (c, d) not in capacity or arrays.roles[v, c, d] == 0:
                    continue
                go = model.new_bool_var("")
                goes[o, c, d] = go
                model.add_implication(go, comes)
                price = int(arrays.affinity_cost[v, arrays.affinity[v, c]])
                costs.append(go * (price + int(arrays.weight[t.W_DRIVE]) * drive))
                work[c, d].append(go * (service + drive))
                count[c, d].append(go)
        if seen and arrays.weight[t.W_EXTRA_PERSON]:
            costs.append(sum(seen) * int(arrays.weight[t.W_EXTRA_PERSON]))
        for d in allowed_days(problem, o):
            mine = [goes[o, c, d] for c, _ in people if (o, c, d) in goes]
            if mine:
                on_day[d] = model.new_bool_var("")
                model.add(sum(mine) == on_day[d])
        add_spacing(model, problem, o, on_day)
        missing = int(arrays.order[o, t.O_N]) - sum(on_day.values())
        costs.append(missing * min(int(arrays.order[o, t.O_PENALTY]), MOST_PENALTY))
    for key, terms in work.items():
        seconds, visits = capacity[key]
        model.add(sum(terms) <= seconds)
        if visits < t.NEVER:
            model.add(sum(count[key]) <= visits)
    if not goes:
        return {}
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = effort
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # Ctrl-C belongs to the caller, who asks for the best plan so far.
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {}
    result: Suggestion = defaultdict(list)
    for (o, c, d), go in goes.items():
        if solver.boolean_value(go):
            result[o].append((c, d))
    return dict(result)


MOST_PENALTY = 1_000_000
"""Penalties are cut to this here, so that the model's numbers stay small."""


def _promised(problem: Problem, o: int) -> bool:
    first, n = (int(problem.arrays.order[o, c]) for c in (t.O_FIRST, t.O_N))
    return any(problem.occurrences[v].fixed is not None for v in range(first, first + n))


def _capacity(problem: Problem) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[int, int]]:
    """Give paid seconds less fixed points, and most visits, by person and day; and starts."""
    arrays = problem.arrays
    seconds: dict[tuple[int, int], int] = defaultdict(int)
    visits: dict[tuple[int, int], int] = {}
    places: dict[int, int] = {}
    for r, slot in enumerate(arrays.slot):
        key = (int(slot[t.S_PERSON]), int(slot[t.S_DAY]))
        free = int(slot[t.S_END] - slot[t.S_START])
        for b in range(slot[t.S_BLOCK_LO], slot[t.S_BLOCK_HI]):
            free -= int(arrays.block[b, t.B_END] - arrays.block[b, t.B_START])
        free -= sum(
            int(arrays.pause[k, t.P_SECONDS]) for k in range(slot[t.S_BREAK_LO], slot[t.S_BREAK_HI])
        )
        free -= sum(int(arrays.visit[row, t.V_SERVICE]) for row in problem.appointment_rows[r])
        seconds[key] += max(0, free)
        visits[key] = int(arrays.group[slot[t.S_GROUP], t.G_MAX_VISITS])
        places[key[0]] = int(slot[t.S_START_PLACE])
    return {key: (seconds[key], visits[key]) for key in seconds}, places


def _local_drive(problem: Problem) -> list[int]:
    """Estimate the drive from one visit to the next: the mean to the four nearest."""
    arrays = problem.arrays
    at = np.maximum(arrays.visit[: len(problem.occurrences), t.V_PLACE], 0)
    near = arrays.near[:, :4]
    if near.shape[1] == 0:
        return [0] * len(at)
    return [int(x) for x in arrays.travel[0][at[:, None], at[near]].mean(axis=1)]


def _candidates(
    problem: Problem, v: int, local_s: int, places: dict[int, int]
) -> list[tuple[int, int]]:
    """Give the cheapest people for a visit with the estimated drive."""
    arrays = problem.arrays
    place = int(arrays.visit[v, t.V_PLACE])
    scored = []
    for c, start in places.items():
        if not arrays.roles[v, c].any():
            continue
        there = 0
        if place >= 0:
            there = int(arrays.travel[0, start, place] + arrays.travel[0, place, start])
        drive = there // VISITS_A_DAY + local_s // 2
        price = int(arrays.affinity_cost[v, arrays.affinity[v, c]])
        scored.append((price + int(arrays.weight[t.W_DRIVE]) * drive, c, drive))
    return [(c, drive) for _, c, drive in sorted(scored)[:CANDIDATES]]
