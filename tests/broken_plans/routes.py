"""Plans with routes that nobody can drive, or that state what is not so."""

from __future__ import annotations

from datetime import date, timedelta

from builders import (
    MON,
    TUE,
    WED,
    builder,
    case_manager,
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
)

from broken_plans.catalogue import (
    ANA_MON,
    ANA_TUE_AM,
    ANA_WED,
    BEN_WED,
    CRISIS,
    CYN_MON,
    DAY,
    MINUTE,
    PAUSE,
    WEEKLY,
    Broken,
    against,
    breaks,
    edited,
    move,
    request_with,
)
from visitplan.domain.request import PlanRequest


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
