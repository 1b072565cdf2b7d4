"""Plans against what a policy asks for: paperwork, arrival, readmission and riders."""

from __future__ import annotations

from typing import Any

from builders import TUE, edit_route, edit_stop, restated, span
from policy_week import (
    ANA_MON,
    ANA_TUE,
    BEN_BLOCK,
    BEN_TUE,
    P1,
    P1_PAPER,
    P2,
    P3,
    policy_plan,
    policy_request,
)

from broken_plans.catalogue import MINUTE, Broken, breaks
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest


def asked_with(kind: str, index: int, **changes: Any) -> Broken:
    """Give the right plan as an answer to a request with other fields of one entry."""
    document = policy_request().model_dump(mode="json", by_alias=True)
    document[kind][index].update(changes)
    return _answered(document)


def policy_with(**changes: Any) -> Broken:
    document = policy_request().model_dump(mode="json", by_alias=True)
    document["policy"].update(changes)
    return _answered(document)


def _answered(document: dict[str, Any]) -> Broken:
    request = PlanRequest.model_validate(document)
    return request, policy_plan(request)


def edited(plan: Plan) -> Broken:
    request = policy_request()
    return request, restated(request, plan)


def without_stop(route: int, stop: int) -> Broken:
    plan = policy_plan()
    stops = plan.routes[route].stops
    return edited(edit_route(plan, route, stops=stops[:stop] + stops[stop + 1 :]))


@breaks("readmitted")
def visit_on_the_day_of_readmission() -> Broken:
    return asked_with("patients", 3, readmitted_on=TUE)


@breaks("paperwork")
def visit_without_its_paperwork() -> Broken:
    return without_stop(ANA_MON, P1_PAPER)


@breaks("paperwork")
def paperwork_too_short() -> Broken:
    plan = policy_plan()
    end = plan.routes[ANA_MON].stops[P1_PAPER].end - MINUTE
    return edited(edit_stop(plan, ANA_MON, P1_PAPER, end=end))


@breaks("paperwork")
def paperwork_of_another_visit() -> Broken:
    return edited(edit_stop(policy_plan(), ANA_MON, P1_PAPER, visit="p2/unit#1"))


@breaks("paperwork")
def paperwork_twice() -> Broken:
    plan = policy_plan()
    stops = plan.routes[ANA_TUE].stops
    again = stops[1].model_copy(update={"arrive": stops[1].end, "start": stops[1].end})
    return edited(edit_route(plan, ANA_TUE, stops=(*stops, again)))


@breaks("paperwork")
def paperwork_that_nobody_asks_for() -> Broken:
    return policy_with(paperwork_minutes_per_visit=0)


@breaks("paperwork_block")
def no_block_on_a_long_afternoon() -> Broken:
    return without_stop(BEN_TUE, BEN_BLOCK)


@breaks("paperwork_block")
def block_too_short() -> Broken:
    plan = policy_plan()
    end = plan.routes[BEN_TUE].stops[BEN_BLOCK].end - MINUTE
    return edited(edit_stop(plan, BEN_TUE, BEN_BLOCK, end=end))


@breaks("paperwork_block")
def block_too_late() -> Broken:
    return policy_with(paperwork_block={"minutes": 30, "earliest": "14:00", "latest": "14:40"})


@breaks("paperwork_block")
def block_of_a_policy_without_one() -> Broken:
    return policy_with(paperwork_block=None)


@breaks("arrival")
def at_the_door_too_early() -> Broken:
    plan = policy_plan()
    stop = plan.routes[ANA_MON].stops[P1]
    late = {"arrive": stop.arrive + MINUTE}
    first = edit_stop(plan, ANA_MON, P1, **late)
    return edited(edit_route(first, ANA_MON, leave=plan.routes[ANA_MON].leave + MINUTE))


@breaks("arrival")
def arrival_not_stated() -> Broken:
    return edited(edit_stop(policy_plan(), ANA_MON, P3, arrival_seconds=0))


@breaks("arrival")
def arrival_at_the_address_where_the_person_is() -> Broken:
    return edited(edit_stop(policy_plan(), ANA_MON, P2, arrival_seconds=300))


@breaks("rider")
def rider_without_a_mentor() -> Broken:
    return asked_with("case_managers", 2, mentor=None)


@breaks("rider")
def rider_after_orientation() -> Broken:
    return asked_with("case_managers", 2, orientation_until="2026-11-29")


@breaks("rider")
def rider_whose_shift_ends_before_the_return() -> Broken:
    return asked_with("case_managers", 2, shifts=[span("2026-11-30", "08:30", "12:29")])


@breaks("rider")
def rider_who_is_away_for_a_minute() -> Broken:
    return asked_with("case_managers", 2, absences=[span("2026-11-30", "10:00", "10:01")])


@breaks("rider")
def rider_named_twice() -> Broken:
    return edited(edit_route(policy_plan(), ANA_MON, riders=("tom", "tom")))


@breaks("rider")
def rider_nobody_knows() -> Broken:
    return edited(edit_route(policy_plan(), ANA_MON, riders=("tom", "nobody")))
