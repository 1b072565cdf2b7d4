"""Visits put into a plan as it stands, whatever numbers its visits had before."""

from __future__ import annotations

from builders import MON, TUE, case_manager, order, patient, request_of, span

from visitplan.domain.plan import Route
from visitplan.domain.request import PlanRequest
from visitplan_solvers.open_week import OpenWeek

from .test_blockers import street


def two_open_days() -> tuple[PlanRequest, tuple[Route, ...]]:
    """Give three visits asked for, room on two days, and routes with the third on the second."""
    shifts = [span(day, "08:00", "12:00") for day in (MON, TUE)]
    person = case_manager("ana", 0, "LCSW", shifts=shifts)
    request = request_of([person], [patient("p", 0, order("p/o", 60, "LCSW", visits=3))], days=2)
    routes = OpenWeek(request, street(request), ()).put_in(["p/o#2"])
    assert routes is not None
    last = routes[-1]
    stops = tuple(stop.model_copy(update={"visit": "p/o#3"}) for stop in last.stops)
    return request, (last.model_copy(update={"stops": stops}),)


def test_one_more_visit_is_put_in_where_there_is_room_for_one() -> None:
    request, routes = two_open_days()
    week = OpenWeek(request, street(request), routes)
    assert [item.visit for item in week.left_out()] == ["p/o#2", "p/o#3"]
    found = week.put_in(["p/o#2"])
    assert found is not None
    visits = [(str(route.date), stop.visit) for route in found for stop in route.stops]
    assert visits == [(MON, "p/o#1"), (TUE, "p/o#2")]
    assert week.put_in(["p/o#3"]) is None


def test_a_visit_is_put_in_beside_one_that_has_got_its_number() -> None:
    request, routes = two_open_days()
    found = OpenWeek(request, street(request), routes).put_in(["p/o#1"])
    assert found is not None
    assert [stop.visit for route in found for stop in route.stops] == ["p/o#1", "p/o#2"]
