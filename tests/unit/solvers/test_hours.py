"""When: breaks, appointments, absences, windows, daylight, shifts, overtime."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, TUE, at, case_manager, order, patient, request_of, span
from solving import left_out, only_stop, solved, stops_of, wall

from visitplan.domain.plan import Plan

LUNCH = {"minutes": 30, "earliest": "11:30", "latest": "13:00"}
DAY = [span(MON, "08:00", "17:00")]


def hours(*pairs: str) -> list[dict[str, str]]:
    """Write windows `09:00-10:00`."""
    return [dict(zip(("start", "end"), pair.split("-"), strict=True)) for pair in pairs]


def one_day(wishes: dict[str, list[str]], **more: Any) -> Plan:
    """Plan Monday of one person, with visits of 45 minutes at block 1 in the given windows."""
    patients = [
        patient(name, 1, order(f"{name}/visit", 45, "LCSW", windows=hours(*windows)))
        for name, windows in wishes.items()
    ]
    person = case_manager("ana", 0, "LCSW", **{"shifts": DAY, **more})
    return solved(request_of([person], patients))


def test_a_route_over_noon_has_its_break() -> None:
    plan = one_day({"p1": ["09:00-10:00"], "p2": ["14:00-15:00"]}, breaks=[LUNCH])
    ((_, pause),) = stops_of(plan, kind="break")
    assert "11:30" <= wall(pause) <= "13:00"
    assert (pause.end - pause.start).total_seconds() == 30 * 60


def test_a_route_of_the_morning_has_no_break() -> None:
    plan = one_day({"p1": ["09:00-10:00"]}, breaks=[LUNCH])
    assert len(plan.routes) == 1
    assert stops_of(plan, kind="break") == []


def test_a_break_that_leaves_no_room_costs_the_visit() -> None:
    wishes = {"p1": ["09:00-10:00"], "p2": ["11:30-13:10"], "p3": ["13:00-14:00"]}
    lunch = {"minutes": 75, "earliest": "11:30", "latest": "12:00"}
    plan = one_day(wishes, breaks=[lunch])
    assert len(left_out(plan)) == 1


def test_an_appointment_at_the_office_is_reached_in_time() -> None:
    team = span(MON, "13:00", "13:30", id="team", location=at(3))
    plan = one_day({"p1": ["09:00-16:00"]}, appointments=[team])
    _, stop = only_stop(plan, "team", kind="appointment")
    assert wall(stop) == "13:00"
    assert stop.arrive <= stop.start
    assert plan.unassigned == ()


def test_an_appointment_without_a_place_is_attended_on_the_way() -> None:
    call = span(MON, "10:00", "10:15", id="call")
    plan = one_day({"p1": ["09:00-09:50"], "p2": ["10:15-11:30"]}, appointments=[call])
    _, stop = only_stop(plan, "call", kind="appointment")
    assert (wall(stop), stop.drive_seconds) == ("10:00", 0)
    assert plan.unassigned == ()


@pytest.mark.parametrize("place", [at(2), None])
def test_an_appointment_after_an_absence_is_attended(place: dict[str, float] | None) -> None:
    plan = one_day(
        {"p1": ["13:00-15:00"]},
        absences=[span(MON, "08:00", "12:00")],
        appointments=[span(MON, "12:30", "13:00", id="team", location=place)],
    )
    (route,) = plan.routes
    assert route.leave.strftime("%H:%M") >= "12:00"
    assert [stop.kind for stop in route.stops] == ["appointment", "visit"]


def test_nothing_happens_in_an_absence_within_the_shift() -> None:
    plan = one_day(
        {"p1": ["08:00-10:00"], "p2": ["10:00-12:30"]}, absences=[span(MON, "09:30", "11:30")]
    )
    assert plan.unassigned == ()
    starts = sorted(wall(stop) for _, stop in stops_of(plan))
    assert starts[0] <= "08:45"
    assert starts[1] >= "11:30"


def test_a_visit_takes_the_window_in_which_the_patient_is_there() -> None:
    wish = patient(
        "p1",
        1,
        order("p1/visit", 45, "LCSW", windows=hours("09:00-10:00", "14:00-15:00")),
        unavailable=[span(MON, "09:10", "10:00")],
    )
    plan = solved(request_of([case_manager("ana", 0, "LCSW", shifts=DAY)], [wish]))
    assert "14:00" <= wall(only_stop(plan, "p1/visit#1")[1]) <= "14:15"


def test_a_preferred_window_is_kept_where_it_costs_nothing() -> None:
    wish = order("p1/visit", 45, "LCSW", preferred_windows=hours("13:00-14:00"))
    ana = case_manager("ana", 0, "LCSW", shifts=DAY)
    plan = solved(request_of([ana], [patient("p1", 1, wish)]))
    assert "13:00" <= wall(only_stop(plan, "p1/visit#1")[1]) <= "13:15"
    assert plan.cost.terms["late_preferred"] == 0


@pytest.mark.parametrize(
    ("start", "end", "served"), [("05:00", "07:40", False), ("05:00", "09:00", True)]
)
def test_a_daylight_visit_waits_for_the_sun(start: str, end: str, *, served: bool) -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, start, end)])
    wish = patient("p1", 1, order("p1/visit", 30, "LCSW", safety="daylight"))
    plan = solved(request_of([ana], [wish]))
    assert [wall(stop) > "07:30" for _, stop in stops_of(plan)] == [True] * served


@pytest.mark.parametrize(("meeting_place", "drive_s"), [(at(1), 600), (None, 0)])
def test_a_no_home_visit_is_at_the_meeting_place_or_the_start(
    meeting_place: dict[str, float] | None, drive_s: int
) -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=DAY)
    wish = order("p1/visit", 30, "LCSW", safety="no_home")
    plan = solved(request_of([ana], [patient("p1", 5, wish, meeting_place=meeting_place)]))
    assert only_stop(plan, "p1/visit#1")[1].drive_seconds == drive_s


SPLIT = [span(MON, "08:00", "11:00"), span(MON, "13:00", "16:00")]
TWICE = {"p1": ["08:00-11:00"], "p2": ["13:00-16:00"]}


def test_two_shifts_of_a_day_are_two_routes() -> None:
    plan = one_day(TWICE, shifts=SPLIT)
    assert [len(route.stops) for route in plan.routes] == [1, 1]


@pytest.mark.parametrize(
    "limit", [{"max_visits_per_day": 1}, {"max_drive_minutes_per_day": 30}], ids=str
)
def test_limits_of_a_day_count_over_both_shifts(limit: dict[str, int]) -> None:
    plan = one_day(TWICE, shifts=SPLIT, **limit)
    assert len(left_out(plan)) == 1
    assert len(stops_of(plan)) == 1


@pytest.mark.parametrize(("minutes", "overtime_s"), [(10, 600), (5, None)])
def test_overtime_is_used_up_to_what_is_allowed(minutes: int, overtime_s: int | None) -> None:
    plan = one_day({"p1": ["16:15-17:00"]}, max_overtime_minutes_per_day=minutes)
    if overtime_s is None:
        assert left_out(plan).keys() == {"p1/visit#1"}
    else:
        assert plan.cost.terms["overtime"] == 3 * overtime_s


def test_a_leg_longer_than_allowed_is_not_driven() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=DAY, max_drive_minutes_per_leg=30)
    wishes = [patient(f"p{n}", n, order(f"p{n}/visit", 30, "LCSW")) for n in (3, 4)]
    assert left_out(solved(request_of([ana], wishes))).keys() == {"p4/visit#1"}


def test_the_end_of_a_route_may_be_elsewhere() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=DAY, end=at(4))
    plan = solved(request_of([ana], [patient("p1", 1, order("p1/visit", 30, "LCSW"))]))
    assert plan.routes[0].return_drive_seconds == 3 * 600


def test_who_cannot_serve_all_serves_what_costs_most() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "10:00")])
    wishes = [
        patient("p1", 1, order("p1/low", 60, "LCSW", priority="low")),
        patient("p2", 1, order("p2/crisis", 60, "LCSW", priority="crisis")),
        patient("p3", 1, order("p3/high", 60, "LCSW", priority="high")),
    ]
    plan = solved(request_of([ana], wishes))
    assert [stop.visit for _, stop in stops_of(plan)] == ["p2/crisis#1"]
    assert left_out(plan).keys() == {"p1/low#1", "p3/high#1"}


def test_a_shift_on_another_day_serves_what_does_not_fit_today() -> None:
    shifts = [span(MON, "08:00", "10:00"), span(TUE, "08:00", "10:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts)
    wishes = [patient(f"p{n}", 1, order(f"p{n}/visit", 60, "LCSW")) for n in (1, 2)]
    plan = solved(request_of([ana], wishes))
    assert [str(route.date) for route in plan.routes] == [MON, TUE]


def test_leaving_is_not_put_off_into_hours_when_the_leg_is_too_long() -> None:
    ana = case_manager(
        "ana", 0, "LCSW", shifts=[span(MON, "12:00", "18:00")], max_drive_minutes_per_leg=25
    )
    wish = order("p1/visit", 45, "LCSW", windows=hours("16:05-17:00"))
    plan = solved(request_of([ana], [patient("p1", 2, wish)]), by_hour=True)
    _, stop = only_stop(plan, "p1/visit#1")
    assert stop.drive_seconds <= 25 * 60
    assert stop.wait_seconds > 0


def test_breaks_that_crowd_each_other_out_are_all_taken_or_the_visit_is_left_out() -> None:
    breaks = [
        {"minutes": 60, "earliest": "14:30", "latest": "16:30"},
        {"minutes": 30, "earliest": "14:45", "latest": "14:45"},
    ]
    wishes = {"p1": ["09:00-10:00"], "p2": ["14:09-15:00"], "p3": ["16:00-17:00"]}
    plan = one_day(wishes, breaks=breaks)
    assert len(plan.unassigned) < len(wishes)


def test_who_visits_in_overtime_still_leaves_within_the_shift() -> None:
    plan = one_day({"p1": ["18:30-19:30"]}, max_overtime_minutes_per_day=180)
    (route,) = plan.routes
    assert route.leave.strftime("%H:%M") <= "17:00"
    assert stops_of(plan, kind="visit")


def test_a_shift_too_short_for_the_empty_way_to_another_end_has_no_route() -> None:
    shifts = [span(MON, "08:00", "08:01"), span(TUE, "08:00", "17:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts, end=at(40))
    wish = order("p1/visit", 45, "LCSW", windows=hours("09:00-12:00"))
    plan = solved(request_of([ana], [patient("p1", 1, wish)]))
    assert [str(route.date) for route in plan.routes] == [TUE]


def test_after_the_clocks_went_back_drives_are_those_of_the_wall_clock() -> None:
    sunday = "2026-11-01"
    ana = case_manager("ana", 0, "LCSW", shifts=[span(sunday, "00:00", "12:00")])
    wish = order("p1/visit", 45, "LCSW", windows=hours("08:20-09:30"))
    request = request_of([ana], [patient("p1", 5, wish)], first_day=sunday)
    plan = solved(request, by_hour=True)
    assert stops_of(plan, kind="visit")


def test_an_appointment_begins_when_it_begins_whatever_the_step_of_visits() -> None:
    person = case_manager(
        "ana",
        0,
        "LCSW",
        shifts=DAY,
        appointments=[span(MON, "11:23", "11:50", id="team", location=at(2))],
    )
    patients = [patient(name, 1, order(f"{name}/visit", 45, "LCSW")) for name in ("p1", "p2")]
    plan = solved(request_of([person], patients, policy={"start_step_seconds": 300}))
    ((_, meeting),) = stops_of(plan, kind="appointment")
    assert wall(meeting) == "11:23"
    starts = [wall(stop) for _, stop in stops_of(plan)]
    assert len(starts) == 2
    assert all(int(start[-2:]) % 5 == 0 for start in starts)
