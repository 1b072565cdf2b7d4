"""Plans whose visits suit the patient or the order badly."""

from __future__ import annotations

from datetime import datetime

from builders import (
    MON,
    THU,
    TUE,
    WED,
    builder,
    case_manager,
    credential,
    plan_of,
    restated,
    small_request,
    span,
)

from broken_plans.catalogue import (
    ANA_TUE_AM,
    ANA_WED,
    Broken,
    against,
    breaks,
    one_order,
    one_visit_a_day,
    order_with,
    request_with,
)
from visitplan.domain.plan import Unassigned
from visitplan.domain.request import PlanRequest


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


def under_way_since(now: str) -> Broken:
    request = small_request()
    horizon = request.horizon.model_copy(update={"now": datetime.fromisoformat(f"{MON}T{now}")})
    return against(request.model_copy(update={"horizon": horizon}))


@breaks("now")
def in_the_past() -> Broken:
    return under_way_since("10:31")


@breaks("now")
def left_before_now() -> Broken:
    return under_way_since("10:10")


@breaks("fixed_visit")
def fixed_start_moved() -> Broken:
    return one_fixed("all", "ana", f"{MON}T10:15")


@breaks("fixed_visit")
def fixed_day_moved() -> Broken:
    return one_fixed("day", "ana", f"{TUE}T10:00")


@breaks("fixed_visit")
def fixed_staff_changed() -> Broken:
    return one_fixed("staff", "ben", f"{MON}T10:00")
