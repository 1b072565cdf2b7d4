"""Visits that end after their windows close, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from broken_plans.catalogue import one_order, one_visit_a_day
from builders import MON, TUE, restated, right_plan, small_request, street

from visitplan.audit import audit
from visitplan.domain.plan import Cost
from visitplan.domain.request import PlanRequest


def cost_of_a_visit_from_10_to_11(*windows: tuple[str, str], **weights: int) -> Cost:
    """Price a visit from 10:00 to 11:00 that may be an hour late."""
    hours = [{"start": opens, "end": closes} for opens, closes in windows]
    document = one_order((MON,), windows=hours, max_late_minutes=60).model_dump(
        mode="json", by_alias=True
    )
    document["policy"]["weights"].update(weights)
    report = audit_of(document)
    assert report.violations == ()
    return report.cost


def audit_of(document: dict[str, Any]) -> Any:
    request = PlanRequest.model_validate(document)
    _, plan = one_visit_a_day(request, (1, MON))
    return audit(request, plan, street(request))


@pytest.mark.parametrize(
    ("windows", "late_s"),
    [
        ([("09:00", "11:00")], 0),
        ([("09:00", "10:59")], 60),
        ([("08:00", "10:00")], 3600),
        ([("08:00", "10:10"), ("09:00", "10:30")], 1800),  # the nearest close counts
        ([("09:00", "10:15"), ("10:01", "12:00")], 2700),  # one that opens later does not
        ([("08:00", "10:00"), ("10:00", "12:00")], 0),
        ([], 0),
    ],
)
def test_late_is_the_least_over_the_open_windows(
    windows: list[tuple[str, str]], late_s: int
) -> None:
    cost = cost_of_a_visit_from_10_to_11(*windows, late_window=7, late_window_max=3)
    assert cost.terms["late_window"] == 7 * late_s
    assert cost.terms["late_window_max"] == 3 * late_s


def test_default_prices_the_sum_and_not_the_largest() -> None:
    cost = cost_of_a_visit_from_10_to_11(("09:00", "10:30"))
    assert (cost.terms["late_window"], cost.terms["late_window_max"]) == (4 * 1800, 0)


def test_sum_is_over_visits_and_the_largest_is_one_of_them() -> None:
    hours = [
        {"weekdays": ["mon"], "start": "09:00", "end": "10:50"},
        {"weekdays": ["tue"], "start": "09:00", "end": "10:40"},
    ]
    document = one_order((MON, TUE), visits=2, windows=hours, max_late_minutes=20).model_dump(
        mode="json", by_alias=True
    )
    document["policy"]["weights"].update(late_window=1, late_window_max=1)
    request = PlanRequest.model_validate(document)
    _, plan = one_visit_a_day(request, (1, MON), (2, TUE))
    terms = audit(request, plan, street(request)).cost.terms
    assert (terms["late_window"], terms["late_window_max"]) == (600 + 1200, 1200)


def test_late_visit_of_two_people_counts_for_both() -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    crisis = document["patients"][1]["orders"][0]  # 10:30 to 11:15 by ana and ben
    crisis.update(windows=[{"start": "10:00", "end": "11:00"}], max_late_minutes=15)
    request = PlanRequest.model_validate(document)
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    report = audit(request, restated(request, plan), street(request))
    assert report.violations == ()
    assert report.cost.terms["late_window"] == 4 * 900 * 2
