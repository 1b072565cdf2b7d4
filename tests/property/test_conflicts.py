"""What is called impossible is impossible, whatever the week holds."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from exact_week import ExactWeek
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from property.busy import busy_requests
from property.strategies import requests
from property.test_bound import plain
from property.wide import wide_requests
from solving import street

from visitplan.domain.conflict import Conflict
from visitplan.domain.loading import load_request
from visitplan.domain.request import PlanRequest
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.places import places
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
SECONDS = 120.0
"""More than any of these weeks needs, so that nothing depends on the machine."""


def loaded(document: dict[str, Any]) -> PlanRequest:
    request, _ = load_request(json.dumps(document).encode())
    return request


@settings(UNHURRIED)
@given(requests() | busy_requests() | wide_requests(), st.booleans(), st.booleans())
def test_no_plan_meets_all_demands_of_a_conflict(
    document: dict[str, Any], by_hour: bool, everything: bool
) -> None:
    request = loaded(document)
    travel = street(request, by_hour=by_hour)
    solver = WeeklySolver()
    asked = "all" if everything else "minimum"
    found = solver.refute(request, travel, asked=asked, seconds=SECONDS)
    event(found.verdict)
    pointers = Counter(d.pointer for c in found.conflicts for d in c.demands)
    assert set(pointers.values()) <= {1}, "a demand in two conflicts"
    try:
        plan = solver.solve(request, travel, seed=1, stop=Budget(None, 600))
    except AppointmentUnreachableError:
        assume(False)
    served = {s.visit for route in plan.routes for s in route.stops if s.visit}
    of_order = Counter(visit.rpartition("#")[0] for visit in served)
    for conflict in found.conflicts:
        lacking = [
            demand.order
            for demand in conflict.demands
            if (demand.order not in served if "#" in demand.order else of_order[demand.order] < demand.visits)
        ]
        assert lacking, conflict.message


@st.composite
def tight_weeks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a tiny week whose shifts are too short for all that is asked, as often as not."""
    document = plain(draw(busy_requests()))
    hours = draw(st.sampled_from([2, 3, 4]))
    for person in document["case_managers"]:
        for shift in person["shifts"]:
            end = datetime.fromisoformat(shift["start"]) + timedelta(hours=hours)
            shift["end"] = min(shift["end"], end.isoformat(timespec="minutes"))
    for patient in document["patients"]:
        for order in patient["orders"]:
            order["min_visits"] = order["visits"]
    return document


def possible(request: PlanRequest, drive: Any, wanted: dict[str, int]) -> bool | None:
    """Tell by the exact model whether orders can have so many visits; None: not known."""
    week = ExactWeek(request, drive)
    for order, visits in wanted.items():
        taken = [
            go
            for v, visit in enumerate(week.visits)
            if visit.order.id == order
            for go in week.taken[v].values()
        ]
        week.model.add(sum(taken) >= visits)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 5
    status = solver.solve(week.model)
    known = {cp_model.INFEASIBLE: False, cp_model.OPTIMAL: True, cp_model.FEASIBLE: True}
    return known.get(status)


def wanted_by(conflict: Conflict) -> dict[str, int]:
    return {demand.order: demand.visits for demand in conflict.demands}


@settings(UNHURRIED, max_examples=40)
@given(tight_weeks())
def test_a_conflict_of_a_tiny_week_is_one_to_the_exact_model_too(document: dict[str, Any]) -> None:
    request = loaded(document)
    travel = street(request)
    index = {place: n for n, place in enumerate(places(request)[0])}

    def drive(a: Any, b: Any) -> int:
        return int(travel.seconds[0][index[a], index[b]])

    found = WeeklySolver().refute(request, travel, asked="minimum", seconds=SECONDS)
    for conflict in found.conflicts:
        assert possible(request, drive, wanted_by(conflict)) is not True, conflict.message
    everything = {o.id: o.min_visits for p in request.patients for o in p.orders if o.min_visits}
    truth = possible(request, drive, everything)
    event(f"possible: {truth}, found: {found.verdict}")
    if truth:
        assert found.verdict != "conflicts"
