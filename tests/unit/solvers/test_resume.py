"""Going on from a plan: what stays, what has to go, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, TUE, case_manager, order, patient, request_of, span
from solving import street, wall
from weeks import crowded_request, entangled_request

from visitplan.domain.plan import Route, Stop
from visitplan.domain.request import PlanRequest
from visitplan.domain.solving import Solution
from visitplan.planning.stopping import Budget
from visitplan_solvers.weekly import WeeklySolver

SOLVER = WeeklySolver()


def planned(request: PlanRequest, rounds: int = 200) -> Solution:
    return SOLVER.solve(request, street(request), seed=1, stop=Budget(None, rounds))


def gone_on(request: PlanRequest, earlier: Solution, rounds: int = 0) -> Solution:
    stop = Budget(None, rounds)
    return SOLVER.resume(request, street(request), earlier.routes, seed=1, stop=stop)


def visits(solution: Solution) -> dict[str, list[tuple[str, Stop]]]:
    found: dict[str, list[tuple[str, Stop]]] = {}
    for route in solution.routes:
        for stop in route.stops:
            if stop.visit is not None:
                found.setdefault(stop.visit, []).append((route.case_manager, stop))
    return found


def without(request: PlanRequest, name: str, day: str) -> PlanRequest:
    """Give the request with one person away for a day."""
    away = {"start": f"{day}T00:00", "end": f"{day}T23:59", "kind": "sick"}
    document = request.model_dump(mode="json", by_alias=True)
    for person in document["case_managers"]:
        if person["id"] == name:
            person["absences"] = [away]
    return PlanRequest.model_validate(document)


@pytest.mark.parametrize("make", [crowded_request, entangled_request])
def test_the_same_request_gives_the_same_routes(make: Any) -> None:
    request = make()
    plan = planned(request)
    assert gone_on(request, plan).routes == plan.routes
    assert gone_on(request, plan).cost == plan.cost


@pytest.mark.parametrize("make", [crowded_request, entangled_request])
def test_visits_with_paperwork_stay_where_they_are(make: Any) -> None:
    document = make().model_dump(mode="json", by_alias=True)
    document["policy"]["paperwork_minutes_per_visit"] = 10
    request = PlanRequest.model_validate(document)
    plan = planned(request)
    assert any(stop.kind == "paperwork" for route in plan.routes for stop in route.stops)
    assert gone_on(request, plan).routes == plan.routes


def test_going_on_only_gets_better() -> None:
    request = crowded_request()
    plan = planned(request, 10)
    assert gone_on(request, plan, 300).cost < plan.cost


def test_a_sick_day_moves_its_visits_alone() -> None:
    request = crowded_request()
    plan = planned(request)
    again = gone_on(without(request, "ana", MON), plan)
    before, after = visits(plan), visits(again)
    of_ana = {
        visit
        for visit, made in before.items()
        for person, stop in made
        if person == "ana" and str(stop.start.date()) == MON
    }
    assert of_ana
    assert not any(r.case_manager == "ana" and str(r.date) == MON for r in again.routes)
    other_people = {
        visit
        for visit, made in before.items()
        if [who for who, _ in made] != [who for who, _ in after.get(visit, [])]
    }
    # Numbers of an order follow its days: a moved visit may change them for its siblings.
    orders = {visit.split("#")[0] for visit in of_ana}
    assert {visit.split("#")[0] for visit in other_people} <= orders


def two_people(**more: Any) -> PlanRequest:
    shifts = [span(day, "08:00", "16:00") for day in (MON, TUE)]
    people = [case_manager(n, b, "LCSW", shifts=shifts) for n, b in (("ana", 0), ("ben", 2))]
    wish = order("p1/both", 60, "LCSW", "LCSW")
    return request_of(people, [patient("p1", 1, wish, **more)], days=2)


def test_a_visit_by_two_keeps_its_start_or_moves_whole() -> None:
    request = two_people()
    plan = planned(request)
    (made,) = visits(plan).values()
    start = made[0][1].start
    same = visits(gone_on(request, plan))["p1/both#1"]
    assert [stop.start for _, stop in same] == [start, start]
    day = str(start.date())
    busy = two_people(unavailable=[span(day, "00:00", "15:00")])
    moved = visits(gone_on(busy, plan))["p1/both#1"]
    assert len(moved) == 2
    assert len({stop.start for _, stop in moved}) == 1
    assert moved[0][1].start.date() != start.date() or wall(moved[0][1]) >= "15:00"


def test_the_other_service_of_a_sequence_does_not_stay_alone() -> None:
    shifts = [span(MON, "08:00", "16:00")]
    people = [case_manager(n, b, "LCSW", shifts=shifts) for n, b in (("ana", 0), ("ben", 2))]
    after = {"order": "p1/first", "min_minutes": 10, "max_minutes": 90}
    orders = [
        order("p1/first", 30, "LCSW"),
        order("p1/second", 30, "LCSW", after=after),
    ]
    request = request_of(people, [patient("p1", 1, *orders)], days=1)
    plan = planned(request)
    assert set(visits(plan)) == {"p1/first#1", "p1/second#1"}
    again = gone_on(without(request, "ben", MON), plan)
    assert visits(again) == {}
    assert {left.visit for left in again.unassigned} == {"p1/first#1", "p1/second#1"}


def test_routes_of_strangers_and_unknown_visits_are_left_aside() -> None:
    request = crowded_request()
    plan = planned(request)
    odd = [route.model_copy(update={"case_manager": "nobody"}) for route in plan.routes[:2]] + [
        _renamed(route) for route in plan.routes[2:4]
    ]
    routes = (*odd, *plan.routes[4:])
    again = SOLVER.resume(request, street(request), routes, seed=1, stop=Budget(None, 0))
    assert len(visits(again)) + len(again.unassigned) == sum(
        order.visits for patient in request.patients for order in patient.orders
    )


def _renamed(route: Route) -> Route:
    stops = tuple(s.model_copy(update={"visit": s.visit and f"x{s.visit}"}) for s in route.stops)
    return route.model_copy(update={"stops": stops})
