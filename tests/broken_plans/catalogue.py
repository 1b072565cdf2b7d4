"""Broken plans by the rule they break, and what it takes to make one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from builders import (
    builder,
    case_manager,
    edit_route,
    order,
    patient,
    plan_of,
    request_of,
    restated,
    right_plan,
    small_request,
    span,
)

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest

Broken = tuple[PlanRequest, Plan]
BROKEN: list[tuple[str, Callable[[], Broken]]] = []
MINUTE = timedelta(minutes=1)

ANA_MON, BEN_MON, CYN_MON, ANA_TUE_AM, ANA_TUE_PM, ANA_WED, BEN_WED = range(7)
WEEKLY, CRISIS, PAUSE, TEAM, CALL, DAY = range(6)


def breaks(rule: str) -> Callable[[Callable[[], Broken]], Callable[[], Broken]]:
    def keep(make: Callable[[], Broken]) -> Callable[[], Broken]:
        BROKEN.append((rule, make))
        return make

    return keep


def request_with(kind: str, index: int, **changes: Any) -> PlanRequest:
    """Give the small request with fields of one case manager or patient changed."""
    document = small_request().model_dump(mode="json", by_alias=True)
    document[kind][index].update(changes)
    return PlanRequest.model_validate(document)


def order_with(patient_index: int, **changes: Any) -> PlanRequest:
    document = small_request().model_dump(mode="json", by_alias=True)
    document["patients"][patient_index]["orders"][0].update(changes)
    return PlanRequest.model_validate(document)


def against(request: PlanRequest) -> Broken:
    """Give the plan that is right for the small request as an answer to another one."""
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    return request, restated(request, plan)


def edited(plan: Plan) -> Broken:
    request = small_request()
    return request, restated(request, plan)


def move(plan: Plan, route: int, by: timedelta) -> Plan:
    """Give the plan with one route and all its stops at other times."""
    old = plan.routes[route]
    stops = tuple(
        stop.model_copy(
            update={"arrive": stop.arrive + by, "start": stop.start + by, "end": stop.end + by}
        )
        for stop in old.stops
    )
    return edit_route(plan, route, leave=old.leave + by, return_=old.return_ + by, stops=stops)


def without_route(plan: Plan, route: int) -> Plan:
    return plan.model_copy(update={"routes": plan.routes[:route] + plan.routes[route + 1 :]})


# One person and one patient a block away, for what needs a week of its own.


def one_order(
    days: tuple[str, ...], *, past: str | None = None, safety: str = "solo", **more: Any
) -> PlanRequest:
    shifts = [span(day, "08:00", "17:00") for day in days]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts)
    history = [{"order": "p1/a", "start": past, "case_managers": ["ana"], "status": "completed"}]
    p1 = patient("p1", 1, order("p1/a", 60, "LCSW", safety=safety, **more))
    return request_of([ana], [{**p1, "history": history if past else []}])


def one_visit_a_day(
    request: PlanRequest, *visits: tuple[int, str], left_out: tuple[str, ...] = ()
) -> Broken:
    make = builder(request)
    routes = [
        make.route(
            "ana",
            day,
            "09:50 11:10",
            make.visit(f"p1/a#{n}", day, "10:00 10:00 11:00", 1),
            blocks=1,
        )
        for n, day in visits
    ]
    return request, plan_of(request, routes, *left_out)
