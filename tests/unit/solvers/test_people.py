"""Who comes: roles, licences, orientation, exclusions."""

from __future__ import annotations

from typing import Any

from builders import (
    MON,
    THU,
    TUE,
    WED,
    at,
    case_manager,
    credential,
    order,
    patient,
    request_of,
    span,
)
from solving import days_of, left_out, only_stop, solved, stops_of

MONDAY = [span(MON, "08:00", "17:00")]
WORKDAYS = [span(day, "08:00", "17:00") for day in (MON, TUE, WED, THU)]


def test_two_people_of_the_right_titles_start_together() -> None:
    people = [
        case_manager("ana", 0, "LCSW", shifts=MONDAY),
        case_manager("ben", 2, "LMSW", shifts=MONDAY),
        case_manager("cyn", 1, "RN", shifts=MONDAY),
    ]
    plan = solved(request_of(people, [patient("p1", 1, order("p1/two", 45, "LCSW", "LMSW"))]))
    (first, one), (second, other) = stops_of(plan, name="p1/two#1")
    assert {first, second} == {"ana", "ben"}
    assert one.start == other.start
    assert (one.with_, other.with_) == ((second,), (first,))


def test_a_pair_needs_a_second_person_of_any_title() -> None:
    people = [
        case_manager("ana", 0, "LCSW", shifts=MONDAY),
        case_manager("cyn", 1, "RN", shifts=MONDAY),
    ]
    wish = patient("p1", 1, order("p1/pair", 45, "LCSW", safety="pair"))
    plan = solved(request_of(people, [wish]))
    assert {who for who, _ in stops_of(plan, name="p1/pair#1")} == {"ana", "cyn"}


def test_one_person_never_fills_both_places() -> None:
    people = [case_manager("ana", 0, "LCSW", shifts=MONDAY)]
    plan = solved(request_of(people, [patient("p1", 1, order("p1/two", 45, "LCSW", "LCSW"))]))
    assert left_out(plan).keys() == {"p1/two#1"}


def test_the_excluded_never_come_however_near() -> None:
    people = [
        case_manager("ana", 1, "LCSW", shifts=MONDAY),
        case_manager("ben", 5, "LCSW", shifts=MONDAY),
    ]
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW"), excluded=["ana"])
    plan = solved(request_of(people, [wish]))
    assert only_stop(plan, "p1/visit#1")[0] == "ben"


def test_a_visit_that_only_the_excluded_could_make_is_left_out() -> None:
    people = [case_manager("ana", 1, "LCSW", shifts=MONDAY)]
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW"), excluded=["ana"])
    plan = solved(request_of(people, [wish, patient("p2", 1, order("p2/visit", 45, "LCSW"))]))
    assert left_out(plan).keys() == {"p1/visit#1"}
    assert only_stop(plan, "p2/visit#1")[0] == "ana"


def test_only_the_asked_gender_comes() -> None:
    people = [
        case_manager("ana", 5, "LCSW", shifts=MONDAY, gender="female"),
        case_manager("ben", 1, "LCSW", shifts=MONDAY, gender="male"),
    ]
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW"), staff_gender="female")
    assert only_stop(solved(request_of(people, [wish])), "p1/visit#1")[0] == "ana"


def test_in_orientation_nobody_visits_but_appointments_are_attended() -> None:
    welcome = span(MON, "09:00", "09:30", id="welcome", location=at(2))
    cyn = case_manager(
        "cyn", 0, "LCSW", shifts=WORKDAYS, orientation_until=WED, appointments=[welcome]
    )
    plan = solved(request_of([cyn], [patient("p1", 1, order("p1/visit", 45, "LCSW"))]))
    assert [str(day) for day in days_of(plan, "p1/visit")] == [THU]
    assert only_stop(plan, "welcome", kind="appointment")[0] == "cyn"


def test_a_licence_that_expires_in_the_week_serves_until_its_last_day() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[span(d, "08:00", "17:00") for d in (TUE, WED)])
    ana["credentials"] = [credential("LCSW", valid_until=TUE)]
    plan = solved(request_of([ana], [patient("p1", 1, order("p1/visit", 45, "LCSW", visits=2))]))
    assert [str(day) for day in days_of(plan, "p1/visit")] == [TUE]
    assert left_out(plan).keys() == {"p1/visit#2"}


def test_a_driving_licence_that_expires_ends_the_routes() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=WORKDAYS, drivers_license={"valid_until": TUE})
    wish = order("p1/visit", 45, "LCSW", visits=4)
    plan = solved(request_of([ana], [patient("p1", 1, wish)]))
    assert [str(day) for day in days_of(plan, "p1/visit")] == [MON, TUE]


def test_without_a_driving_licence_there_is_no_route() -> None:
    desk = span(MON, "09:00", "09:30", id="desk", location=at(0))
    dov = case_manager("dov", 0, "LCSW", shifts=MONDAY, drivers_license=None, appointments=[desk])
    plan = solved(request_of([dov], [patient("p1", 1, order("p1/visit", 45, "LCSW"))]))
    assert plan.routes == ()
    assert left_out(plan).keys() == {"p1/visit#1"}


def test_a_licence_of_another_state_does_not_serve() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=MONDAY)
    wish: dict[str, Any] = patient("p1", 1, order("p1/visit", 45, "LCSW")) | {"state": "KY"}
    assert left_out(solved(request_of([ana], [wish]))).keys() == {"p1/visit#1"}


def test_empty_shifts_leave_everything_out() -> None:
    ana = case_manager("ana", 0, "LCSW", shifts=[])
    plan = solved(request_of([ana], [patient("p1", 1, order("p1/visit", 45, "LCSW", visits=2))]))
    assert plan.routes == ()
    assert left_out(plan).keys() == {"p1/visit#1", "p1/visit#2"}


def test_where_no_patient_can_be_served_appointments_are_still_attended() -> None:
    team = span(MON, "09:00", "09:30", id="team", location=at(3))
    ana = case_manager("ana", 0, "LCSW", shifts=MONDAY, appointments=[team])
    plan = solved(request_of([ana], [patient("p1", 1, order("p1/nurse", 45, "RN"))]))
    assert left_out(plan).keys() == {"p1/nurse#1"}
    (route,) = plan.routes
    assert [stop.kind for stop in route.stops] == ["appointment"]
    assert route.drive_seconds == 2 * 3 * 600
