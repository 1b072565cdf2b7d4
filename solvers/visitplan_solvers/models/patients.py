"""What ties a patient's visits in the partition: different faces, clocks after a discharge."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from visitplan_solvers.compiled.build import Problem

Uses = dict[tuple[int, int], list["cp_model.IntVar"]]
"""Routes in which a person comes to a patient, by patient and person."""
Served = dict[tuple[int, int], "cp_model.LinearExprT"]
"""Visits of an item on a day."""


def price_patients(
    model: cp_model.CpModel, problem: Problem, uses: Uses, served: Served
) -> list[cp_model.LinearExprT]:
    """Hold each patient to the most people allowed; give what faces and clocks cost."""
    made: dict[int, list[tuple[int, cp_model.LinearExprT]]] = defaultdict(list)
    for (item, day), count in served.items():
        made[int(problem.arrays.visit[item, t.V_PATIENT])].append((day, count))
    needed: dict[int, int] = defaultdict(lambda: 1)
    for row in problem.arrays.visit[: len(problem.occurrences)]:
        p = int(row[t.V_PATIENT])
        needed[p] = max(needed[p], int(row[t.V_NEED]))
    costs: list[cp_model.LinearExprT] = []
    faces = _faces(model, problem, uses)
    for p, row in enumerate(problem.arrays.patient):
        counts = [count for _, count in made[p]]
        if p in faces:
            free = max(needed[p], int(row[t.P_FREE]))
            known = int(problem.arrays.history[p].sum())
            costs.append(_extra(model, row, faces[p], known - free))
            costs.append(_few(model, row, faces[p], known, sum(counts)))
        for first, last, wanted, price in problem.arrays.clock[
            row[t.P_CLOCK_LO] : row[t.P_CLOCK_HI]
        ].tolist():
            short = model.new_int_var(0, wanted, "")
            in_time = sum(count for day, count in made[p] if first <= day <= last)
            model.add(short >= wanted - in_time)
            costs.append(short * price)
    return costs


def _wants_several(row: t.Ints) -> bool:
    return bool(row[t.P_FEW] > 0 and row[t.P_LEAST] > 1)


def _faces(
    model: cp_model.CpModel, problem: Problem, uses: Uses
) -> dict[int, list[cp_model.IntVar]]:
    """Give, by patient, a variable for each new face that costs or is wanted."""
    arrays = problem.arrays
    new: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    everybody: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (p, c), mine in uses.items():
        row = arrays.patient[p]
        bounded = row[t.P_MAX_PEOPLE] < t.NEVER
        counted = (row[t.P_EXTRA] > 0 or _wants_several(row)) and not arrays.history[p, c]
        if not bounded and not counted:
            continue
        sees = model.new_bool_var("")
        for use in mine:
            model.add_implication(use, sees)
        if bounded:
            everybody[p].append(sees)
        if counted:
            new[p].append(sees)
            if _wants_several(row):
                # A face that is wanted counts only where it comes.
                model.add_bool_or(mine).only_enforce_if(sees)
    for p, people in everybody.items():
        model.add(sum(people) <= int(arrays.patient[p, t.P_MAX_PEOPLE]))
    return new


def _extra(
    model: cp_model.CpModel, row: t.Ints, new: list[cp_model.IntVar], before: int
) -> cp_model.LinearExprT:
    extra = model.new_int_var(0, len(new) + max(0, before), "")
    model.add(extra >= sum(new) + before)
    return extra * int(row[t.P_EXTRA])


def _few(
    model: cp_model.CpModel,
    row: t.Ints,
    new: list[cp_model.IntVar],
    known: int,
    made: cp_model.LinearExprT,
) -> cp_model.LinearExprT:
    if not _wants_several(row):
        return 0
    least = int(row[t.P_LEAST])
    wanted = model.new_int_var(0, least, "")
    model.add_min_equality(wanted, [least, made + int(row[t.P_PAST])])
    few = model.new_int_var(0, least, "")
    model.add(few >= wanted - sum(new) - known)
    return few * int(row[t.P_FEW])
