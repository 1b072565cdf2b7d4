"""Roads closed under people who have meetings: what they miss, and that there is a plan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from grid_world import grid_network
from under_way import after, document, route_of, wall, week

from visitplan.domain.plan import Plan, Route, Stop
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, make_plan
from visitplan.planning.checking import check_plan
from visitplan.planning.errors import ClosedRoadsError
from visitplan.planning.explaining import explain

MINUTE = timedelta(minutes=1)


def meetings() -> list[tuple[Route, Stop]]:
    """Give the drives of the week to meetings elsewhere."""
    request, plan = week()
    placed = {a.id for p in request.case_managers for a in p.appointments if a.location}
    return [
        (route, stop)
        for route in plan.routes
        for stop in route.stops
        if stop.appointment in placed and stop.drive_seconds
    ]


def closed(person: str, stop: Stop, radius: int, **more: str) -> dict[str, Any]:
    """Close the roads about the line from a person's start to a meeting."""
    (who,) = (p for p in week()[0].case_managers if p.id == person)
    (there,) = (a.location for a in who.appointments if a.id == stop.appointment)
    assert there is not None
    line = [{"lat": p.lat, "lon": p.lon} for p in (who.start, there)]
    return {"kind": "road_closed", "line": line, "radius_meters": radius} | more


@pytest.mark.parametrize("radius", [150, 400, 900])
@pytest.mark.parametrize("n", range(len(meetings())))
def test_a_meeting_out_of_reach_is_missed_and_told(n: int, radius: int) -> None:
    route, stop = meetings()[n]
    now = wall(route.leave) - 20 * MINUTE
    found = after(now, closed(route.case_manager, stop, radius), rounds=5)
    same = route_of(found.plan, route.case_manager, route.date)
    attended = same is not None and stop.appointment in {s.appointment for s in same.stops}
    told = any(f"{route.case_manager} misses {stop.appointment} " in x for x in found.answer.eased)
    assert attended != told


def test_some_meetings_are_missed_and_some_are_not() -> None:
    """The test above sees both."""
    eased = [
        after(wall(r.leave) - 20 * MINUTE, closed(r.case_manager, s, radius), rounds=0).answer.eased
        for r, s in meetings()[:3]
        for radius in (150, 900)
    ]
    missed = [any("misses" in line for line in lines) for lines in eased]
    assert any(missed)
    assert not all(missed)


def test_a_meeting_of_a_later_day_is_missed_too() -> None:
    request, _ = week()
    route, stop = meetings()[-1]
    first = request.horizon.dates[0]
    assert route.date > first
    now = datetime.combine(first, datetime.min.time()) + timedelta(hours=6)
    event = closed(route.case_manager, stop, 900, last_day=str(request.horizon.dates[-1]))
    found = after(now, event, rounds=5)
    told = f"{route.case_manager} misses {stop.appointment} on {stop.start:%a %d %b at %H:%M}"
    assert told in found.answer.eased


def driving_limit() -> tuple[PlanRequest, Plan]:
    """Give a person whose two meetings leave no minute of the day's driving over."""
    asked = document(week()[0])
    person = asked["case_managers"][0]
    day = asked["horizon"]["first_day"]
    corners = ({"lat": 39.94, "lon": -83.02}, {"lat": 39.95, "lon": -83.01})
    person |= {"breaks": [], "absences": [], "orientation_until": None, "end": None}
    person |= {"start": corners[0], "drivers_license": {"valid_until": "2040-01-01"}}
    person |= {"max_drive_minutes_per_leg": None, "max_drive_minutes_per_day": None}
    person["shifts"] = [{"start": f"{day}T08:00", "end": f"{day}T17:00"}]
    person["appointments"] = [
        {"id": name, "start": f"{day}T{at}:00", "end": f"{day}T{at}:30", "location": corners[1]}
        for name, at in (("early", "11"), ("late", "15"))
    ]
    person["credentials"], asked["fixed"] = [], []
    plan = make_plan(PlanRequest.model_validate(asked), grid_network(), PlanOptions(None, 0))
    (route,) = [r for r in plan.routes if r.case_manager == person["id"]]
    person["max_drive_minutes_per_day"] = -(-route.drive_seconds // 60)
    request = PlanRequest.model_validate(asked)
    return request, make_plan(request, grid_network(), PlanOptions(None, 0))


def test_a_meeting_is_missed_where_the_solver_alone_sees_why() -> None:
    """The way around breaks the day's limit on driving, which only whole routes tell."""
    request, plan = driving_limit()
    person = request.case_managers[0]
    (route,) = [r for r in plan.routes if r.case_manager == person.id]
    places = (person.start, person.appointments[0].location)
    line = [{"lat": p.lat, "lon": p.lon} for p in places if p is not None]
    event = {"kind": "road_closed", "line": line, "radius_meters": 400}
    found = after(wall(route.leave) - 60 * MINUTE, event, on=(request, plan), rounds=0)
    missed = [line for line in found.answer.eased if f"{person.id} misses" in line]
    assert missed
    same = route_of(found.plan, person.id, route.date)
    kept = set() if same is None else {s.appointment for s in same.stops}
    assert len(missed) + len(kept) == 2


def test_whoever_leaves_as_a_road_is_closed_drives_around_it() -> None:
    """Their drive begins with the closure, so its times are those of the way around."""
    route = next(r for r in week()[1].routes if r.return_drive_seconds > 60)
    home = (route.return_ - timedelta(seconds=route.return_drive_seconds)).replace(tzinfo=None)
    assert home.second == 0
    patients = {p.id: p.location for p in week()[0].patients}
    who = next(p for p in week()[0].case_managers if p.id == route.case_manager)
    last = next(s for s in reversed(route.stops) if s.patient is not None)
    places = (patients[last.patient or ""], who.start)
    line = [{"lat": place.lat, "lon": place.lon} for place in places]
    found = after(home, {"kind": "road_closed", "line": line, "radius_meters": 100}, rounds=0)
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    assert same.return_drive_seconds > route.return_drive_seconds


def test_roads_open_again_hinder_nothing() -> None:
    route, stop = meetings()[0]
    now = wall(route.leave) - 20 * MINUTE
    shut = after(now, closed(route.case_manager, stop, 150), rounds=5)
    on_the_day = PlanOptions(None, 20)
    with pytest.raises(ClosedRoadsError, match=f"until the end of {now.date()}"):
        make_plan(shut.request, grid_network(), on_the_day, earlier=shut.plan)
    later = after(now + timedelta(days=1), on=(shut.request, shut.plan), rounds=5)
    assert later.request.closures == shut.request.closures
    plan = make_plan(later.request, grid_network(), on_the_day, earlier=later.plan)
    assert check_plan(later.request, plan, grid_network()).ok
    served = next(s.visit for r in plan.routes if r.date > now.date() for s in r.stops if s.visit)
    assert explain(later.request, plan, grid_network(), served, most=1).served is not None
