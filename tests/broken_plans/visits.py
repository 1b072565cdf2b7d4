"""Plans that get their visits wrong: which, whose, when and by how many."""

from __future__ import annotations

from datetime import timedelta

from builders import (
    MON,
    TUE,
    at,
    builder,
    case_manager,
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
    BEN_MON,
    BEN_WED,
    CRISIS,
    CYN_MON,
    MINUTE,
    WEEKLY,
    Broken,
    breaks,
    edited,
    move,
    one_order,
    one_visit_a_day,
    request_with,
    without_route,
)
from visitplan.domain.plan import Unassigned


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
