"""What speaks for the people, the day and the time of a visit that is made."""

from __future__ import annotations

from typing import Any

from builders import MON, THU, TUE, WED, case_manager, order, patient, request_of, span
from grid_world import grid_network

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, make_plan
from visitplan.planning.explaining import explain


def planned(*orders: dict[str, Any], **more: Any) -> tuple[PlanRequest, Plan]:
    """Plan one patient's orders for ana, who works from Monday to Thursday, on the grid."""
    shifts = [span(day, "08:00", "16:00") for day in (MON, TUE, WED, THU)]
    place = {"lat": 39.96, "lon": -83.0}
    held = [{"code": "LCSW", "state": "VA"}]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts) | {"start": place, "credentials": held}
    someone = patient("p1", 0, *orders, **more) | {"location": place, "state": "VA"}
    policy = {"discharge_clock": {"first_by_days": 7, "second_by_days": 30}}
    request = request_of([ana], [someone], days=4, policy=policy)
    return request, make_plan(request, grid_network(), PlanOptions(None, 0, 1))


def reasons_of(request: PlanRequest, plan: Plan) -> dict[str, tuple[str, ...]]:
    found = {}
    for route in plan.routes:
        for stop in route.stops:
            if stop.visit is not None:
                told = explain(request, plan, grid_network(), stop.visit, most=1).served
                assert told is not None
                found[stop.visit] = told.reasons
    return found


def test_a_title_that_the_order_asks_for_or_one_that_counts_as_it_is_a_reason() -> None:
    told = reasons_of(*planned(order("p1/talk", 30, "QMHP")))
    assert told["p1/talk#1"] == ("ana is LCSW, as the order asks",)


def test_days_between_visits_of_an_order_are_a_reason_with_what_is_asked_for() -> None:
    told = reasons_of(
        *planned(order("p1/talk", 30, "LCSW", visits=2, min_gap_days=2, max_gap_days=3))
    )
    (first, second) = (told["p1/talk#1"], told["p1/talk#2"])
    assert not any("after the order's visit" in line for line in first)
    (apart,) = (line for line in second if "after the order's visit before it" in line)
    assert apart.endswith("at least 2 and at most 3 are asked for")
    assert apart.startswith(("it is 2 days", "it is 3 days"))


def test_completed_visits_count_for_the_days_between() -> None:
    past = {
        "order": "p1/talk",
        "start": "2026-11-27T10:00",
        "case_managers": ["ana"],
        "status": "completed",
    }
    asked = order("p1/talk", 30, "LCSW", min_gap_days=3, latest_day=MON)
    told = reasons_of(*planned(asked, history=[past]))
    expected = "it is 3 days after the order's visit before it; at least 3 are asked for"
    assert expected in told["p1/talk#1"]


def test_visits_that_a_discharge_clock_waits_for_say_so() -> None:
    asked = order("p1/talk", 30, "LCSW", visits=3)
    told = reasons_of(*planned(asked, discharged_on="2026-11-29"))
    out = "visit after the discharge on 2026-11-29, due by"
    assert f"it is the first {out} 2026-12-06" in told["p1/talk#1"]
    assert f"it is the second {out} 2026-12-29" in told["p1/talk#2"]
    assert not any("discharge" in line for line in told["p1/talk#3"])
