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

from visitplan.domain.conflict import Asked, Conflict
from visitplan.domain.loading import load_request
from visitplan.domain.patients import Order
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.places import places
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.refute.demands import demands_of
from visitplan_solvers.refute.effort import Effort
from visitplan_solvers.refute.proving import ask
from visitplan_solvers.refute.week import week_of
from visitplan_solvers.weekly import WeeklySolver

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
SECONDS = 120.0
"""More than any of these weeks needs, so that nothing depends on the machine."""


def loaded(document: dict[str, Any]) -> PlanRequest:
    request, _ = load_request(json.dumps(document).encode())
    return request


def planned(request: PlanRequest, travel: TravelTimes) -> tuple[set[str], Counter[str]]:
    """Give the visits that a plan serves, and their number by order."""
    try:
        plan = WeeklySolver().solve(request, travel, seed=1, stop=Budget(None, 600))
    except AppointmentUnreachableError:
        assume(False)
    served = {s.visit for route in plan.routes for s in route.stops if s.visit}
    return served, Counter(visit.rpartition("#")[0] for visit in served)


def asking_for(request: PlanRequest, served: set[str], number: Counter[str]) -> PlanRequest:
    """Give the request with just those demands that a plan meets."""

    def changed(order: Order) -> Order:
        priority = "high" if order.priority == "crisis" else order.priority
        return order.model_copy(update={"min_visits": number[order.id], "priority": priority})

    patients = tuple(
        patient.model_copy(update={"orders": tuple(map(changed, patient.orders))})
        for patient in request.patients
    )
    fixed = tuple(item for item in request.fixed if item.visit in served)
    return request.model_copy(update={"patients": patients, "fixed": fixed})


@settings(UNHURRIED)
@given(requests() | busy_requests() | wide_requests(), st.booleans())
def test_demands_that_a_plan_meets_never_conflict(document: dict[str, Any], by_hour: bool) -> None:
    request = loaded(document)
    travel = street(request, by_hour=by_hour)
    met = asking_for(request, *planned(request, travel))
    found = WeeklySolver().refute(met, travel, asked="minimum", seconds=SECONDS)
    assert found.verdict == "none_found", [c.message for c in found.conflicts]
    # Most such weeks are placed without a proof; the models must agree all the same.
    week = week_of(met, travel)
    demands = demands_of(week, "minimum")
    for timed in (False, True):
        assert ask(week, demands, Effort(SECONDS), timed=timed).kind == "possible"


@settings(UNHURRIED, max_examples=30)
@given(requests() | busy_requests() | wide_requests(), st.sampled_from(["minimum", "all"]))
def test_no_plan_meets_all_demands_of_a_conflict(document: dict[str, Any], asked: Asked) -> None:
    request = loaded(document)
    travel = street(request)
    found = WeeklySolver().refute(request, travel, asked=asked, seconds=SECONDS)
    pointers = Counter(d.pointer for c in found.conflicts for d in c.demands)
    assert set(pointers.values()) <= {1}, "a demand in two conflicts"
    served, number = planned(request, travel)
    for conflict in found.conflicts:
        lacking = [
            demand.order not in served
            if "#" in demand.order
            else number[demand.order] < demand.visits
            for demand in conflict.demands
        ]
        assert any(lacking), conflict.message


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
