"""What binds all visits of a patient in the model of the week: people and day patterns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.refute.limits import Limit
from visitplan_solvers.refute.linear import total

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from visitplan_solvers.refute.model import Model


def keep_patients(model: Model) -> None:
    """Hold each patient to how many people may come, and to one of the day patterns."""
    by_patient: dict[int, list[int]] = defaultdict(list)
    for o in model.orders:
        by_patient[model.week.orders[o].patient_row].append(o)
    for p, orders in by_patient.items():
        patient = model.week.request.patients[p]
        if patient.max_case_managers is not None and model.holds(Limit("max_case_managers", p)):
            _few_people(model, orders, patient.max_case_managers)
        if patient.day_patterns and model.holds(Limit("day_patterns", p)):
            _keep_pattern(model, p, orders)


def _few_people(model: Model, orders: list[int], most: int) -> None:
    comes: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for o in orders:
        for cell in model.week.cells(o):
            comes[model.week.spans[cell.span].person].append(model.uses[cell])
    if len(comes) <= most:
        return
    seen = []
    for uses in comes.values():
        sees = model.model.new_bool_var("")
        seen.append(sees)
        for use in uses:
            model.model.add_implication(use, sees)
    model.model.add(total(seen) <= most)


def _keep_pattern(model: Model, p: int, orders: list[int]) -> None:
    patterns = model.week.request.patients[p].day_patterns
    kept = [model.model.new_bool_var("") for _ in patterns]
    model.model.add_exactly_one(kept)
    for o in orders:
        for d in range(model.week.days):
            if (o, d) in model.on_day:
                fits = [
                    keeps
                    for keeps, pattern in zip(kept, patterns, strict=True)
                    if model.week.in_pattern(o, pattern, d)
                ]
                model.model.add(model.on_day[o, d] <= total(fits))
