"""A limit met exactly is kept; one step beyond it is a violation elsewhere tested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import MON, TUE, WED, credential, restated, right_plan, small_request, span, street

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest

ANA, BEN = 0, 1
P1, P3, P6 = 0, 2, 5
Document = dict[str, Any]


def ana(document: Document, **changes: Any) -> None:
    document["case_managers"][ANA].update(changes)


def ben(document: Document, **changes: Any) -> None:
    document["case_managers"][BEN].update(changes)


def first_order(document: Document, patient: int, **changes: Any) -> None:
    document["patients"][patient]["orders"][0].update(changes)


EXACT: dict[str, Callable[[Document], None]] = {
    "visits a day": lambda d: ana(d, max_visits_per_day=3),
    "drive a day": lambda d: ana(d, max_drive_minutes_per_day=140),
    "drive a leg": lambda d: ana(d, max_drive_minutes_per_leg=40),
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
