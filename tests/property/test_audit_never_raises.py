"""Whatever a plan says, the checker answers with violations and a cost."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from builders import PlanBuilder, builder, right_plan, small_request, street
from hypothesis import example, given, settings
from hypothesis import strategies as st
from policy_week import policy

from visitplan.audit import RULES, TERMS, audit
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest

REQUEST = small_request()


def _wide() -> PlanRequest:
    """Give the small request with all that binds several visits."""
    document = REQUEST.model_dump(mode="json", by_alias=True)
    for person in document["case_managers"]:
        person |= {"max_units_per_day": 1, "max_work_minutes_per_day": 60}
    for number, patient in enumerate(document["patients"]):
        patient["max_case_managers"] = 1
        orders = patient["orders"]
        patient["day_patterns"] = [{order["id"]: ["tue"]} for order in orders]
        for order in orders:
            order |= {"units": 1, "max_late_minutes": 30 * number}
    meet, extra = document["patients"][3]["orders"]
    extra["after"] = {"order": meet["id"], "min_minutes": 10, "max_minutes": 20}
    document["policy"]["start_step_seconds"] = 900
    document["policy"]["weights"]["late_window_max"] = 1
    document["policy"] |= policy()
    document["patients"][0] |= {"program": "act", "discharged_on": "2026-11-27"}
    document["patients"][1] |= {"readmitted_on": "2026-12-01"}
    document["case_managers"][0]["balance_minutes"] = 60
    return PlanRequest.model_validate(document)


WIDE = _wide()
TRAVEL = street(REQUEST)
MAKE: PlanBuilder = builder(REQUEST)
RIGHT = right_plan(REQUEST)

people = st.sampled_from(["ana", "ben", "cyn", "dov", "nobody", ""])
visits = st.sampled_from(
    ["p1/weekly#1", "p1/weekly#2", "p2/crisis#1", "p3/day#1", "p4/meet#1", "p6/visit#1"]
) | st.text(max_size=8)
patients = st.sampled_from(["p1", "p2", "p3", "nobody"])
near = st.datetimes(
    datetime.fromisoformat("2026-11-29"),
    datetime.fromisoformat("2026-12-08"),
    timezones=st.just(MAKE.clock.tz),
)
far = st.datetimes(timezones=st.timezones())
moments = near | far
seconds = st.integers(0, 4000) | st.integers(0, 10**30)


def stops() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["visit", "appointment", "break", "paperwork"]),
            "visit": visits | st.none(),
            "patient": patients | st.none(),
            "appointment": st.sampled_from(["team", "call", "welcome", "x", "", None]),
            "with": st.lists(people, max_size=2),
            "arrive": moments,
            "start": moments,
            "end": moments,
            "drive_seconds": seconds,
            "drive_meters": seconds,
            "wait_seconds": seconds,
            "arrival_seconds": seconds,
        }
    )


def routes() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "case_manager": people,
            "date": st.dates(date(2026, 11, 29), date(2026, 12, 8)) | st.dates(),
            "leave": moments,
            "return": moments,
            "drive_seconds": seconds,
            "drive_meters": seconds,
            "return_drive_seconds": seconds,
            "return_drive_meters": seconds,
            "stops": st.lists(stops(), max_size=4),
            "riders": st.lists(people, max_size=2),
        }
    )


@settings(max_examples=150, deadline=None)
@example(made=[], left_out=[])
@given(
    made=st.lists(routes(), max_size=4),
    left_out=st.lists(st.fixed_dictionaries({"visit": visits, "patient": patients}), max_size=4),
)
def test_any_plan_document_gets_a_verdict(
    made: list[dict[str, Any]], left_out: list[dict[str, Any]]
) -> None:
    document = RIGHT.model_dump(by_alias=True) | {"routes": made, "unassigned": left_out}
    for request in (REQUEST, WIDE):
        report = audit(request, Plan.model_validate(document), TRAVEL)
        assert {found.rule for found in report.violations} <= RULES.keys()
        assert report.cost.terms.keys() == TERMS.keys()
        assert not report.ok
        json.loads(report.verification().model_dump_json())
