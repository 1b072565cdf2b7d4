"""Places for one visit, all others where they are."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, TUE, case_manager, order, patient, plan_of, request_of, span
from solving import checked_street, street
from weeks import crowded_request, entangled_request

from visitplan.audit import audit
from visitplan.domain.clock import Clock
from visitplan.domain.plan import Route
from visitplan.domain.request import PlanRequest
from visitplan.planning.changes import changes
from visitplan.planning.stopping import Budget
from visitplan_solvers.weekly import WeeklySolver

SOLVER = WeeklySolver()


def planned(request: PlanRequest) -> Any:
    return SOLVER.solve(request, street(request), seed=1, stop=Budget(None, 300))


def places(request: PlanRequest, routes: tuple[Route, ...], *visits: str, most: int = 20) -> Any:
    """Give the alternatives as plans that the checker passed, with their costs."""
    found = []
    for changed in SOLVER.alternatives(request, street(request), routes, visits, most):
        plan = plan_of(request, list(changed), *missing(request, changed))
        verdict = audit(request, plan, checked_street(request))
        assert [v for v in verdict.violations if not v.rule.startswith(("cost_", "speeds"))] == []
        found.append((plan, verdict.cost.total))
    return found


def missing(request: PlanRequest, routes: tuple[Route, ...]) -> list[str]:
    served = {stop.visit for route in routes for stop in route.stops}
    return [
        f"{wish.id}#{n}"
        for person in request.patients
        for wish in person.orders
        for n in range(1, wish.visits + 1)
        if f"{wish.id}#{n}" not in served
    ]


@pytest.mark.parametrize("make", [crowded_request, entangled_request])
def test_every_place_is_a_right_plan_and_the_cheapest_come_first(make: Any) -> None:
    request = make()
    plan = planned(request)
    visits = sorted({s.visit for r in plan.routes for s in r.stops if s.visit})
    several = 0
    for visit in visits[::4]:
        found = places(request, plan.routes, visit)
        costs = [cost for _, cost in found]
        assert costs == sorted(costs)
        assert all(visit.split("#")[0] in _orders(p.routes) for p, _ in found)
        several += len(found) > 1
    assert several


def _orders(routes: tuple[Route, ...]) -> set[str]:
    return {s.visit.split("#")[0] for r in routes for s in r.stops if s.visit}


def two_days() -> PlanRequest:
    shifts = [span(day, "08:00", "12:00") for day in (MON, TUE)]
    people = [case_manager(n, b, "LCSW", shifts=shifts) for n, b in (("ana", 0), ("ben", 4))]
    patients = [patient(f"p{n}", n, order(f"p{n}/visit", 60, "LCSW")) for n in (1, 2, 3)]
    return request_of(people, patients, days=2)


def test_a_visit_for_one_has_a_place_in_each_shift_and_moves_nobody_else() -> None:
    request = two_days()
    plan = planned(request)
    before = plan_of(request, list(plan.routes))
    found = places(request, plan.routes, "p1/visit#1")
    made = {
        (r.case_manager, r.date)
        for p, _ in found
        for r in p.routes
        if any(s.visit == "p1/visit#1" for s in r.stops)
    }
    assert len(found) == len(made) == 4
    clock = Clock.of(request.horizon.timezone)
    for after, _ in found:
        people = {c.visit for c in changes(before, after, clock) if "people" in c.kinds}
        assert people <= {"p1/visit#1"}


def test_no_more_places_than_wanted_and_the_cheapest_of_them() -> None:
    request = two_days()
    plan = planned(request)
    every = [cost for _, cost in places(request, plan.routes, "p2/visit#1")]
    assert [cost for _, cost in places(request, plan.routes, "p2/visit#1", most=2)] == every[:2]


def test_a_visit_that_fits_nowhere_has_no_place() -> None:
    request = request_of(
        [case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "09:00")])],
        [
            patient("p1", 0, order("p1/visit", 50, "LCSW", priority="high")),
            patient("p2", 0, order("p2/visit", 50, "LCSW")),
        ],
        days=1,
    )
    plan = planned(request)
    assert places(request, plan.routes, "p2/visit#1") == []
    assert len(places(request, plan.routes, "p1/visit#1")) == 1


def one_by_one(request: PlanRequest, routes: tuple[Route, ...], visits: tuple[str, ...]) -> int:
    """Give the least cost of all ways to put visits in one after the other, each in any shift."""
    first, *others = visits
    found = places(request, routes, first)
    if not others:
        return min(cost for _, cost in found)
    return min(one_by_one(request, plan.routes, tuple(others)) for plan, _ in found)


def without(request: PlanRequest, routes: tuple[Route, ...], *visits: str) -> tuple[Route, ...]:
    return tuple(
        route.model_copy(update={"stops": tuple(s for s in route.stops if s.visit not in visits)})
        for route in routes
    )


@pytest.mark.parametrize(
    "visits", [("p1/visit#1", "p2/visit#1"), ("p1/visit#1", "p2/visit#1", "p3/visit#1")]
)
def test_the_cheapest_choice_is_that_of_all_places_tried(visits: tuple[str, ...]) -> None:
    request = two_days()
    plan = planned(request)
    found = places(request, plan.routes, *visits)
    rest = without(request, plan.routes, *visits)
    assert found[0][1] == one_by_one(request, rest, visits)
    assert len({str(p.routes) for p, _ in found}) == len(found)


def test_visits_of_one_order_keep_its_gap_though_the_cheapest_day_comes_first() -> None:
    """Wednesday is everybody's cheapest day: beside it no second visit has room."""
    days = [f"2026-11-{d}" if d == 30 else f"2026-12-0{d}" for d in (30, 1, 2, 3, 4)]
    shifts = [span(day, "08:00", "12:00") for day in days]
    people = [case_manager(f"cm{n}", 0, "LCSW", shifts=shifts) for n in range(40)]
    liked = [{"weekdays": ["wed"], "start": "08:00", "end": "12:00"}]
    wish = order("p1/visit", 60, "LCSW", visits=2, min_gap_days=4, preferred_windows=liked)
    request = request_of(people, [patient("p1", 0, wish)], days=5)
    found = places(request, (), "p1/visit#1", "p1/visit#2", most=3)
    assert len(found) == 3
    for plan, _ in found:
        starts = sorted(s.start.day for r in plan.routes for s in r.stops if s.visit)
        assert starts == [4, 30]


def test_a_largest_gap_that_only_another_visit_bridges_is_kept() -> None:
    """Seen on the Sunday before and every second day at most: Friday needs Tuesday or so."""
    days = [MON, TUE, "2026-12-02", "2026-12-03", "2026-12-04"]
    shifts = [span(day, "08:00", "12:00") for day in (TUE, "2026-12-03")]
    wish = order("p1/visit", 60, "LCSW", visits=2, max_gap_days=2)
    history = [
        {"order": "p1/visit", "start": "2026-11-29T10:00", "status": "completed"}
        | {"case_managers": ["ana"]}
    ]
    request = request_of(
        [case_manager("ana", 0, "LCSW", shifts=shifts)],
        [patient("p1", 0, wish, history=history)],
        days=len(days),
    )
    found = places(request, (), "p1/visit#1", "p1/visit#2")
    assert [len([s for r in p.routes for s in r.stops if s.visit]) for p, _ in found] == [2]


def test_a_visit_without_room_beside_the_others_stays_out() -> None:
    request = request_of(
        [case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "09:00")])],
        [patient(f"p{n}", 0, order(f"p{n}/visit", 50, "LCSW")) for n in (1, 2)],
        days=1,
    )
    found = places(request, (), "p1/visit#1", "p2/visit#1")
    assert found
    for plan, _ in found:
        assert len([s for r in plan.routes for s in r.stops if s.visit]) == 1


@pytest.mark.parametrize("make", [crowded_request, entangled_request])
def test_choices_for_several_visits_are_right_plans_cheapest_first(make: Any) -> None:
    request = make()
    plan = planned(request)
    visits = sorted({s.visit for r in plan.routes for s in r.stops if s.visit})
    joint = 0
    for n in range(0, len(visits) - 3, 6):
        found = places(request, plan.routes, *visits[n : n + 3], most=8)
        costs = [cost for _, cost in found]
        assert costs == sorted(costs)
        joint += len(found) > 1
    assert joint
