"""Plans against absences, appointments, breaks and limits of a day."""

from __future__ import annotations

from builders import (
    MON,
    WED,
    builder,
    edit_route,
    edit_stop,
    restated,
    right_plan,
    small_request,
    span,
)

from broken_plans.catalogue import (
    ANA_MON,
    BEN_WED,
    CYN_MON,
    MINUTE,
    PAUSE,
    TEAM,
    Broken,
    against,
    breaks,
    edited,
    request_with,
    without_route,
)
from visitplan.domain.plan import Plan, Unassigned
from visitplan.domain.request import PlanRequest


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
