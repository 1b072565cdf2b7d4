"""A bound is at most what any plan found costs, whatever the week holds."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from exact_week import ExactWeek
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from property.busy import busy_requests
from property.programmes import policy_requests
from property.strategies import requests
from solving import street

from visitplan.domain.loading import load_request
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.places import places
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@UNHURRIED
@given(requests() | busy_requests() | policy_requests(), st.booleans(), st.sampled_from([1, 3, 40]))
def test_no_plan_found_costs_less_than_the_bound(
    document: dict[str, Any], by_hour: bool, rounds: int
) -> None:
    request, _ = load_request(json.dumps(provable(document)).encode())
    travel = street(request, by_hour=by_hour)
    solver = WeeklySolver()
    try:
        plan = solver.solve(request, travel, seed=1, stop=Budget(None, 300))
    except AppointmentUnreachableError:
        assume(False)
    bound = solver.lower_bound(request, travel, incumbent=plan, stop=Budget(None, rounds))
    assert bound is not None
    assert 0 <= bound.value <= plan.cost
    assert bound.gap >= 0


def provable(document: dict[str, Any]) -> dict[str, Any]:
    """Take out the times of which the proof knows nothing: seconds, and time to arrive."""
    known = {"start_step_seconds": 60, "arrival_minutes": 0}
    return document | {"policy": document.get("policy", {}) | known}


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """Take out what the exact model does not know, and all but a few visits."""
    document = document | {"fixed": []}
    days = document["horizon"]["days"] = min(2, document["horizon"]["days"])
    first = date.fromisoformat(document["horizon"]["first_day"])
    last = str(first + timedelta(days=days - 1))
    people = []
    for person in document["case_managers"][:2]:
        by_day = {s["start"][:10]: s for s in person["shifts"] if s["start"][:10] <= last}
        alone = {"breaks": [], "appointments": [], "absences": []}
        people.append(person | alone | {"shifts": list(by_day.values())})
    names = {person["id"] for person in people}
    patients = []
    for patient in document["patients"][:2]:
        orders = [
            order | {"staff": order["staff"][:1], "safety": "solo", "visits": 1, "min_visits": 1}
            if order["safety"] in ("pair", "daylight")
            else order | {"staff": order["staff"][:1], "visits": min(2, order["visits"])}
            for order in patient["orders"]
        ]
        orders = [o | {"min_visits": min(o["min_visits"], o["visits"])} for o in orders]
        known = {"primary": None} if patient["primary"] not in names else {}
        known["care_team"] = [who for who in patient["care_team"] if who in names]
        known["excluded"] = [who for who in patient["excluded"] if who in names]
        patients.append(patient | known | {"orders": orders})
    return document | {"case_managers": people, "patients": patients}


@settings(UNHURRIED, max_examples=15)
@given(busy_requests())
def test_the_bound_is_at_most_the_cheapest_plan_and_the_search_at_least(
    document: dict[str, Any],
) -> None:
    request, _ = load_request(json.dumps(plain(document)).encode())
    travel = street(request)
    index = {place: n for n, place in enumerate(places(request)[0])}
    best = ExactWeek(request, lambda a, b: int(travel.seconds[0][index[a], index[b]])).solve()
    assume(best is not None)
    solver = WeeklySolver()
    plan = solver.solve(request, travel, seed=1, stop=Budget(None, 400))
    bound = solver.lower_bound(request, travel, incumbent=plan, stop=Budget(None, 60))
    assert bound is not None
    assert bound.value <= best <= plan.cost
    note(f"bound {bound.value}, cheapest {best}, found {plan.cost}")
