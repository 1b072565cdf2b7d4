"""Repairs of single visits: what each bends, what it costs, and that it can be put into effect."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from builders import MON, TUE, WED, case_manager, order, patient, request_of, span
from grid_world import grid_network

from visitplan.domain.plan import Plan, Repair, RequestChange
from visitplan.domain.request import PlanRequest
from visitplan.planning import (
    NetworkMismatchError,
    PlanOptions,
    apply_repair,
    check_plan,
    explain,
    make_plan,
    with_repairs,
)
from visitplan.planning.changes import placed_visits
from visitplan.planning.errors import (
    AdvisingError,
    OtherRequestError,
    RepairOutdatedError,
    UnknownVisitError,
)

Json = dict[str, Any]
PLACE = {"lat": 39.96, "lon": -83.0}
NEAR = {"lat": 39.961, "lon": -83.001}


def at_home(name: str, *orders: Json, **more: Any) -> Json:
    return patient(name, 0, *orders, **more) | {"location": NEAR}


def worker(name: str, title: str, *shifts: Json, **more: Any) -> Json:
    return case_manager(name, 0, title, shifts=shifts, **more) | {"start": PLACE}


def planned(people: list[Json], patients: list[Json], **more: Any) -> tuple[PlanRequest, Plan]:
    request = request_of(people, patients, days=3, **more)
    return request, make_plan(request, grid_network(), PlanOptions(None, 0, 1))


def repairs_of(request: PlanRequest, plan: Plan, visit: str) -> tuple[Repair, ...]:
    (item,) = explain(request, plan, grid_network(), visit).unassigned
    return item.repairs


def proven(request: PlanRequest, plan: Plan, repair: Repair) -> tuple[PlanRequest, Plan]:
    """Put a repair into effect; the checker passes it and nobody else is left out."""
    asked, after = apply_repair(request, plan, grid_network(), repair)
    assert check_plan(asked, after, grid_network()).violations == ()
    assert placed_visits(after)[repair.visit] == repair.place
    assert placed_visits(plan).keys() < placed_visits(after).keys()
    assert after.cost.total == plan.cost.total + repair.cost.total
    return asked, after


def of_kind(found: tuple[Repair, ...], kind: str) -> Repair:
    return next(repair for repair in found if repair.kind == kind)


MORNING = span(MON, "08:00", "09:00")


def short_shift() -> tuple[PlanRequest, Plan]:
    hour = order("p1/visit", 75, "RN")
    return planned([worker("ana", "RN", MORNING)], [at_home("p1", hour)])


def test_overtime_is_allowed_as_far_as_the_way_back_needs() -> None:
    request, plan = short_shift()
    repair = of_kind(repairs_of(request, plan, "p1/visit#1"), "overtime")
    (change,) = repair.changes
    assert change.pointer == "/case_managers/0/max_overtime_minutes_per_day"
    assert change.before == 0
    assert isinstance(change.after, int)
    assert 15 < change.after < 30
    assert repair.cost.terms["unserved"] < 0 < repair.cost.terms["overtime"]
    assert repair.price == 900
    asked, _ = proven(request, plan, repair)
    assert asked.case_managers[0].max_overtime_minutes_per_day == change.after
    assert request.case_managers[0].max_overtime_minutes_per_day == 0


def two_shifts() -> tuple[PlanRequest, Plan]:
    """Give a day of two shifts, on which no overtime is used."""
    shifts = span(MON, "08:00", "09:00"), span(MON, "12:00", "13:00")
    visit = order("p1/visit", 75, "RN", windows=[{"start": "12:00", "end": "17:00"}])
    return planned([worker("ana", "RN", *shifts)], [at_home("p1", visit)])


def test_a_shift_lasts_longer_where_overtime_is_not_used() -> None:
    request, plan = two_shifts()
    found = repairs_of(request, plan, "p1/visit#1")
    assert "overtime" not in {repair.kind for repair in found}
    repair = of_kind(found, "longer-shift")
    assert repair.changes[0].pointer == "/case_managers/0/shifts/1/end"
    assert repair.changes[0].before == f"{MON}T13:00"
    proven(request, plan, repair)


def late_hours() -> tuple[PlanRequest, Plan]:
    visit = order("p1/visit", 30, "RN", windows=[{"start": "16:00", "end": "16:40"}])
    return planned([worker("ana", "RN", span(MON, "08:00", "16:20"))], [at_home("p1", visit)])


def test_hours_open_earlier_on_the_day_concerned() -> None:
    request, plan = late_hours()
    repair = of_kind(repairs_of(request, plan, "p1/visit#1"), "other-hours")
    (change,) = repair.changes
    assert change.pointer == "/patients/0/orders/0/windows"
    proven(request, plan, repair)


def deadline() -> tuple[PlanRequest, Plan]:
    visit = order("p1/visit", 30, "RN", latest_day=TUE)
    return planned([worker("ana", "RN", span(WED, "08:00", "16:00"))], [at_home("p1", visit)])


def test_a_later_day_is_allowed_and_no_later_than_needed() -> None:
    request, plan = deadline()
    repair = of_kind(repairs_of(request, plan, "p1/visit#1"), "other-day")
    pointer = "/patients/0/orders/0/latest_day"
    assert repair.changes == (RequestChange(pointer=pointer, before=TUE, after=WED),)
    assert repair.price == 1800 + 3600
    proven(request, plan, repair)


def wide_gap() -> tuple[PlanRequest, Plan]:
    visit = order("p1/visit", 30, "RN", visits=2, min_gap_days=2)
    shifts = span(MON, "08:00", "16:00"), span(TUE, "08:00", "16:00")
    return planned([worker("ana", "RN", *shifts)], [at_home("p1", visit)])


def test_a_gap_is_narrowed_to_the_days_that_are_left() -> None:
    request, plan = wide_gap()
    repair = of_kind(repairs_of(request, plan, "p1/visit#2"), "other-gap")
    pointer = "/patients/0/orders/0/min_gap_days"
    assert repair.changes == (RequestChange(pointer=pointer, before=2, after=1),)
    proven(request, plan, repair)


def other_title() -> tuple[PlanRequest, Plan]:
    visit = order("p1/visit", 30, "LCSW")
    return planned([worker("ana", "RN", span(MON, "08:00", "16:00"))], [at_home("p1", visit)])


def test_a_title_that_somebody_holds_is_accepted_besides() -> None:
    request, plan = other_title()
    (repair,) = repairs_of(request, plan, "p1/visit#1")
    assert repair.kind == "other-title"
    assert repair.changes[0].after == ["LCSW", "RN"]
    proven(request, plan, repair)


def limited() -> tuple[PlanRequest, Plan]:
    ana = worker("ana", "RN", span(MON, "08:00", "16:00"), max_visits_per_day=1)
    visits = [order(f"p1/{n}", 30, "RN") for n in range(2)]
    return planned([ana], [at_home("p1", *visits)])


def test_a_limit_is_raised_by_one_visit() -> None:
    request, plan = limited()
    (left,) = plan.unassigned
    (repair,) = repairs_of(request, plan, left.visit)
    pointer = "/case_managers/0/max_visits_per_day"
    assert repair.changes == (RequestChange(pointer=pointer, before=1, after=2),)
    proven(request, plan, repair)


def crowded() -> tuple[PlanRequest, Plan]:
    """Leave out a visit that only ana may make, while ana makes one that ben could."""
    people = [
        worker("ana", "RN", span(MON, "08:00", "09:00")),
        worker("ben", "LCSW", span(MON, "08:00", "09:00")),
    ]
    either = order("p1/either", 40, "RN")
    either["staff"] = [{"any_of": ["RN", "LCSW"]}]
    request = request_of(
        people,
        [
            at_home("p1", either, primary="ana", care_team=["ana"]),
            at_home("p2", order("p2/nurse", 40, "RN", priority="low")),
        ],
        days=3,
    )
    return request, make_plan(request, grid_network(), PlanOptions(None, 0, 1))


def test_another_visit_moves_to_make_room() -> None:
    request, plan = crowded()
    (left,) = plan.unassigned
    assert left.visit == "p2/nurse#1"
    repair = of_kind(repairs_of(request, plan, left.visit), "move-visits")
    assert repair.changes == ()
    (moved,) = repair.others
    assert moved.visit == "p1/either#1"
    assert moved.after is not None
    assert moved.after.case_managers == ("ben",)
    assert repair.price == 1800
    asked, _ = proven(request, plan, repair)
    assert asked == request


def block_put_off() -> tuple[PlanRequest, Plan]:
    """Give a day that somebody began earlier and ends with paperwork, and a visit left out."""
    block = {"minutes": 30, "earliest": "10:00", "latest": "12:45"}
    early = order("p1/early", 60, "RN", windows=[{"start": "08:30", "end": "10:00"}])
    late = order("p1/late", 45, "RN", windows=[{"start": "12:00", "end": "15:00"}])
    request, plan = planned(
        [worker("ana", "RN", span(MON, "08:00", "16:00")), worker("bob", "LCSW", MORNING)],
        [at_home("p1", early, late), at_home("p2", order("p2/visit", 75, "LCSW"))],
        policy={"name": "default", "paperwork_block": block},
    )
    (route,) = plan.routes
    first, notes, last = route.stops
    assert [stop.kind for stop in route.stops] == ["visit", "paperwork", "visit"]
    sooner, longer = timedelta(minutes=-20), timedelta(minutes=30)
    first = first.model_copy(
        update={name: getattr(first, name) + sooner for name in ("arrive", "start", "end")}
    )
    last = last.model_copy(update={"arrive": last.start, "wait_seconds": 0})
    put_off = {"arrive": last.end, "start": last.end, "end": last.end + longer}
    update = {
        "leave": route.leave + sooner,
        "stops": (first, last, notes.model_copy(update=put_off)),
        "return_": route.return_ + longer,
    }
    return request, plan.model_copy(update={"routes": (route.model_copy(update=update),)})


def test_a_day_keeps_its_times_wherever_its_block_of_paperwork_lies() -> None:
    request, plan = block_put_off()
    found = check_plan(request, plan, grid_network()).violations
    assert [x.rule for x in found if not x.rule.startswith("cost_")] == []
    repair = of_kind(repairs_of(request, plan, "p2/visit#1"), "overtime")
    assert repair.others == ()
    assert repair.price == 900
    _, after = apply_repair(request, plan, grid_network(), repair)
    assert plan.routes[0] in after.routes


def never() -> tuple[PlanRequest, Plan]:
    ana = worker("ana", "RN", span(MON, "08:00", "16:00"))
    return planned([ana], [at_home("p1", order("p1/visit", 30, "RN"), excluded=["ana"])])


def test_whom_a_patient_excludes_is_never_sent() -> None:
    request, plan = never()
    assert plan.unassigned[0].blockers[0].code == "excluded"
    assert repairs_of(request, plan, "p1/visit#1") == ()


def test_repairs_come_by_cost_and_price() -> None:
    request, plan = two_people_short()
    counts = [r.cost.total + r.price for r in repairs_of(request, plan, "p1/visit#1")]
    assert len(counts) > 1
    assert counts == sorted(counts)


def two_people_short() -> tuple[PlanRequest, Plan]:
    people = [
        worker("ana", "RN", span(MON, "08:00", "09:00")),
        worker("ben", "RN", span(MON, "08:00", "08:40")),
    ]
    return planned(people, [at_home("p1", order("p1/visit", 75, "RN"))])


def test_a_plan_may_carry_its_repairs() -> None:
    request, plan = short_shift()
    carried = with_repairs(request, plan, grid_network())
    assert carried.unassigned[0].repairs
    assert Plan.model_validate_json(carried.to_json()) == carried
    proven(request, carried, carried.unassigned[0].repairs[0])


def test_the_same_repairs_are_found_again() -> None:
    request, plan = two_people_short()
    assert repairs_of(request, plan, "p1/visit#1") == repairs_of(request, plan, "p1/visit#1")


@cache
def one_repair() -> tuple[PlanRequest, Plan, Repair]:
    request, plan = short_shift()
    return request, plan, repairs_of(request, plan, "p1/visit#1")[0]


def test_a_repair_of_another_value_is_refused() -> None:
    request, plan, repair = one_repair()
    other = repair.changes[0].model_copy(update={"before": 10})
    with pytest.raises(RepairOutdatedError, match="max_overtime"):
        apply_repair(request, plan, grid_network(), repair.model_copy(update={"changes": (other,)}))


def test_a_repair_that_gives_another_plan_is_refused() -> None:
    request, plan, repair = one_repair()
    dearer = repair.cost.model_copy(update={"total": repair.cost.total + 1})
    with pytest.raises(RepairOutdatedError, match="not the one"):
        apply_repair(request, plan, grid_network(), repair.model_copy(update={"cost": dearer}))


def test_what_cannot_be_explained_is_named() -> None:
    request, plan, _ = one_repair()
    other = plan.model_copy(update={"request_sha256": "0" * 64})
    elsewhere = plan.network.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(OtherRequestError):
        explain(request, other, grid_network())
    with pytest.raises(NetworkMismatchError):
        explain(request, plan.model_copy(update={"network": elsewhere}), grid_network())
    for visit in ("p1/none#1", "p1/visit#2", "p1/visit#0", "p1/visit#01", "p1/visit"):
        with pytest.raises(UnknownVisitError):
            explain(request, plan, grid_network(), visit)
    with pytest.raises(AdvisingError):
        explain(request, plan, grid_network(), solver="peer-pyvrp")


def test_a_plan_that_breaks_a_rule_gets_no_repair() -> None:
    request, plan = limited()
    route = plan.routes[0].model_copy(update={"drive_meters": 1})
    found = explain(request, plan.model_copy(update={"routes": (route,)}), grid_network())
    assert found.summary.violations > 0
    assert found.unassigned[0].repairs == ()
    assert "breaks" in found.summary.message


def test_a_served_visit_is_explained_by_what_speaks_for_it_and_what_else_there_is() -> None:
    request, plan = crowded()
    found = explain(request, plan, grid_network(), "p1/either#1").served
    assert found is not None
    assert found.now == placed_visits(plan)["p1/either#1"]
    assert "ana is the patient's primary" in found.reasons
    assert [place.place.case_managers for place in found.alternatives] == [("ben",)]
    assert "continuity" in found.alternatives[0].message
