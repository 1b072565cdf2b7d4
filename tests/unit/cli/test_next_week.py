"""`visitplan next-week` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command_line import WEEK, documented, ran, visitplan

from visitplan.domain.loading import load_request
from visitplan.domain.next_week import NextWeek

if TYPE_CHECKING:
    from pathlib import Path


def test_the_example_of_the_page_is_a_week_that_follows_the_other(folder: Path) -> None:
    sample, plan, follow, plan_again = documented("next-week")
    assert (sample, plan) == WEEK
    assert "history: 12 completed, 0 missed, 0 cancelled, 0 bumped" in ran(*follow, cwd=folder)
    ran(*plan_again, cwd=folder)
    done = visitplan("check", folder / "R2.json", folder / "P2.json")
    assert done.returncode == 0, done.stdout
    days = {route["date"] for route in json.loads((folder / "P2.json").read_text())["routes"]}
    assert min(days) >= json.loads((folder / "R2.json").read_text())["horizon"]["first_day"]


def test_what_was_missed_is_told_as_json(folder: Path) -> None:
    actuals = {"visits": [{"visit": "p-0002/weekly#1", "status": "missed"}]}
    (folder / "A.json").write_text(json.dumps(actuals))
    options = ("--actuals", folder / "A.json", "--out", folder / "R3.json", "--json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert (account["completed"], account["missed"], account["bumped"]) == (11, 1, 0)


def test_somebody_from_elsewhere_and_a_cancelled_visit_are_told(folder: Path) -> None:
    entries = [
        {"visit": "p-0002/weekly#1", "status": "cancelled"},
        {"visit": "p-0002/weekly#2", "status": "completed", "case_managers": ["zoe"]},
    ]
    (folder / "B.json").write_text(json.dumps({"visits": entries}))
    options = ("--actuals", folder / "B.json", "--out", folder / "R9.json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    assert done.returncode == 0, done.stderr
    assert "history: 11 completed, 0 missed, 1 cancelled, 0 bumped" in done.stdout
    assert "are not in the request, so their minutes count for nobody: zoe" in done.stdout


def test_a_road_that_stays_closed_is_told_with_what_to_do(folder: Path) -> None:
    request = json.loads((folder / "R.json").read_text())
    place = request["patients"][0]["location"]
    closure = {"line": [place, place], "start": "2026-12-01T08:00", "last_day": "2026-12-09"}
    (folder / "shut.json").write_text(json.dumps(request | {"closures": [closure]}))
    digest = load_request((folder / "shut.json").read_bytes())[0].sha256()
    plan = json.loads((folder / "P.json").read_text()) | {"request_sha256": digest}
    (folder / "shut-plan.json").write_text(json.dumps(plan))
    options = ("--out", folder / "R10.json")
    done = visitplan("next-week", folder / "shut.json", folder / "shut-plan.json", *options)
    assert done.returncode == 0, done.stderr
    assert "closed until 2026-12-09: plan R10.json, then tell it by" in done.stdout
    assert json.loads((folder / "R10.json").read_text())["closures"] == []


def test_the_account_is_as_its_schema_says(folder: Path) -> None:
    options = ("--out", folder / "R5.json", "--json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    schema = json.loads(visitplan("schema", "next-week").stdout)
    account = json.loads(done.stdout)
    assert set(account) == set(schema["properties"])
    assert NextWeek.model_validate(account).model_dump(mode="json") == account


def test_facts_that_cannot_be_are_told_and_nothing_is_written(folder: Path) -> None:
    entry = {"visit": "p-0002/weekly#1", "status": "completed", "start": "2026-12-07T10:00"}
    (folder / "late.json").write_text(json.dumps({"visits": [entry]}))
    options = ("--actuals", folder / "late.json", "--out", folder / "R6.json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    assert done.returncode == 2
    assert "VP4145" in done.stderr
    assert "from 2026-11-30 to 2026-12-06" in done.stderr
    assert not (folder / "R6.json").exists()


def test_the_usual_week_is_the_plans_own(folder: Path) -> None:
    options = ("--usual", folder / "R.json", "--out", folder / "R7.json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    assert done.returncode == 0, done.stderr
    later = ("--usual", folder / "R7.json", "--out", folder / "R8.json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *later)
    assert done.returncode == 2
    assert "VP4146" in done.stderr
    assert not (folder / "R8.json").exists()


def test_actuals_that_are_none_are_refused_and_nothing_is_written(folder: Path) -> None:
    (folder / "broken.json").write_text('{"visits": [{"visit": "x", "status": "gone"}]}')
    options = ("--actuals", folder / "broken.json", "--out", folder / "R4.json")
    done = visitplan("next-week", folder / "R.json", folder / "P.json", *options)
    assert done.returncode == 2
    assert "VP1911" in done.stderr
    assert "/visits/0/status" in done.stderr
    assert not (folder / "R4.json").exists()


def test_the_plan_is_not_written_over(folder: Path) -> None:
    done = visitplan("next-week", folder / "R.json", folder / "P.json", "--out", folder / "P.json")
    assert done.returncode == 2
    assert "VP1904" in done.stderr
