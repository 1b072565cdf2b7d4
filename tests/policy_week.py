"""A second small week on the street of `builders`, with all that a policy can ask for.

Ana and Ben visit; Tom is in orientation and rides along with Ana on Monday. P1 is of a
programme where more than one person comes, P2 lives in the same house. P2, P3, P5 and P6
were discharged, P4 goes back into treatment on Wednesday.
"""

from __future__ import annotations

from typing import Any

from builders import (
    MON,
    TUE,
    WED,
    PlanBuilder,
    builder,
    case_manager,
    order,
    patient,
    plan_of,
    request_of,
    span,
)

from visitplan.domain.plan import Plan, Route
from visitplan.domain.request import PlanRequest

ANA_MON, ANA_TUE, BEN_TUE = range(3)
"""Routes of the right plan."""
P1, P1_PAPER, P2, P2_PAPER, P3, P3_PAPER = range(6)
"""Stops of Ana's Monday."""
BEN_P1, BEN_PAPER, BEN_BLOCK = range(3)
"""Stops of Ben's Tuesday."""


def policy() -> dict[str, Any]:
    return {
        "programs": {
            "act": {
                "least_people": 3,
                "most_people": 2,
                "people_days": 14,
                "continuity_not_primary": 100,
                "continuity_few_people": 2000,
                "paperwork_minutes": 10,
            },
            "tcm": {"continuity_extra_person": 3600},
        },
        "paperwork_minutes_per_visit": 5,
        "paperwork_block": {"minutes": 30, "earliest": "14:00", "latest": "15:00"},
        "arrival_minutes": 5,
        "long_drive_minutes": 50,
        "crisis_slack": [
            {"weekdays": ["mon"], "start": "13:00", "end": "15:00", "minutes": 200},
            {
                "weekdays": ["tue"],
                "start": "14:00",
                "end": "15:00",
                "minutes": 45,
                "team": ["ben"],
            },
            {
                "weekdays": ["mon"],
                "start": "09:00",
                "end": "12:00",
                "minutes": 30,
                "team": ["ana"],
            },
        ],
    }


def policy_request() -> PlanRequest:
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        balance_minutes=30,
        shifts=[span(MON, "08:00", "17:00"), span(TUE, "08:00", "12:00")],
    )
    ben = case_manager(
        "ben",
        2,
        "LCSW",
        balance_minutes=-20,
        shifts=[span(MON, "08:00", "14:00"), span(TUE, "13:00", "17:00")],
        absences=[span(MON, "13:30", "13:45")],
    )
    tom = case_manager(
        "tom",
        0,
        "LCSW",
        orientation_until=TUE,
        mentor="ana",
        shifts=[span(MON, "08:30", "13:00"), span(TUE, "08:30", "12:00")],
        absences=[span(TUE, "08:30", "09:00")],
    )
    return request_of([ana, ben, tom], _patients(), policy=policy())


def past(order_id: str, day: str, status: str, *who: str) -> dict[str, Any]:
    return {"order": order_id, "start": f"{day}T10:00", "case_managers": who, "status": status}


def _patients() -> list[dict[str, Any]]:
    return [
        patient(
            "p1",
            1,
            order("p1/act", 60, "LCSW", visits=2, acuity_percent=150),
            program="act",
            primary="ana",
            history=[
                past("p1/act", "2026-11-20", "completed", "dov"),
                past("p1/act", "2026-11-25", "completed", "ana"),
            ],
        ),
        patient(
            "p2",
            1,
            order("p2/unit", 30, "LCSW"),
            program="tcm",
            discharged_on="2026-11-02",
            history=[past("p2/unit", "2026-11-10", "completed", "ben")],
        ),
        patient("p3", 3, order("p3/after", 30, "LCSW"), discharged_on="2026-11-24"),
        patient(
            "p4",
            4,
            order("p4/visit", 30, "LCSW", visits=2),
            discharged_on="2026-11-01",
            readmitted_on=WED,
        ),
        patient(
            "p5",
            5,
            order("p5/back", 20, "LCSW", priority="low"),
            discharged_on="2026-11-05",
            history=[
                past("p5/back", "2026-11-03", "bumped"),
                past("p5/back", "2026-11-06", "completed", "ben"),
                past("p5/back", "2026-11-10", "bumped"),
                past("p5/back", "2026-11-17", "bumped"),
            ],
        ),
        patient("p6", 5, order("p6/first", 20, "LCSW"), discharged_on="2026-11-24"),
    ]


def policy_routes(make: PlanBuilder) -> list[Route]:
    """Give routes that keep every rule of `policy_request`."""
    return [
        make.route(
            "ana",
            MON,
            "08:50 12:30",
            make.visit("p1/act#1", MON, "09:00 09:05 10:05", 1, arriving=5),
            make.paperwork(MON, "10:05 10:15", "p1/act#1"),
            make.visit("p2/unit#1", MON, "10:15 10:15 10:45"),
            make.paperwork(MON, "10:45 10:50", "p2/unit#1"),
            make.visit("p3/after#1", MON, "11:10 11:25 11:55", 2, arriving=5),
            make.paperwork(MON, "11:55 12:00", "p3/after#1"),
            blocks=3,
            riders=("tom",),
        ),
        make.route(
            "ana",
            TUE,
            "09:00 11:00",
            make.visit("p4/visit#1", TUE, "09:40 09:45 10:15", 4, arriving=5),
            make.paperwork(TUE, "10:15 10:20", "p4/visit#1"),
            blocks=4,
        ),
        make.route(
            "ben",
            TUE,
            "13:20 15:25",
            make.visit("p1/act#2", TUE, "13:30 13:35 14:35", 1, arriving=5),
            make.paperwork(TUE, "14:35 14:45", "p1/act#2"),
            make.paperwork(TUE, "14:45 15:15"),
            blocks=1,
        ),
    ]


def policy_plan(request: PlanRequest | None = None) -> Plan:
    """Give a plan for `policy_request` that keeps every rule."""
    asked = request or policy_request()
    left_out = ("p4/visit#2", "p5/back#1", "p6/first#1")
    return plan_of(asked, policy_routes(builder(asked)), *left_out)
