"""At least one broken plan a rule, each caught by that rule and by no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from builders import (
    MON,
    THU,
    TUE,
    WED,
    at,
    builder,
    case_manager,
    credential,
    edit_route,
    edit_stop,
    order,
    patient,
    plan_of,
    request_of,
    restated,
    right_plan,
    small_request,
    span,
    street,
)

from visitplan.audit import RULES, audit
from visitplan.domain.plan import Bound, Plan, Unassigned
from visitplan.domain.request import PlanRequest

Broken = tuple[PlanRequest, Plan]
BROKEN: list[tuple[str, Callable[[], Broken]]] = []
MINUTE = timedelta(minutes=1)

ANA_MON, BEN_MON, CYN_MON, ANA_TUE_AM, ANA_TUE_PM, ANA_WED, BEN_WED = range(7)
WEEKLY, CRISIS, PAUSE, TEAM, CALL, DAY = range(6)


def breaks(rule: str) -> Callable[[Callable[[], Broken]], Callable[[], Broken]]:
    def keep(make: Callable[[], Broken]) -> Callable[[], Broken]:
        BROKEN.append((rule, make))
        return make

    return keep


def request_with(kind: str, index: int, **changes: Any) -> PlanRequest:
    """Give the small request with fields of one case manager or patient changed."""
    document = small_request().model_dump(mode="json", by_alias=True)
    document[kind][index].update(changes)
    return PlanRequest.model_validate(document)


def order_with(patient_index: int, **changes: Any) -> PlanRequest:
    document = small_request().model_dump(mode="json", by_alias=True)
    document["patients"][patient_index]["orders"][0].update(changes)
    return PlanRequest.model_validate(document)


def against(request: PlanRequest) -> Broken:
    """Give the plan that is right for the small request as an answer to another one."""
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    return request, restated(request, plan)


def edited(plan: Plan) -> Broken:
    request = small_request()
    return request, restated(request, plan)


def move(plan: Plan, route: int, by: timedelta) -> Plan:
    """Give the plan with one route and all its stops at other times."""
    old = plan.routes[route]
    stops = tuple(
        stop.model_copy(
            update={"arrive": stop.arrive + by, "start": stop.start + by, "end": stop.end + by}
        )
        for stop in old.stops
    )
    return edit_route(plan, route, leave=old.leave + by, return_=old.return_ + by, stops=stops)


def without_route(plan: Plan, route: int) -> Plan:
    return plan.model_copy(update={"routes": plan.routes[:route] + plan.routes[route + 1 :]})


# One person and one patient a block away, for what needs a week of its own.


def one_order(
    days: tuple[str, ...], *, past: str | None = None, safety: str = "solo", **more: Any
) -> PlanRequest:
    shifts = [span(day, "08:00", "17:00") for day in days]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts)
    history = [{"order": "p1/a", "start": past, "case_managers": ["ana"], "status": "completed"}]
    p1 = patient("p1", 1, order("p1/a", 60, "LCSW", safety=safety, **more))
    return request_of([ana], [{**p1, "history": history if past else []}])


def one_visit_a_day(
    request: PlanRequest, *visits: tuple[int, str], left_out: tuple[str, ...] = ()
) -> Broken:
    make = builder(request)
    routes = [
        make.route(
            "ana",
            day,
            "09:50 11:10",
            make.visit(f"p1/a#{n}", day, "10:00 10:00 11:00", 1),
            blocks=1,
        )
        for n, day in visits
    ]
    return request, plan_of(request, routes, *left_out)


@breaks("request_hash")
def other_request() -> Broken:
    return small_request(), right_plan().model_copy(update={"request_sha256": "f" * 64})


@breaks("speeds")
def other_speeds() -> Broken:
    plan = right_plan()
    network = plan.network.model_copy(update={"speeds": "daypart"})
    return small_request(), plan.model_copy(update={"network": network})


@breaks("visit_known")
def unknown_visit_unassigned() -> Broken:
    plan = right_plan()
    stranger = Unassigned(visit="p9/none#1", patient="p9")
    return edited(plan.model_copy(update={"unassigned": (*plan.unassigned, stranger)}))


@breaks("visit_known")
def visit_beyond_the_last_number() -> Broken:
    request = one_order((MON,))
    request, plan = one_visit_a_day(request, (2, MON), left_out=("p1/a#1",))
    return request, plan


@breaks("visit_once")
def served_and_unassigned() -> Broken:
    plan = right_plan()
    twice = Unassigned(visit="p6/visit#1", patient="p6")
    return edited(plan.model_copy(update={"unassigned": (*plan.unassigned, twice)}))


@breaks("visit_once")
def unassigned_twice() -> Broken:
    plan = right_plan()
    return edited(plan.model_copy(update={"unassigned": (*plan.unassigned, plan.unassigned[0])}))


@breaks("visit_once")
def made_twice_by_one_person() -> Broken:
    return one_visit_a_day(one_order((MON, TUE)), (1, MON), (1, TUE))


@breaks("visit_missing")
def forgotten_visit() -> Broken:
    plan = right_plan()
    return edited(plan.model_copy(update={"unassigned": plan.unassigned[1:]}))


@breaks("visit_missing")
def forgotten_route() -> Broken:
    return edited(without_route(right_plan(), ANA_TUE_AM))


@breaks("visit_patient")
def visit_of_another_patient() -> Broken:
    return edited(edit_stop(right_plan(), BEN_WED, 0, patient="p7"))


@breaks("visit_patient")
def visit_of_no_patient() -> Broken:
    return edited(edit_stop(right_plan(), BEN_WED, 0, patient=None))


@breaks("visit_patient")
def unassigned_visit_of_another_patient() -> Broken:
    plan = right_plan()
    wrong = plan.unassigned[0].model_copy(update={"patient": "p1"})
    return edited(plan.model_copy(update={"unassigned": (wrong, *plan.unassigned[1:])}))


@breaks("visit_numbering")
def second_visit_before_the_first() -> Broken:
    return one_visit_a_day(one_order((MON, TUE), visits=2), (2, MON), (1, TUE))


@breaks("visit_numbering")
def unserved_visit_with_the_lower_number() -> Broken:
    plan = edit_stop(right_plan(), BEN_WED, 1, visit="p7/visit#2")
    left = Unassigned(visit="p7/visit#1", patient="p7")
    return edited(plan.model_copy(update={"unassigned": (plan.unassigned[0], left)}))


@breaks("visit_people")
def pair_without_its_partner() -> Broken:
    plan = without_route(right_plan(), BEN_MON)
    return edited(edit_stop(plan, ANA_MON, CRISIS, with_=()))


@breaks("visit_people")
def three_people_at_a_visit_for_two() -> Broken:
    plan = right_plan()
    request = request_with(
        "case_managers", 2, orientation_until=None, start=at(2), end=at(1), appointments=[]
    )
    route = plan.routes[BEN_MON].model_copy(update={"case_manager": "cyn"})
    routes = [*plan.routes[:CYN_MON], route, *plan.routes[CYN_MON + 1 :]]
    plan = plan.model_copy(update={"routes": tuple(routes), "request_sha256": request.sha256()})
    plan = edit_stop(plan, ANA_MON, CRISIS, with_=("ben", "cyn"))
    plan = edit_stop(plan, BEN_MON, 0, with_=("ana", "cyn"))
    plan = edit_stop(plan, CYN_MON, 0, with_=("ana", "ben"))
    return request, restated(request, plan)


@breaks("visit_together")
def partner_comes_later() -> Broken:
    return edited(move(right_plan(), BEN_MON, 5 * MINUTE))


@breaks("visit_together")
def partners_meet_at_their_own_starts() -> Broken:
    staff = [
        case_manager(name, block, "LCSW", shifts=[span(MON, "08:00", "17:00")])
        for name, block in (("ana", 0), ("ben", 1))
    ]
    request = request_of(
        staff, [patient("p1", 3, order("p1/a", 60, "LCSW", "LCSW", safety="no_home"))]
    )
    make = builder(request)
    routes = [
        make.route(
            who,
            MON,
            "10:00 11:00",
            make.visit("p1/a#1", MON, "10:00 10:00 11:00", **{"with": [other]}),
        )
        for who, other in (("ana", "ben"), ("ben", "ana"))
    ]
    return request, plan_of(request, routes)


@breaks("visit_with")
def partner_not_named() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, CRISIS, with_=()))


@breaks("visit_with")
def stranger_named_as_partner() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, WEEKLY, with_=("cyn",)))


@breaks("visit_start")
def starts_between_two_minutes() -> Broken:
    return edited(move(right_plan(), ANA_TUE_AM, timedelta(seconds=30)))


@breaks("visit_length")
def visit_cut_short() -> Broken:
    plan = right_plan()
    end = plan.routes[BEN_WED].stops[1].end - MINUTE
    return edited(edit_stop(plan, BEN_WED, 1, end=end))


@breaks("credential")
def title_of_another_kind() -> Broken:
    return against(request_with("case_managers", 1, credentials=[credential("LCSW")]))


@breaks("credential")
def licence_of_another_state() -> Broken:
    return against(request_with("patients", 5, state="KY"))


@breaks("credential")
def licence_expired_the_day_before() -> Broken:
    expired = [credential("LMSW"), credential("LCSW", valid_until=MON)]
    request = request_with("case_managers", 0, credentials=expired)
    return against_dropping(request, ANA_WED, ANA_TUE_AM)


@breaks("credential")
def licence_not_yet_valid() -> Broken:
    request, plan = one_visit_a_day(one_order((MON,)), (1, MON))
    document = request.model_dump(mode="json", by_alias=True)
    document["case_managers"][0]["credentials"][0]["valid_from"] = TUE
    request = PlanRequest.model_validate(document)
    return request, restated(request, plan.model_copy(update={"request_sha256": request.sha256()}))


def against_dropping(request: PlanRequest, *routes: int) -> Broken:
    """Give the right plan for another request, some routes' visits left unassigned."""
    request, plan = against(request)
    gone = [stop for route in routes for stop in plan.routes[route].stops]
    left = tuple(Unassigned(visit=stop.visit or "", patient=stop.patient or "") for stop in gone)
    kept = tuple(route for i, route in enumerate(plan.routes) if i not in routes)
    plan = plan.model_copy(update={"routes": kept, "unassigned": (*plan.unassigned, *left)})
    return request, restated(request, plan)


@breaks("orientation")
def visit_on_the_last_day_of_orientation() -> Broken:
    request = request_with("case_managers", 1, orientation_until=MON)
    return against(request)


@breaks("excluded")
def excluded_person_comes() -> Broken:
    return against(request_with("patients", 5, excluded=["ben"]))


@breaks("staff_gender")
def person_of_another_gender_comes() -> Broken:
    return against(request_with("patients", 5, staff_gender="female"))


@breaks("staff_gender")
def person_of_unknown_gender_comes() -> Broken:
    return against(request_with("case_managers", 0, gender=None))


@breaks("window")
def visit_across_two_windows() -> Broken:
    pieces = [("09:00", "10:00"), ("10:00", "11:30")]
    windows = [{"weekdays": ["wed"], "start": start, "end": end} for start, end in pieces]
    return against(
        order_with(0, windows=[*windows, {"weekdays": ["mon"], "start": "09:00", "end": "10:00"}])
    )


@breaks("window")
def no_window_on_that_weekday() -> Broken:
    window = {"weekdays": ["thu"], "start": "00:00", "end": "24:00"}
    return against(order_with(5, windows=[window]))


@breaks("unavailable")
def patient_leaves_before_the_end() -> Broken:
    return against(request_with("patients", 5, unavailable=[span(WED, "09:59", "10:30")]))


@breaks("daylight")
def visit_after_sunset() -> Broken:
    request = one_order((MON,), safety="daylight")
    make = builder(request)
    # Sunset there is at 17:09.
    document = request.model_dump(mode="json", by_alias=True)
    document["case_managers"][0]["shifts"] = [span(MON, "08:00", "20:00")]
    request = PlanRequest.model_validate(document)
    visit = make.visit("p1/a#1", MON, "16:10 16:10 17:10", 1)
    return request, plan_of(request, [make.route("ana", MON, "16:00 17:20", visit, blocks=1)])


@breaks("visit_day")
def visit_after_the_latest_day() -> Broken:
    return against(order_with(5, latest_day=TUE))


@breaks("visit_day")
def visit_before_the_earliest_day() -> Broken:
    return against(order_with(5, earliest_day=THU))


@breaks("min_gap")
def visits_on_neighbouring_days() -> Broken:
    return one_visit_a_day(one_order((MON, TUE), visits=2, min_gap_days=2), (1, MON), (2, TUE))


@breaks("min_gap")
def visit_too_soon_after_history() -> Broken:
    request = one_order((MON,), past="2026-11-28T10:00", min_gap_days=3)
    return one_visit_a_day(request, (1, MON))


@breaks("max_gap")
def visits_too_far_apart() -> Broken:
    return one_visit_a_day(one_order((MON, THU), visits=2, max_gap_days=2), (1, MON), (2, THU))


@breaks("max_gap")
def first_visit_too_long_after_history() -> Broken:
    request = one_order((TUE,), past="2026-11-28T10:00", max_gap_days=2)
    return one_visit_a_day(request, (1, TUE))


def one_fixed(lock: str, who: str, start: str) -> Broken:
    document = one_order((MON,)).model_dump(mode="json", by_alias=True)
    document["case_managers"].append(case_manager("ben", 1, "LCSW"))
    promise = {"visit": "p1/a#1", "case_managers": [who], "start": start, "lock": lock}
    return one_visit_a_day(PlanRequest.model_validate({**document, "fixed": [promise]}), (1, MON))


@breaks("fixed_visit")
def fixed_start_moved() -> Broken:
    return one_fixed("all", "ana", f"{MON}T10:15")


@breaks("fixed_visit")
def fixed_day_moved() -> Broken:
    return one_fixed("day", "ana", f"{TUE}T10:00")


@breaks("fixed_visit")
def fixed_staff_changed() -> Broken:
    return one_fixed("staff", "ben", f"{MON}T10:00")


@breaks("case_manager")
def route_of_a_stranger() -> Broken:
    plan = edit_route(right_plan(), BEN_WED, case_manager="zoe")
    request = request_with("patients", 5, orders=[order("p6/visit", 60, "LMSW")])
    return request, restated(request, plan)


@breaks("drivers_license")
def drivers_license_expired() -> Broken:
    return against(request_with("case_managers", 1, drivers_license={"valid_until": TUE}))


@breaks("route_date")
def route_leaves_after_midnight() -> Broken:
    # Overtime without end, so that nothing but the date is wrong.
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        shifts=[span(MON, "22:00", "23:00") | {"end": f"{TUE}T00:00"}],
        max_overtime_minutes_per_day=1440,
    )
    request = request_of([ana], [patient("p1", 1, order("p1/a", 60, "LCSW"))])
    make = builder(request)
    visit = make.visit("p1/a#1", TUE, "00:10 00:10 01:10", 1)
    route = make.route("ana", TUE, "00:00 01:20", visit, blocks=1)
    route = route.model_copy(update={"date": date.fromisoformat(MON)})
    return request, plan_of(request, [route])


@breaks("route_date")
def route_before_the_horizon() -> Broken:
    plan = right_plan()
    sunday = timedelta(days=-1)
    route = plan.routes[CYN_MON].model_copy(
        update={
            "case_manager": "zed",
            "date": date.fromisoformat(MON) + sunday,
            "leave": plan.routes[CYN_MON].leave + sunday,
            "return_": plan.routes[CYN_MON].leave + sunday,
            "stops": (),
        }
    )
    zed = case_manager("zed", 0, "LCSW", shifts=[])
    document = small_request().model_dump(mode="json", by_alias=True)
    document["case_managers"].append(zed)
    request = PlanRequest.model_validate(document)
    plan = plan.model_copy(
        update={"routes": (*plan.routes, route), "request_sha256": request.sha256()}
    )
    return request, restated(request, plan)


@breaks("route_shift")
def route_before_the_shift() -> Broken:
    return edited(move(right_plan(), ANA_TUE_AM, -90 * MINUTE))


@breaks("route_shift")
def route_on_a_day_off() -> Broken:
    return against(request_with("case_managers", 1, shifts=[span(MON, "08:00", "17:00")]))


@breaks("route_per_shift")
def two_routes_in_one_shift() -> Broken:
    shifts = [span(MON, "08:00", "17:00"), span(TUE, "08:00", "17:30"), span(WED, "08:00", "17:00")]
    return against(request_with("case_managers", 0, shifts=shifts))


@breaks("route_overlap")
def second_shift_begun_before_the_return() -> Broken:
    shifts = [span(MON, "08:00", "10:30"), span(MON, "11:00", "17:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts, max_overtime_minutes_per_day=60)
    orders = [order("p1/a", 60, "LCSW"), order("p1/b", 60, "LCSW")]
    request = request_of([ana], [patient("p1", 1, *orders)])
    make = builder(request)
    routes = [
        make.route(
            "ana", MON, "09:50 11:10", make.visit("p1/a#1", MON, "10:00 10:00 11:00", 1), blocks=1
        ),
        make.route(
            "ana", MON, "11:05 12:25", make.visit("p1/b#1", MON, "11:15 11:15 12:15", 1), blocks=1
        ),
    ]
    return request, plan_of(request, routes)


@breaks("overtime")
def too_much_overtime() -> Broken:
    return against(request_with("case_managers", 0, max_overtime_minutes_per_day=4))


@breaks("leave_time")
def leaves_earlier_than_the_first_drive() -> Broken:
    plan = right_plan()
    leave = plan.routes[BEN_WED].leave - MINUTE
    return edited(edit_route(plan, BEN_WED, leave=leave))


@breaks("return_time")
def back_before_the_last_drive_can_end() -> Broken:
    plan = right_plan()
    return edited(edit_route(plan, ANA_WED, return_=plan.routes[ANA_WED].return_ - MINUTE))


@breaks("stop_order")
def drive_begins_before_the_visit_ends() -> Broken:
    plan = right_plan()
    arrive = plan.routes[ANA_MON].stops[CRISIS].arrive - MINUTE
    return edited(edit_stop(plan, ANA_MON, CRISIS, arrive=arrive, wait_seconds=660))


@breaks("stop_order")
def drive_during_a_call() -> Broken:
    plan = right_plan()
    arrive = plan.routes[ANA_MON].stops[DAY].arrive + 60 * MINUTE
    return edited(edit_stop(plan, ANA_MON, DAY, arrive=arrive, wait_seconds=5 * 60))


@breaks("stop_order")
def arrival_after_the_start() -> Broken:
    plan = right_plan()
    late = plan.routes[ANA_MON].stops[PAUSE].start + MINUTE
    return edited(edit_stop(plan, ANA_MON, PAUSE, arrive=late, wait_seconds=-60))


@breaks("stop_fields")
def break_of_a_patient() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, PAUSE, patient="p1"))


@breaks("stop_fields")
def visit_with_an_appointment() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, WEEKLY, appointment="team"))


@breaks("whole_seconds")
def fraction_of_a_second() -> Broken:
    plan = right_plan()
    arrive = plan.routes[ANA_MON].stops[DAY].arrive + timedelta(milliseconds=500)
    return edited(edit_stop(plan, ANA_MON, DAY, arrive=arrive))


@breaks("whole_seconds")
def fraction_of_a_second_at_the_return() -> Broken:
    plan = right_plan()
    back = plan.routes[ANA_MON].return_ + timedelta(microseconds=1)
    return edited(edit_route(plan, ANA_MON, return_=back))


@breaks("drive_seconds")
def drive_understated() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, CRISIS, drive_seconds=1199))


@breaks("drive_seconds")
def last_drive_understated() -> Broken:
    return edited(edit_route(right_plan(), ANA_MON, return_drive_seconds=2399))


@breaks("drive_seconds")
def drive_to_a_break() -> Broken:
    plan = right_plan()
    stop = plan.routes[ANA_MON].stops[PAUSE]
    changes = {"drive_seconds": 60, "arrive": stop.arrive + MINUTE, "wait_seconds": 840}
    return edited(edit_stop(plan, ANA_MON, PAUSE, **changes))


@breaks("drive_meters")
def meters_understated() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, CRISIS, drive_meters=1))


@breaks("drive_meters")
def last_meters_understated() -> Broken:
    return edited(edit_route(right_plan(), ANA_MON, return_drive_meters=1))


@breaks("wait_seconds")
def wait_understated() -> Broken:
    return edited(edit_stop(right_plan(), ANA_MON, CRISIS, wait_seconds=0))


@breaks("route_totals")
def total_drive_understated() -> Broken:
    return edited(edit_route(right_plan(), ANA_MON, drive_seconds=1))


@breaks("route_totals")
def total_meters_understated() -> Broken:
    return edited(edit_route(right_plan(), ANA_MON, drive_meters=1))


@breaks("absence")
def visit_in_an_absence() -> Broken:
    return against(request_with("case_managers", 1, absences=[span(WED, "09:30", "09:40")]))


@breaks("absence")
def drive_in_an_absence() -> Broken:
    return against(request_with("case_managers", 1, absences=[span(WED, "11:05", "11:06")]))


@breaks("absence")
def last_drive_in_an_absence() -> Broken:
    return against(request_with("case_managers", 1, absences=[span(WED, "11:45", "12:30")]))


@breaks("appointment_missing")
def appointment_skipped() -> Broken:
    return edited(without_route(right_plan(), CYN_MON))


@breaks("appointment_unexpected")
def appointment_outside_the_shift() -> Broken:
    shifts = [span(MON, "08:59", "09:29")]
    return against(request_with("case_managers", 2, shifts=shifts, max_overtime_minutes_per_day=5))


@breaks("appointment_unexpected")
def appointment_nobody_knows() -> Broken:
    return against(request_with("case_managers", 2, appointments=[]))


@breaks("appointment_unexpected")
def appointment_attended_twice() -> Broken:
    request = small_request()
    make = builder(request)
    meeting = make.appointment("welcome", MON, "09:00 09:00 09:30")
    document = request.model_dump(mode="json", by_alias=True)
    # An empty appointment can be attended twice without a second clash of times.
    document["case_managers"][2]["appointments"][0]["end"] = f"{MON}T09:00"
    request = PlanRequest.model_validate(document)
    meeting = meeting.model_copy(update={"end": meeting.start})
    route = make.route("cyn", MON, "09:00 09:00", meeting, meeting)
    plan = right_plan()
    routes = (*plan.routes[:CYN_MON], route, *plan.routes[CYN_MON + 1 :])
    plan = plan.model_copy(update={"routes": routes, "request_sha256": request.sha256()})
    return request, restated(request, plan)


@breaks("appointment_time")
def appointment_left_early() -> Broken:
    plan = right_plan()
    end = plan.routes[ANA_MON].stops[TEAM].end - MINUTE
    return edited(edit_stop(plan, ANA_MON, TEAM, end=end))


@breaks("break_missing")
def no_break_on_a_long_day() -> Broken:
    plan = right_plan()
    stops = plan.routes[ANA_MON].stops
    return edited(edit_route(plan, ANA_MON, stops=stops[:PAUSE] + stops[PAUSE + 1 :]))


@breaks("break_time")
def break_too_short() -> Broken:
    plan = right_plan()
    end = plan.routes[ANA_MON].stops[PAUSE].end - MINUTE
    return edited(edit_stop(plan, ANA_MON, PAUSE, end=end))


@breaks("break_time")
def break_too_early() -> Broken:
    plan = right_plan()
    start = plan.routes[ANA_MON].stops[PAUSE].start - MINUTE
    return edited(edit_stop(plan, ANA_MON, PAUSE, start=start, wait_seconds=14 * 60))


@breaks("break_unexpected")
def break_on_a_short_day() -> Broken:
    make = builder(small_request())
    plan = right_plan()
    pause = make.pause(WED, "11:10 11:10 11:10")
    stops = plan.routes[BEN_WED].stops
    return edited(edit_route(plan, BEN_WED, stops=(stops[0], pause, stops[1])))


@breaks("break_unexpected")
def second_break() -> Broken:
    plan = right_plan()
    stops = plan.routes[ANA_MON].stops
    pause = stops[PAUSE].model_copy(
        update={"start": stops[PAUSE].end, "arrive": stops[PAUSE].end, "wait_seconds": 0}
    )
    stops = (*stops[: PAUSE + 1], pause, *stops[PAUSE + 1 :])
    return edited(edit_route(plan, ANA_MON, stops=stops))


@breaks("max_visits")
def one_visit_too_many_over_two_shifts() -> Broken:
    request = request_with("case_managers", 0, max_visits_per_day=1)
    request, plan = against(request)
    # Monday's visits are cut down to one, so that Tuesday's two shifts alone have too many.
    gone = {"p2/crisis#1", "p3/day#1"}
    return request, keep_visits(request, plan, gone)


def keep_visits(request: PlanRequest, plan: Plan, gone: set[str]) -> Plan:
    make = builder(request)
    monday = make.route(
        "ana",
        MON,
        "08:50 15:15",
        make.visit("p1/weekly#1", MON, "09:00 09:00 10:00", 1),
        make.pause(MON, "10:00 11:30 12:00"),
        make.appointment("team", MON, "12:10 13:00 13:30", 1),
        make.appointment("call", MON, "13:30 15:00 15:15"),
    )
    left = tuple(Unassigned(visit=visit, patient=visit[:2]) for visit in sorted(gone))
    routes = (monday, *plan.routes[CYN_MON:])
    plan = plan.model_copy(update={"routes": routes, "unassigned": (*plan.unassigned, *left)})
    return restated(request, plan)


@breaks("max_drive_leg")
def leg_too_long() -> Broken:
    return against(request_with("case_managers", 0, max_drive_minutes_per_leg=39))


@breaks("max_drive_leg")
def last_leg_too_long() -> Broken:
    return against(request_with("case_managers", 1, max_drive_minutes_per_leg=19))


@breaks("max_drive_day")
def day_of_driving_too_long() -> Broken:
    return against(request_with("case_managers", 0, max_drive_minutes_per_day=139))


@breaks("cost_term")
def terms_of_a_wrong_split() -> Broken:
    plan = right_plan()
    terms = {**plan.cost.terms, "drive": 0, "wait": 0}
    return small_request(), plan.model_copy(
        update={"cost": plan.cost.model_copy(update={"terms": terms})}
    )


@breaks("cost_term")
def unknown_term() -> Broken:
    plan = right_plan()
    cost = plan.cost.model_copy(update={"terms": {**plan.cost.terms, "luck": -1}})
    return small_request(), plan.model_copy(update={"cost": cost})


@breaks("cost_total")
def wrong_total() -> Broken:
    plan = right_plan()
    cost = plan.cost.model_copy(update={"total": plan.cost.total - 1})
    return small_request(), plan.model_copy(update={"cost": cost})


@breaks("bound")
def bound_above_the_cost() -> Broken:
    plan = right_plan()
    bound = Bound(value=plan.cost.total + 1, gap=0.0, method="guess")
    return small_request(), plan.model_copy(update={"bound": bound})


@pytest.mark.parametrize(("rule", "make"), BROKEN, ids=[make.__name__ for _, make in BROKEN])
def test_broken_plan_is_caught_by_its_rule_alone(rule: str, make: Callable[[], Broken]) -> None:
    request, plan = make()
    found = audit(request, plan, street(request)).violations
    assert {violation.rule for violation in found} == {rule}, found


def test_every_rule_has_a_broken_plan() -> None:
    assert {rule for rule, _ in BROKEN} == RULES.keys()


def test_every_violation_says_something() -> None:
    for _, make in BROKEN:
        request, plan = make()
        assert all(found.message for found in audit(request, plan, street(request)).violations)
