"""Plans from lists: put given visits into given slots, in a given order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.insertion import best_position
from visitplan_solvers.kernel.layout import (
    day_at,
    drive_at,
    length_at,
    pin_at,
    seq_at,
    slot_at,
)
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.spacing import day_fits, has_window
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    drive_fits,
    link,
    refresh,
    room_for_visit,
)
from visitplan_solvers.kernel.undo import Undo, begin_round
from visitplan_solvers.models.partition import Column, item_of

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints
    from visitplan_solvers.models.assignment import Suggestion


def placed_as(
    problem: Problem, plan: Ints, suggestion: Suggestion, undo: Undo, space: Scratch
) -> None:
    """Insert visits on the suggested days at the suggested people, where it is feasible."""
    tables, arrays = problem.tables, problem.arrays
    slots_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for r, slot in enumerate(problem.slots):
        slots_of[slot.person, slot.day].append(r)
    rng = seeded(0)
    for o, visits in suggestion.items():
        first = int(arrays.order[o, t.O_FIRST])
        for v, (c, d) in enumerate(sorted(visits, key=lambda x: x[1]), first):
            if not has_window(tables, v, d):
                continue
            for r in slots_of[c, d]:
                if not day_fits(tables, plan, v, d) or not room_for_visit(tables, plan, r):
                    continue
                _, i = best_position(tables, plan, r, v, t.NEVER, 0, rng, space)
                if i >= 0:
                    link(tables, plan, r, i, v)
                    plan[slot_at(tables, v, 0)] = r
                    plan[day_at(tables, v)] = d
                    count_visit(tables, plan, v, 1)
                    refresh(tables, plan, r, space)
                    break
            begin_round(undo)


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
    for column in columns:
        r, d = column.slot, problem.slots[column.slot].day
        plan[length_at(tables, r)] = len(column.rows)
        for i, (row, pin) in enumerate(zip(column.rows, column.pins, strict=True)):
            v = row
            if row < visits:
                item = int(items[row])
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
                    if two:
                        plan[pin_at(tables, v)] = pin
                        pair_row[key] = v
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
