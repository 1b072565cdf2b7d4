"""Plans whose visits are right one by one, and wrong taken together."""

from __future__ import annotations

from builders import (
    MON,
    TUE,
    builder,
    case_manager,
    order,
    patient,
    plan_of,
    request_of,
    span,
)

from broken_plans.catalogue import (
    Broken,
    against,
    breaks,
    one_order,
    one_visit_a_day,
    request_with,
)
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest

P1, P2 = 0, 1


@breaks("max_case_managers")
def two_people_for_a_patient_of_one() -> Broken:
    return against(request_with("patients", P2, max_case_managers=1))


@breaks("day_pattern")
def days_of_two_patterns_mixed() -> Broken:
    patterns = [{"p1/weekly": ["mon", "thu"]}, {"p1/weekly": ["tue", "wed"]}]
    return against(request_with("patients", P1, day_patterns=patterns))


@breaks("day_pattern")
def orders_of_one_patient_on_days_of_two_patterns() -> Broken:
    patterns = [
        {"p4/meet": ["tue"], "p4/extra": ["wed"]},
        {"p4/meet": ["mon"], "p4/extra": ["tue"]},
    ]
    return against(request_with("patients", 3, day_patterns=patterns))


@breaks("day_pattern")
def order_that_the_only_fitting_pattern_does_not_name() -> Broken:
    patterns = [{"p4/meet": ["tue"]}, {"p4/meet": ["mon"], "p4/extra": ["tue"]}]
    return against(request_with("patients", 3, day_patterns=patterns))


@breaks("window")
def visit_a_minute_more_than_late() -> Broken:
    window = {"start": "09:00", "end": "10:30"}
    request = one_order((MON,), windows=[window], max_late_minutes=29)
    return one_visit_a_day(request, (1, MON))


@breaks("window")
def visit_before_its_window_though_it_may_be_late() -> Broken:
    window = {"start": "10:01", "end": "12:00"}
    request = one_order((MON,), windows=[window], max_late_minutes=60)
    return one_visit_a_day(request, (1, MON))


@breaks("visit_start")
def whole_minute_off_the_quarters() -> Broken:
    document = one_order((MON,)).model_dump(mode="json", by_alias=True)
    document["policy"]["start_step_seconds"] = 900
    request = PlanRequest.model_validate(document)
    make = builder(request)
    visit = make.visit("p1/a#1", MON, "10:01 10:01 11:01", 1)
    return request, plan_of(request, [make.route("ana", MON, "09:51 11:11", visit, blocks=1)])


@breaks("max_units")
def units_of_two_shifts_too_many() -> Broken:
    request = request_with("case_managers", 0, max_units_per_day=3)
    document = request.model_dump(mode="json", by_alias=True)
    for one in document["patients"][3]["orders"]:  # made on Tuesday, one in each shift
        one["units"] = 2
    return against(PlanRequest.model_validate(document))


@breaks("max_work")
def a_minute_more_work_than_allowed() -> Broken:
    return against(request_with("case_managers", 0, max_work_minutes_per_day=454))


@breaks("max_work")
def work_of_two_shifts_too_long() -> Broken:
    document = one_order((MON,)).model_dump(mode="json", by_alias=True)
    ana = document["case_managers"][0]
    ana |= {
        "shifts": [span(MON, "08:00", "12:00"), span(MON, "12:00", "17:00")],
        "max_work_minutes_per_day": 159,
    }
    p1 = document["patients"][0]
    p1["orders"] = [order("p1/a", 60, "LCSW"), order("p1/b", 60, "LCSW")]
    request = PlanRequest.model_validate(document)
    make = builder(request)
    routes = [
        make.route(
            "ana", MON, "08:00 09:20", make.visit("p1/a#1", MON, "08:10 08:10 09:10", 1), blocks=1
        ),
        make.route(
            "ana", MON, "12:00 13:20", make.visit("p1/b#1", MON, "12:10 12:10 13:10", 1), blocks=1
        ),
    ]
    return request, plan_of(request, routes)


# Two people who live where the patient does, and two orders one of which follows the other.


def in_sequence(
    second: tuple[str, str] | None = ("ben", "10:30"), *, first: bool = True, visits: int = 1
) -> tuple[PlanRequest, Plan]:
    """Give a plan in which ana comes at 10:00 for 20 minutes and somebody follows."""
    staff = [
        case_manager(name, 0, "LCSW", shifts=[span(day, "08:00", "17:00") for day in (MON, TUE)])
        for name in ("ana", "ben")
    ]
    after = {"order": "p1/a", "min_minutes": 30, "max_minutes": 35}
    orders = [
        order("p1/a", 20, "LCSW", visits=visits),
        order("p1/b", 20, "LCSW", visits=visits, after=after),
    ]
    request = request_of(staff, [patient("p1", 0, *orders)])
    make = builder(request)
    came = ([("p1/a#1", "ana", "10:00")] if first else []) + (
        [("p1/b#1", *second)] if second else []
    )
    routes = []
    for visit, who, start in came:
        end = f"{start[:2]}:{int(start[3:]) + 20:02d}"
        stop = make.visit(visit, MON, f"{start} {start} {end}")
        routes.append(make.route(who, MON, f"{start} {end}", stop))
    everything = [f"p1/{name}#{n}" for n in range(1, visits + 1) for name in "ab"]
    served = {visit for visit, _, _ in came}
    return request, plan_of(request, routes, *(one for one in everything if one not in served))


@breaks("sequence")
def second_of_a_sequence_a_minute_early() -> Broken:
    return in_sequence(("ben", "10:29"))


@breaks("sequence")
def second_of_a_sequence_before_the_first() -> Broken:
    return in_sequence(("ben", "09:20"))


@breaks("sequence")
def second_of_a_sequence_left_out() -> Broken:
    return in_sequence(None)


@breaks("sequence")
def first_of_a_sequence_left_out() -> Broken:
    return in_sequence(first=False)


@breaks("sequence")
def one_person_for_both_of_a_sequence() -> Broken:
    request, plan = in_sequence()
    ben = plan.routes[1]
    route = plan.routes[0].model_copy(
        update={"return_": ben.return_, "stops": (*plan.routes[0].stops, *ben.stops)}
    )
    routes = [route]
    return request, plan_of(request, routes)
