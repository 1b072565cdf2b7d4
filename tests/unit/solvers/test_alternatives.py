"""Places for one visit, all others where they are."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, TUE, case_manager, order, patient, plan_of, request_of, span
from solving import checked_street, street
from weeks import crowded_request, entangled_request

from visitplan.audit import audit
from visitplan.domain.plan import Route
from visitplan.domain.request import PlanRequest
from visitplan.planning.changes import changes
from visitplan.planning.stopping import Budget
from visitplan_solvers.weekly import WeeklySolver

SOLVER = WeeklySolver()


def planned(request: PlanRequest) -> Any:
    return SOLVER.solve(request, street(request), seed=1, stop=Budget(None, 300))


def places(request: PlanRequest, routes: tuple[Route, ...], visit: str, most: int = 20) -> Any:
    """Give the alternatives as plans that the checker passed, with their costs."""
    found = []
    for changed in SOLVER.alternatives(request, street(request), routes, visit, most):
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
    for after, _ in found:
        people = {c.visit for c in changes(before, after) if "people" in c.kinds}
        assert people <= {"p1/visit#1"}


def test_no_more_places_than_wanted_and_the_cheapest_of_them() -> None:
    request = two_days()
    plan = planned(request)
    every = [cost for _, cost in places(request, plan.routes, "p2/visit#1")]
    assert [cost for _, cost in places(request, plan.routes, "p2/visit#1", 2)] == every[:2]


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
