"""From the pool of routes to a better plan."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import (
    cost_at,
    drive_at,
    lateness_at,
    length_at,
    pin_at,
    seq_at,
    work_at,
)
from visitplan_solvers.kernel.state import scratch
from visitplan_solvers.models.partition import Column, Partition
from visitplan_solvers.rebuild import from_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints
    from visitplan_solvers.kernel.pool import Pool
    from visitplan_solvers.parameters import WeeklyParameters


def recombined(
    problem: Problem,
    best: Ints,
    empty: Ints,
    pools: Sequence[Pool],
    parameters: WeeklyParameters,
    *,
    seed: int,
    deadline: float | None,
) -> Ints | None:
    """Give the best combination of the pools' routes found, or None.

    `deadline` is a time of the monotonic clock, None where rounds are counted.
    """
    mine = columns_of(problem, best)
    empties = columns_of(problem, empty)
    most = max(1, parameters.columns // (len(pools) * max(1, len(problem.slots))))
    found = [column for pool in pools for column in _from_pool(problem, pool, most)]
    columns = list(dict.fromkeys(mine + empties + found))
    partition = Partition(problem, columns, range(len(mine)), seed=seed)
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        return None
    chosen = partition.solve(parameters.recombine_effort, left)
    if chosen is None:
        return None
    return from_columns(problem, empty, [columns[k] for k in chosen], scratch(problem.tables))


def columns_of(problem: Problem, plan: Ints) -> list[Column]:
    """Give a plan's routes, one for each slot."""
    tables = problem.tables
    result = []
    for r in range(len(problem.slots)):
        rows = tuple(int(plan[seq_at(tables, r, i)]) for i in range(plan[length_at(tables, r)]))
        pins = tuple(int(plan[pin_at(tables, row)]) for row in rows)
        figures = (int(plan[at(tables, r)]) for at in (cost_at, drive_at, work_at, lateness_at))
        result.append(Column(r, rows, pins, *figures))
    return result


def _from_pool(problem: Problem, pool: Pool, most: int) -> list[Column]:
    """Give the pool's routes, of each slot those that cost least for what they serve."""
    by_slot: dict[int, list[tuple[int, int]]] = defaultdict(list)
    arrays = problem.arrays
    visits = len(problem.occurrences)
    for k in range(int(pool.count[0])):
        rows = [v for v in pool.seq[k, : pool.length[k]] if v < visits]
        work = int(arrays.visit[rows, t.V_STAY].sum()) if rows else 0
        by_slot[int(pool.slot[k])].append((int(pool.cost[k]) - work, k))
    result = []
    for r in sorted(by_slot):
        for _, k in sorted(by_slot[r])[:most]:
            n = int(pool.length[k])
            rows_of = tuple(int(x) for x in pool.seq[k, :n])
            pins = tuple(int(x) for x in pool.pins[k, :n])
            figures = (int(x[k]) for x in (pool.cost, pool.drive, pool.work, pool.late))
            result.append(Column(r, rows_of, pins, *figures))
    return result
