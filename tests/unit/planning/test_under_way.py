"""Planning, recommending and explaining on a request that is under way: the past stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import pytest
from grid_world import grid_network
from states_of_a_day import STATES, Moment, a_crisis
from under_way import (
    after,
    document,
    instant,
    keeps_what_is_over,
    left_for,
    nobody_leaves_before,
    text,
    visits_of,
    wall,
    week,
)

from visitplan.domain.errors import VisitplanError
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import (
    PlanOptions,
    Replan,
    apply_repair,
    check_plan,
    explain,
    make_plan,
    recommend,
    with_orders,
)

MINUTE = timedelta(minutes=1)
NETWORK = grid_network()


@cache
def replanned(state: int) -> tuple[Moment, Replan]:
    """Give the week replanned as somebody is in a state of the day, with visits left out.

    A visit is called off on the road, which leaves an appointment there; two people are sick.
    """
    request, plan = week()
    route, now = STATES[state]()
    sick = [p.id for p in request.case_managers if p.id != route.case_manager][:2]
    until = text(now.replace(hour=0, minute=0) + timedelta(days=1))
    events: list[dict[str, object]] = [
        {"kind": "staff_sick", "case_manager": name, "until": until} for name in sick
    ]
    driven = [
        s.visit
        for r in plan.routes
        for s in r.stops
        if s.kind == "visit" and left_for(s) <= instant(request, now) < s.start.timestamp()
    ]
    events += [{"kind": "patient_cancelled", "visit": name, "again": True} for name in driven[:1]]
    return (route, now), after(now, *events, a_crisis(request, now))


def holds(before: Plan, after_it: Plan, request: PlanRequest, now: datetime) -> None:
    """Hold that a plan keeps what stands of another and begins nothing before now."""
    keeps_what_is_over(before, after_it, instant(request, now), set())
    nobody_leaves_before(before, after_it, instant(request, now))
    assert check_plan(request, after_it, NETWORK).ok


def first_left_out(found: Replan) -> str | None:
    return next((item.visit for item in found.plan.unassigned), None)


@pytest.mark.parametrize("state", range(len(STATES)))
def test_a_plan_goes_on_from_where_people_are(state: int) -> None:
    (_, now), found = replanned(state)
    made = make_plan(found.request, NETWORK, PlanOptions(None, 60), earlier=found.plan)
    holds(found.plan, made, found.request, now)
    assert len(visits_of(made)) >= len(visits_of(found.plan))


@pytest.mark.parametrize("state", range(len(STATES)))
def test_nothing_searched_gives_the_plan_back_as_it_was(state: int) -> None:
    _, found = replanned(state)
    same = make_plan(found.request, NETWORK, PlanOptions(None, 0), earlier=found.plan)
    assert same.routes == found.plan.routes


@pytest.mark.parametrize("state", range(len(STATES)))
def test_places_recommended_keep_the_past(state: int) -> None:
    (_, now), found = replanned(state)
    ahead = next(i for i in found.request.fixed if i.lock == "none" and i.start > now)
    told = recommend(found.request, found.plan, NETWORK, [ahead.visit])
    assert told.choices
    assert all(wall(choice.places[0].place.start) >= now for choice in told.choices)


@pytest.mark.parametrize("state", range(len(STATES)))
def test_repairs_keep_the_past(state: int) -> None:
    (_, now), found = replanned(state)
    told = explain(found.request, found.plan, NETWORK)
    assert told.summary.violations == 0
    assert len(told.unassigned) == len(found.plan.unassigned)
    for item in told.unassigned[:2]:
        assert item.blockers
        for repair in item.repairs[:1]:
            request, plan = apply_repair(found.request, found.plan, NETWORK, repair)
            assert item.visit in visits_of(plan)
            holds(found.plan, plan, request, now)


def test_a_visit_left_out_gets_a_place_after_now() -> None:
    """A plan that leaves out what it has room for is told so, on a day that has begun."""
    (_, now), found = replanned(2)
    visit = next(i.visit for i in found.request.fixed if i.lock == "none" and i.start > now)
    less = without(found.request, found.plan, visit)
    told = recommend(found.request, less, NETWORK, [visit])
    assert told.visits[0].now is None
    assert told.choices
    (item,) = [
        i for i in explain(found.request, less, NETWORK, visit).unassigned if i.visit == visit
    ]
    assert item.repairs
    request, plan = apply_repair(found.request, less, NETWORK, item.repairs[0])
    holds(less, plan, request, now)


def without(request: PlanRequest, plan: Plan, visit: str) -> Plan:
    """Give a right plan that leaves a visit out."""
    order = visit.rpartition("#")[0]
    (asked,) = [o for p in request.patients for o in p.orders if o.id == order]
    pinned = {f.visit: f for f in request.fixed}
    assert visit in pinned
    assert asked.after is None
    from visitplan.planning.repairs.judging import Judge
    from visitplan.planning.repairs.opening import repairing_solver
    from visitplan.planning.replanning.ahead import Ahead

    routes = [
        r.model_copy(update={"stops": tuple(s for s in r.stops if s.visit != visit)})
        for r in plan.routes
    ]
    judge = Judge(request, plan, NETWORK, repairing_solver("weekly"))
    kept = judge.opened(request, routes).put_in([])
    assert kept is not None
    assert Ahead(request, plan).made
    left = plan.model_copy(update={"routes": kept, "bound": None})
    left = left.model_copy(update={"unassigned": judge.opened(request, routes).left_out()})
    return left.model_copy(update={"cost": check_plan(request, left, NETWORK).cost})


def test_a_request_under_way_is_not_planned_from_nothing() -> None:
    _, found = replanned(2)
    with pytest.raises(VisitplanError) as refused:
        make_plan(found.request, NETWORK, PlanOptions(None, 0))
    assert refused.value.code == "VP4210"


def test_a_plan_with_another_past_is_refused() -> None:
    _, found = replanned(2)
    made = next(f.visit for f in found.request.fixed if f.lock == "all")
    other = found.plan.model_copy(
        update={
            "routes": tuple(r for r in found.plan.routes if made not in {s.visit for s in r.stops})
        }
    )
    with pytest.raises(VisitplanError) as refused:
        make_plan(found.request, NETWORK, PlanOptions(None, 0), earlier=other)
    assert refused.value.code == "VP4211"
    assert made in str(refused.value)


def test_a_past_that_the_request_no_longer_allows_is_refused() -> None:
    (_, now), found = replanned(4)
    asked = document(found.request)
    for person in asked["case_managers"]:
        person["appointments"] = []
    changed = PlanRequest.model_validate(asked)
    assert any(s.appointment for r in found.plan.routes for s in r.stops if wall(s.end) <= now)
    with pytest.raises(VisitplanError) as refused:
        make_plan(changed, NETWORK, PlanOptions(None, 0), earlier=found.plan)
    assert refused.value.code == "VP4211"
    assert "appointment" in str(refused.value)


def test_a_visit_made_has_no_other_places_and_says_so() -> None:
    _, found = replanned(2)
    made = next(f.visit for f in found.request.fixed if f.lock == "all")
    with pytest.raises(VisitplanError) as refused:
        recommend(found.request, found.plan, NETWORK, [made])
    assert refused.value.code == "VP4212"
    told = explain(found.request, found.plan, NETWORK, made).served
    assert told is not None
    assert told.alternatives == ()
    assert told.reasons[0].startswith("it was made or is under way")


def test_whoever_is_home_again_is_told_to_be() -> None:
    """A visit of today alone: the shift is over for who went home, and they are not absent."""
    (route, now), found = replanned(7)
    patient = found.request.patients[0]
    held = next(p for p in found.request.case_managers if p.id == route.case_manager).credentials
    order = patient.orders[0].model_dump(mode="json", by_alias=True)
    order |= {"id": "of-today", "visits": 1, "min_visits": 0, "minutes": 20, "after": None}
    order |= {"cancelled": [], "windows": [], "latest_day": str(now.date()), "earliest_day": None}
    order |= {"staff": [{"any_of": [c.code for c in held]}], "safety": "solo"}
    asked, planned, _, _ = with_orders(found.request, found.plan, [(patient.id, order)])
    told = explain(asked, planned, NETWORK, "of-today#1")
    codes = {b.case_manager: b.code for b in told.unassigned[0].blockers}
    assert codes[route.case_manager] == "shift-over"


def test_no_bound_is_stated_of_a_plan_under_way() -> None:
    _, found = replanned(2)
    options = PlanOptions(None, 0, bound=True)
    assert make_plan(found.request, NETWORK, options, earlier=found.plan).bound is None
