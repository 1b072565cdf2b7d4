"""Plans from lists: put given visits into given slots, in a given order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import (
    day_at,
    drive_at,
    length_at,
    pin_at,
    seq_at,
    slot_at,
)
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    drive_fits,
    refresh,
)
from visitplan_solvers.models.partition import Column, item_of

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


def from_columns(
    problem: Problem, empty: Ints, columns: list[Column], space: Scratch
) -> Ints | None:
    """Make a plan of routes; None where they do not fit one another after all."""
    tables, arrays = problem.tables, problem.arrays
    plan = empty.copy()
    free: dict[int, list[int]] = defaultdict(list)
    visits = len(problem.occurrences)
    items = item_of(problem)
    for v in range(visits):
        free[int(items[v])].append(v)
    pair_row: dict[tuple[int, int, int], int] = {}
    seconds: list[tuple[int, int, int, int]] = []
    for column in columns:
        r, d = column.slot, problem.slots[column.slot].day
        plan[length_at(tables, r)] = len(column.rows)
        for i, (row, pin) in enumerate(zip(column.rows, column.pins, strict=True)):
            v = row
            if row < visits:
                item = int(items[row])
                if arrays.visit[item, t.V_LEADER] >= 0:
                    seconds.append((r, i, item, pin))
                    continue
                key = (item, d, pin)
                two = arrays.visit[item, t.V_NEED] == 2
                if two and key in pair_row:
                    v = pair_row.pop(key)
                    plan[slot_at(tables, v, 1)] = r
                else:
                    if not free[item]:
                        return None
                    v = free[item].pop(0)
                    plan[slot_at(tables, v, 0)] = r
                    plan[day_at(tables, v)] = d
                    plan[pin_at(tables, v)] = pin
                    if two:
                        pair_row[key] = v
            plan[seq_at(tables, r, i)] = v
    for r, i, item, pin in seconds:
        # The second of two services is the one that belongs to the day's first.
        first, d = int(arrays.visit[item, t.V_LEADER]), problem.slots[r].day
        alike = [v for v in range(visits) if items[v] == items[first]]
        leaders = [v for v in alike if plan[day_at(tables, v)] == d]
        if len(leaders) != 1:
            return None
        v = int(arrays.visit[leaders[0], t.V_FOLLOWER])
        plan[slot_at(tables, v, 0)] = r
        plan[day_at(tables, v)] = d
        plan[pin_at(tables, v)] = pin
        plan[seq_at(tables, r, i)] = v
    if pair_row:
        return None
    for v in range(visits):
        if plan[day_at(tables, v)] >= 0:
            count_visit(tables, plan, v, 1)
    for r in range(len(problem.slots)):
        if not refresh(tables, plan, r, space):
            return None
    for r in range(len(problem.slots)):
        if not drive_fits(tables, plan, r, plan[drive_at(tables, r)]):
            return None
    return plan
