"""The summary says what was planned, in numbers."""

from __future__ import annotations

import json

from builders import street
from documents import encoded, request
from policy_week import policy_plan, policy_request
from rich.console import Console

from visitplan.audit import audit
from visitplan.cli.table import rows, summary
from visitplan.domain.loading import load_plan, load_request
from visitplan.domain.plan import Plan


def _plan() -> Plan:
    at = {"arrive": "2026-11-30T09:00:00-05:00", "end": "2026-11-30T09:45:00-05:00"}
    visit = {"kind": "visit", "visit": "p-0001/weekly#1", "start": at["arrive"], **at}
    route = {
        "case_manager": "cm-01",
        "date": "2026-11-30",
        "leave": "2026-11-30T08:50:00-05:00",
        "return": "2026-11-30T09:55:00-05:00",
        "drive_seconds": 1200,
        "drive_meters": 9000,
        "return_drive_seconds": 600,
        "return_drive_meters": 4500,
        "stops": [visit],
    }
    blocker = {"code": "licence", "message": "nobody holds [bold]RN[/bold]"}
    unassigned = {"visit": "p-0001/weekly#2", "patient": "p-0001", "blockers": [blocker]}
    document = {
        "schema": "visitplan/1",
        "id": "x",
        "request_sha256": "0",
        "network": {"name": "n", "sha256": "0", "speeds": "free_flow"},
        "solver": {"name": "weekly", "version": "1", "seed": 1, "iterations": 9, "seconds": 1.0},
        "routes": [route, {**route, "case_manager": "cm-02"}],
        "unassigned": [unassigned],
        "cost": {"total": 4800, "terms": {"drive": 4800}},
        "verification": {"ok": True},
    }
    return load_plan(json.dumps(document).encode())


def test_a_visit_of_two_people_counts_once() -> None:
    found = dict(rows(load_request(encoded(request()))[0], _plan()))
    assert found["visits served"] == "1 of 4"
    assert found["drive minutes per visit"] == "40.0"
    assert found["checker"] == "0 violations"


def test_reasons_are_shown_as_they_are_written() -> None:
    console = Console(width=100, record=True)
    with console.capture() as shown:
        console.print(summary(load_request(encoded(request()))[0], _plan()))
    assert "p-0001/weekly#2: nobody holds [bold]RN[/bold]" in shown.get()


def test_an_older_plan_has_no_figures_to_show() -> None:
    found = dict(rows(load_request(encoded(request()))[0], _plan()))
    assert not {"mileage", "paperwork", "arriving", "first visit after discharge"} & found.keys()


def test_figures_are_shown_as_far_as_there_are_any() -> None:
    asked = policy_request()
    plan = policy_plan(asked)
    found = audit(asked, plan, street(asked))
    told = dict(rows(asked, plan.model_copy(update={"figures": found.figures})))
    assert told["first visit after discharge"] == "1 of 2 in time (50%); 0 still to be seen later"
    assert told["second visit after discharge"] == "1 of 2 in time (50%); 2 still to be seen later"
    assert told["paperwork"] == "1:05 h"
    assert told["arriving"] == "0:20 h"
    assert told["mileage"] == "43.25 dollars for 60 miles"
