"""Whatever became of a week, the next request can be read and planned, or it is refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from builders import builder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.busy import busy_requests
from property.strategies import requests
from property.wide import wide_requests

from visitplan.domain.loading import load_request
from visitplan.domain.next_week import Actual, Actuals
from visitplan.domain.plan import Cost, NetworkUsed, Plan, SolverUsed, Verification
from visitplan.domain.request import PlanRequest
from visitplan.planning import next_request
from visitplan.planning.next_week.errors import NothingGoesOnError

Json = dict[str, Any]
UNHURRIED = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
STATUSES = ("completed", "missed", "cancelled", "bumped")


@st.composite
def weeks(draw: st.DrawFn) -> tuple[PlanRequest, Plan, Actuals]:
    """Draw a request with orders that end or were called off, a plan and what became of it."""
    document = draw(busy_requests() | wide_requests() | requests())
    _dated(draw, document)
    request, _ = load_request(json.dumps(document).encode())
    routes = [route for visit, _ in request.visits() for route in _route(draw, request, visit)]
    plan = Plan.model_validate(
        {
            "schema": "visitplan/1",
            "id": "plan-1",
            "request_sha256": request.sha256(),
            "network": NetworkUsed(name="street", sha256="0" * 64, speeds="free_flow"),
            "solver": SolverUsed(name="hand", version="1", seed=1, iterations=0, seconds=0.0),
            "routes": routes,
            "unassigned": [],
            "cost": Cost(total=0, terms={}),
            "verification": Verification(ok=True),
        }
    )
    visits = draw(st.sets(st.sampled_from([visit for visit, _ in request.visits()])))
    return request, plan, Actuals(visits=tuple(_actual(draw, request, v) for v in sorted(visits)))


def _dated(draw: st.DrawFn, document: Json) -> None:
    """Give single orders a last day, and patients a day on which they are back in treatment."""
    document["fixed"] = []
    first = datetime.fromisoformat(document["horizon"]["first_day"]).date()
    for patient in document["patients"]:
        if draw(st.integers(0, 5)) == 0:
            patient["readmitted_on"] = str(first + timedelta(days=draw(st.integers(0, 16))))
        visits = {order["id"]: order["visits"] for order in patient["orders"]}
        for order in patient["orders"]:
            if order.get("after"):
                # The generated ones have one visit; only several can be made in part.
                visits |= dict.fromkeys((order["id"], order["after"]["order"]), 3)
        for order in patient["orders"]:
            order["visits"], order["cancelled"] = visits[order["id"]], []
            if draw(st.integers(0, 2)) == 0:
                later = first + timedelta(days=draw(st.integers(0, 20)))
                if (order.get("earliest_day") or "") <= str(later):
                    order["latest_day"] = str(later)


def _route(draw: st.DrawFn, request: PlanRequest, visit: str) -> Iterator[Any]:
    if draw(st.booleans()):
        return
    day = str(draw(st.sampled_from(request.horizon.dates)))
    who = draw(st.sampled_from(request.case_managers)).id
    make = builder(request)
    yield make.route(who, day, "09:00 10:00", make.visit(visit, day, "09:00 09:00 10:00"))


def _actual(draw: st.DrawFn, request: PlanRequest, visit: str) -> Actual:
    day = draw(st.sampled_from(request.horizon.dates))
    return Actual(
        visit=visit,
        status=draw(st.sampled_from(STATUSES)),
        start=datetime.combine(day, datetime.min.time()) + timedelta(hours=10),
        case_managers=(draw(st.sampled_from(request.case_managers)).id,),
    )


@UNHURRIED
@given(weeks())
def test_the_next_request_is_read_as_it_was_made(week: tuple[PlanRequest, Plan, Actuals]) -> None:
    request, plan, actuals = week
    try:
        following, account = next_request(request, plan, actuals)
    except NothingGoesOnError:
        return
    assert load_request(following.to_json().encode())[0] == following
    visits = sum(order.visits for patient in request.patients for order in patient.orders)
    counts = (account.completed, account.missed, account.cancelled, account.bumped)
    assert sum(counts) + account.not_due == visits
    named = {order.id for patient in following.patients for order in patient.orders}
    ended = {entry.order for entry in account.ended}
    assert named | ended == {o.id for patient in request.patients for o in patient.orders}
    assert not named & ended


@UNHURRIED
@given(weeks())
def test_the_next_week_of_the_next_week_can_be_read(
    week: tuple[PlanRequest, Plan, Actuals],
) -> None:
    request, plan, actuals = week
    try:
        following, _ = next_request(request, plan, actuals)
        empty = plan.model_copy(update={"request_sha256": following.sha256(), "routes": ()})
        third, _ = next_request(following, empty, usual=following)
    except NothingGoesOnError:
        return
    assert load_request(third.to_json().encode())[0] == third
