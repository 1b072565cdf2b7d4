"""Days that are not like others: daylight saving, polar night, overtime, holes and two shifts."""

from __future__ import annotations

from typing import Any

import pytest
from builders import (
    MON,
    TUE,
    WED,
    at,
    builder,
    case_manager,
    edit_stop,
    order,
    patient,
    plan_of,
    request_of,
    right_plan,
    small_request,
    span,
    street,
)

from visitplan.audit import audit
from visitplan.audit.roster import roster_of
from visitplan.domain.clock import Clock
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest

SUNDAY = "2026-11-01"
ANA_MON = 0
CALL, DAY = 4, 5


def rules(request: PlanRequest, plan: Plan) -> set[str]:
    return {found.rule for found in audit(request, plan, street(request)).violations}


def night_request(**order_fields: Any) -> PlanRequest:
    """Give a request for the night in which New York's clocks go back at two."""
    night = case_manager("ana", 0, "LCSW", shifts=[span(SUNDAY, "00:00", "06:00")])
    ordered = order("p1/a", 60, "LCSW", **order_fields)
    return request_of([night], [patient("p1", 1, ordered)], first_day=SUNDAY, days=1)


def night_plan(request: PlanRequest, start_hour: int) -> Plan:
    """Give a plan whose visit starts so many hours after midnight by a stop watch."""
    make = builder(request)
    midnight = make.clock.instant(make.when(SUNDAY, "00:00").replace(tzinfo=None))
    start, length = midnight + 3600 * start_hour, 3600
    visit = make.visit("p1/a#1", SUNDAY, "03:00 03:00 04:00", 1).model_copy(
        update={
            "arrive": make.clock.aware(start),
            "start": make.clock.aware(start),
            "end": make.clock.aware(start + length),
        }
    )
    route = make.route("ana", SUNDAY, "02:50 04:10", visit, blocks=1).model_copy(
        update={
            "leave": make.clock.aware(start - 600),
            "return_": make.clock.aware(start + length + 600),
        }
    )
    return plan_of(request, [route])


def test_shift_across_the_clock_change_is_an_hour_longer() -> None:
    request = night_request()
    member = roster_of(request, Clock.of(request.horizon.timezone))["ana"]
    assert member.available_minutes() == 7 * 60


@pytest.mark.parametrize(("start_hour", "inside"), [(0, True), (1, True), (2, True), (3, False)])
def test_window_across_the_clock_change_has_the_hour_twice(start_hour: int, inside: bool) -> None:
    # Midnight to 02:00 lasts three hours by the stop watch; its hour 2 is 01:00 once more.
    window = {"weekdays": ["sun"], "start": "00:00", "end": "02:00"}
    request = night_request(windows=[window])
    found = rules(request, night_plan(request, start_hour)) - {"route_shift", "route_date"}
    assert found == (set() if inside else {"window"})


def test_wait_on_the_day_of_the_clock_change_counts_real_seconds() -> None:
    request = night_request()
    plan = night_plan(request, 1)
    # Back at 04:10 on the wall, three hours and ten minutes of waiting by the stop watch.
    back = builder(request).when(SUNDAY, "04:10")
    route = plan.routes[0].model_copy(update={"return_": back})
    plan = plan_of(request, [route])
    assert audit(request, plan, street(request)).cost.terms["wait"] == 3 * 3600
    assert rules(request, plan) == set()


def far_north(first_day: str) -> tuple[PlanRequest, Plan]:
    """Give a daylight visit at noon in Tromso."""
    place = {"lat": 69.65, "lon": 18.96}
    ana = case_manager("ana", 0, "LCSW", shifts=[span(first_day, "08:00", "17:00")]) | {
        "start": place
    }
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW", safety="daylight")) | {"location": place}
    request = request_of([ana], [p1], first_day=first_day, days=1, timezone="Europe/Oslo")
    make = builder(request)
    visit = make.visit("p1/a#1", first_day, "12:00 12:00 13:00")
    return request, plan_of(request, [make.route("ana", first_day, "12:00 13:00", visit)])


def test_no_daylight_visit_in_polar_night() -> None:
    assert rules(*far_north("2026-12-15")) == {"daylight"}


def test_any_time_is_daylight_on_a_polar_day() -> None:
    assert rules(*far_north("2026-06-15")) == set()


def test_allowed_overtime_breaks_no_rule_and_costs() -> None:
    request = small_request()
    report = audit(request, right_plan(request), street(request))
    assert report.ok
    assert report.cost.terms["overtime"] == 900


def test_overtime_of_two_shifts_a_day_adds_up() -> None:
    shifts = [span(MON, "08:00", "10:00"), span(MON, "12:00", "14:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts, max_overtime_minutes_per_day=15)
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW"), order("p1/b", 60, "LCSW"))
    request = request_of([ana], [p1])
    make = builder(request)
    routes = [
        make.route("ana", MON, f"{start} {end}", make.visit(visit, MON, f"{start} {start} {end}"))
        for visit, start, end in (("p1/a#1", "09:08", "10:08"), ("p1/b#1", "13:08", "14:08"))
    ]
    plan = plan_of(request, routes)
    assert rules(request, plan) == {"overtime"}
    assert plan.cost.terms["overtime"] == 3 * 2 * 8 * 60


def test_break_is_not_due_in_a_day_of_two_short_routes() -> None:
    lunch = {"minutes": 30, "earliest": "11:30", "latest": "13:00"}
    shifts = [span(MON, "08:00", "12:00"), span(MON, "12:30", "17:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts, breaks=[lunch])
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW"), order("p1/b", 60, "LCSW"))
    request = request_of([ana], [p1])
    make = builder(request)
    routes = [
        make.route("ana", MON, f"{start} {end}", make.visit(visit, MON, f"{start} {start} {end}"))
        for visit, start, end in (("p1/a#1", "11:00", "12:00"), ("p1/b#1", "12:30", "13:30"))
    ]
    assert rules(request, plan_of(request, routes)) == set()


def test_absence_in_the_middle_of_a_shift_is_no_wait() -> None:
    request = small_request()
    plan = right_plan(request)
    training = request.case_managers[1].absences
    assert training[0].start.isoformat(timespec="minutes") == f"{WED}T10:00"
    assert rules(request, plan) == set()
    assert plan.cost.terms["wait"] == 60 * 110


def test_drive_may_come_before_a_call_without_a_place() -> None:
    request = small_request()
    stops = right_plan(request).routes[ANA_MON].stops
    assert stops[DAY].arrive < stops[CALL].start
    assert rules(request, right_plan(request)) == set()


def test_drive_may_come_after_a_call_without_a_place() -> None:
    request = small_request()
    make = builder(request)
    after = {
        "arrive": make.when(MON, "15:55"),
        "start": make.when(MON, "15:55"),
        "end": make.when(MON, "16:25"),
        "wait_seconds": 0,
    }
    plan = edit_stop(right_plan(request), ANA_MON, DAY, **after)
    route = plan.routes[ANA_MON].model_copy(update={"return_": make.when(MON, "17:05")})
    plan = plan_of(request, [route, *plan.routes[1:]], "p5/nurse#1", "p7/visit#2")
    assert rules(request, plan) == set()


def test_first_drive_may_come_before_a_call_without_a_place() -> None:
    calls = [span(MON, "09:00", "09:15", id="call")]
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")], appointments=calls)
    request = request_of([ana], [patient("p1", 1, order("p1/a", 60, "LCSW"))])
    make = builder(request)
    route = make.route(
        "ana",
        MON,
        "08:45 10:25",
        make.appointment("call", MON, "09:00 09:00 09:15"),
        make.visit("p1/a#1", MON, "08:55 09:15 10:15", 1),
        blocks=1,
    )
    assert rules(request, plan_of(request, [route])) == set()


def test_person_in_orientation_attends_appointments() -> None:
    request = small_request()
    assert rules(request, right_plan(request)) == set()


def test_people_without_a_drivers_license_miss_their_appointments_rightly() -> None:
    request = small_request()
    assert all(route.case_manager != "dov" for route in right_plan(request).routes)
    assert rules(request, right_plan(request)) == set()


def test_gap_from_history_already_past_before_the_horizon_is_forgiven() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(TUE, "08:00", "17:00")])
    past = {"order": "p1/a", "start": "2026-11-28T10:00", "status": "completed"}
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW", max_gap_days=1), history=[past])
    request = request_of([ana], [p1])
    make = builder(request)
    visit = make.visit("p1/a#1", TUE, "10:00 10:00 11:00")
    route = make.route("ana", TUE, "10:00 11:00", visit)
    assert rules(request, plan_of(request, [route])) == set()


def test_missed_history_counts_for_no_gap() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    past = {"order": "p1/a", "start": "2026-11-29T10:00", "status": "missed"}
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW", min_gap_days=7), history=[past])
    request = request_of([ana], [p1])
    make = builder(request)
    visit = make.visit("p1/a#1", MON, "10:00 10:00 11:00")
    route = make.route("ana", MON, "10:00 11:00", visit)
    assert rules(request, plan_of(request, [route])) == set()


def test_no_home_visit_takes_place_at_the_meeting_place() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    p1 = patient("p1", 5, order("p1/a", 60, "LCSW", safety="no_home"), meeting_place=at(2))
    request = request_of([ana], [p1])
    make = builder(request)
    visit = make.visit("p1/a#1", MON, "10:00 10:00 11:00", 2)
    route = make.route("ana", MON, "09:40 11:20", visit, blocks=2)
    assert rules(request, plan_of(request, [route])) == set()
