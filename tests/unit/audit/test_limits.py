"""A limit met exactly is kept; one step beyond it is a violation elsewhere tested."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from broken_plans.catalogue import ANA_TUE_AM, move, one_order
from broken_plans.together import in_sequence
from builders import (
    MON,
    TUE,
    WED,
    builder,
    case_manager,
    credential,
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

from visitplan.audit import audit
from visitplan.domain.plan import Bound
from visitplan.domain.request import PlanRequest

ANA, BEN, CYN = 0, 1, 2
P1, P2, P3, P6 = 0, 1, 2, 5
Document = dict[str, Any]


def ana(document: Document, **changes: Any) -> None:
    document["case_managers"][ANA].update(changes)


def ben(document: Document, **changes: Any) -> None:
    document["case_managers"][BEN].update(changes)


def first_order(document: Document, patient: int, **changes: Any) -> None:
    document["patients"][patient]["orders"][0].update(changes)


EXACT: dict[str, Callable[[Document], object]] = {
    "visits a day": lambda d: ana(d, max_visits_per_day=3),
    "drive a day": lambda d: ana(d, max_drive_minutes_per_day=140),
    "drive a leg": lambda d: ana(d, max_drive_minutes_per_leg=40),
    "units a day": lambda d: (
        ana(d, max_units_per_day=6),
        ben(d, max_units_per_day=3),
        first_order(d, P2, units=3),  # made by both on Monday, when ana makes p3's as well
        first_order(d, P3, units=3),
    ),
    "work a day": lambda d: ana(d, max_work_minutes_per_day=455),
    "work a day with an hour's absence": lambda d: ben(d, max_work_minutes_per_day=120),
    "people of a patient": lambda d: d["patients"][P2].update(max_case_managers=2),
    "people of a patient without history": lambda d: d["patients"][P3].update(max_case_managers=1),
    "day pattern": lambda d: d["patients"][3].update(
        day_patterns=[
            {"p4/meet": ["mon"], "p4/extra": ["tue"]},
            {"p4/meet": ["tue", "wed"], "p4/extra": ["tue"]},
        ]
    ),
    "day pattern of one order": lambda d: d["patients"][3].update(
        day_patterns=[{"p4/meet": ["tue"]}]
    ),
    "day pattern for what is not served": lambda d: d["patients"][4].update(
        day_patterns=[{"p5/nurse": []}]
    ),
    "late by all that is allowed": lambda d: first_order(
        d, P6, windows=[{"start": "08:00", "end": "09:30"}], max_late_minutes=30
    ),
    "starts on every fifth minute": lambda d: d["policy"].update(start_step_seconds=300),
    "overtime": lambda d: ana(d, max_overtime_minutes_per_day=5),
    "shift": lambda d: ben(d, shifts=[span(MON, "10:15", "11:35"), span(WED, "09:00", "12:00")]),
    "absences": lambda d: ben(
        d,
        absences=[
            span(WED, "08:00", "09:00"),
            span(WED, "10:00", "11:00"),
            span(WED, "12:00", "13:00"),
        ],
    ),
    "driver's licence": lambda d: ana(d, drivers_license={"valid_until": WED}),
    "credential": lambda d: ana(
        d, credentials=[credential("LCSW", valid_from=MON, valid_until=WED)]
    ),
    "orientation": lambda d: ana(d, orientation_until="2026-11-29"),
    "largest gap": lambda d: first_order(d, P1, max_gap_days=2),
    "least gap": lambda d: first_order(d, P1, min_gap_days=2),
    "days": lambda d: first_order(d, P1, earliest_day=MON, latest_day=WED),
    "window": lambda d: first_order(
        d, P6, windows=[{"weekdays": ["wed"], "start": "09:00", "end": "10:00"}]
    ),
    "unavailable": lambda d: d["patients"][P6].update(
        unavailable=[span(WED, "08:00", "09:00"), span(WED, "10:00", "10:30")]
    ),
    "break": lambda d: ana(d, breaks=[{"minutes": 30, "earliest": "11:30", "latest": "11:30"}]),
    "appointment": lambda d: d["case_managers"][CYN].update(
        shifts=[span(MON, "09:00", "09:30"), span(MON, "13:00", "17:00")]
    ),
    "no visits, an appointment": lambda d: d["case_managers"][CYN].update(max_visits_per_day=0),
    "break just not due at leaving": lambda d: ben(
        d, breaks=[{"minutes": 30, "earliest": "08:59", "latest": "10:00"}]
    ),
    "break just not due": lambda d: ben(
        d, breaks=[{"minutes": 30, "earliest": "09:00", "latest": "12:01"}]
    ),
}


@pytest.mark.parametrize("limit", EXACT)
def test_limit_met_exactly_is_kept(limit: str) -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    EXACT[limit](document)
    request = PlanRequest.model_validate(document)
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    report = audit(request, restated(request, plan), street(request))
    assert report.violations == ()


@pytest.mark.parametrize(
    ("field", "minutes", "rule", "numbers"),
    [
        ("max_drive_minutes_per_day", 139, "max_drive_day", {"seconds": 8400, "allowed": 8340}),
        ("max_drive_minutes_per_leg", 30, "max_drive_leg", {"seconds": 2400, "allowed": 1800}),
        ("max_overtime_minutes_per_day", 4, "overtime", {"seconds": 300, "allowed": 240}),
    ],
)
def test_violation_carries_its_numbers(
    field: str, minutes: int, rule: str, numbers: dict[str, int]
) -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    ana(document, **{field: minutes})
    request = PlanRequest.model_validate(document)
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    found = audit(request, restated(request, plan), street(request)).violations
    assert {violation.rule for violation in found} == {rule}
    assert all(violation.numbers == numbers for violation in found)


def test_bound_may_equal_the_cost() -> None:
    plan = right_plan()
    bound = Bound(value=plan.cost.total, gap=0.0, method="exact")
    plan = plan.model_copy(update={"bound": bound})
    request = small_request()
    assert audit(request, plan, street(request)).ok


def test_routes_of_touching_shifts_may_touch() -> None:
    shifts = [span(MON, "08:00", "12:00"), span(MON, "12:00", "17:00")]
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW"), order("p1/b", 60, "LCSW"))
    request = request_of([case_manager("ana", 0, "LCSW", shifts=shifts)], [p1])
    make = builder(request)
    routes = [
        make.route("ana", MON, f"{start} {end}", make.visit(visit, MON, f"{start} {start} {end}"))
        for visit, start, end in (("p1/a#1", "11:00", "12:00"), ("p1/b#1", "12:00", "13:00"))
    ]
    assert audit(request, plan_of(request, routes), street(request)).violations == ()


def test_break_exactly_due_is_missed() -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    ben(document, breaks=[{"minutes": 30, "earliest": "09:00", "latest": "12:00"}])
    request = PlanRequest.model_validate(document)
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    report = audit(request, restated(request, plan), street(request))
    assert [found.rule for found in report.violations] == ["break_missing"]


def test_each_day_has_its_own_limits() -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    ana(document, max_visits_per_day=3, max_drive_minutes_per_day=140)
    request = PlanRequest.model_validate(document)
    assert {route.date.isoformat() for route in right_plan().routes} == {MON, TUE, WED}
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    assert audit(request, restated(request, plan), street(request)).ok


def test_starts_between_two_minutes_where_the_step_allows() -> None:
    document = small_request().model_dump(mode="json", by_alias=True)
    document["policy"]["start_step_seconds"] = 30
    request = PlanRequest.model_validate(document)
    plan = right_plan().model_copy(update={"request_sha256": request.sha256()})
    plan = move(plan, ANA_TUE_AM, timedelta(seconds=30))
    assert audit(request, restated(request, plan), street(request)).violations == ()


@pytest.mark.parametrize("start", ["10:30", "10:35"])
def test_sequence_met_exactly_is_kept(start: str) -> None:
    request, plan = in_sequence(("ben", start))
    assert audit(request, plan, street(request)).violations == ()


def test_later_visits_of_a_sequence_may_both_be_left_out() -> None:
    request, plan = in_sequence(visits=2)
    assert audit(request, plan, street(request)).violations == ()


def test_times_made_in_python_may_carry_seconds() -> None:
    document = one_order((MON,)).model_dump(mode="json", by_alias=True)
    opens, closes = time(10, 0, 0), time(11, 0, 1)
    document["patients"][0]["orders"][0]["windows"] = [{"start": opens, "end": closes}]
    document["case_managers"][0]["shifts"] = [
        {
            "start": datetime.fromisoformat(f"{MON}T09:50:01"),
            "end": datetime.fromisoformat(f"{MON}T11:10:01"),
        }
    ]
    document["policy"]["start_step_seconds"] = 1
    request = PlanRequest.model_validate(document)
    make = builder(request)
    visit = make.visit("p1/a#1", MON, "10:00:01 10:00:01 11:00:01", 1)
    plan = plan_of(request, [make.route("ana", MON, "09:50:01 11:10:01", visit, blocks=1)])
    assert audit(request, plan, street(request)).violations == ()
