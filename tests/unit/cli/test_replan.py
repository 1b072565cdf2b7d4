"""`visitplan replan` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import visitplan

from visitplan.domain.replan import Replanned

SICK = {"kind": "staff_sick", "case_manager": "cm-01", "until": "2026-12-01T00:00"}
NOW = "2026-11-30T07:40"
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "replanning.md").read_text(encoding="utf-8")


def replanned(
    folder: Path, event: object, *more: object, now: str = NOW, name: str = "2"
) -> subprocess.CompletedProcess[str]:
    text = event if isinstance(event, str) else json.dumps(event)
    return visitplan(
        *("replan", folder / "R.json", folder / "P.json", "--event", text, "--now", now),
        *("--out", folder / f"P{name}.json", "--request-out", folder / f"R{name}.json"),
        *("--iterations", 100, *more),
    )


def answered(folder: Path, *more: object, name: str = "2") -> Any:
    done = replanned(folder, SICK, "--json", *more, name=name)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_sick_person_is_sent_nowhere_and_the_checker_agrees(folder: Path) -> None:
    answer = answered(folder)
    plan = json.loads((folder / "P2.json").read_text())
    assert plan["id"] == answer["plan"]
    assert not any(
        r["case_manager"] == "cm-01" and r["date"] == "2026-11-30" for r in plan["routes"]
    )
    check = visitplan("check", folder / "R2.json", folder / "P2.json")
    assert check.returncode == 0, check.stdout
    assert "0 violations" in check.stdout


def test_the_answer_is_a_document_of_its_schema(folder: Path) -> None:
    answer = answered(folder)
    assert Replanned.model_validate(answer).model_dump(mode="json") == answer
    assert sum(answer["cost"]["terms"].values()) == answer["cost"]["total"]
    assert answer["after"]["total"] - answer["before"]["total"] == answer["cost"]["total"]
    assert answer["calls"]
    assert all(call["what"] in {"moved", "dropped", "added"} for call in answer["calls"])
    for document in ("events", "replan"):
        done = visitplan("schema", document)
        assert done.returncode == 0
        assert json.loads(done.stdout)["$schema"].endswith("2020-12/schema")


def test_the_tables_tell_whom_to_phone(folder: Path) -> None:
    done = replanned(folder, SICK)
    assert done.returncode == 0, done.stderr
    for words in ("staff_sick: cm-01 is away", "to phone", "moved", "stability", "published"):
        assert words in done.stdout


def test_a_limit_of_no_change_leaves_visits_out_and_says_so(folder: Path) -> None:
    answer = answered(folder, "--most-changes", 0, name="0")
    assert answer["changed"]["visits"] == 0
    assert answer["changed"]["unserved_by_limit"]
    done = replanned(folder, SICK, "--most-changes", 0, name="0")
    assert "left out because of this limit" in done.stdout


def test_several_events_come_from_a_file_and_inline(folder: Path) -> None:
    plan = json.loads((folder / "P.json").read_text())
    visit = next(
        s["visit"] for r in reversed(plan["routes"]) for s in r["stops"] if s["kind"] == "visit"
    )
    (folder / "E.json").write_text(json.dumps([{"kind": "patient_cancelled", "visit": visit}]))
    done = replanned(folder, SICK, "--event", folder / "E.json", "--json")
    assert done.returncode == 0, done.stderr
    kinds = [told["event"]["kind"] for told in json.loads(done.stdout)["events"]]
    assert kinds == ["staff_sick", "patient_cancelled"]


@pytest.mark.parametrize(
    ("event", "now", "code"),
    [
        ({"kind": "sick"}, NOW, "VP4202"),
        ("{", NOW, "VP4202"),
        ("nowhere.json", NOW, "VP1901"),
        (SICK | {"case_manager": "cm-99"}, NOW, "VP4203"),
        (SICK | {"until": "2026-11-30T07:00"}, NOW, "VP4204"),
        (SICK, "2026-12-30T08:00", "VP4201"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    folder: Path, event: object, now: str, code: str
) -> None:
    done = replanned(folder, event, now=now, name="-never")
    assert done.returncode == 2
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(folder.glob("*-never.json"))


def test_a_plan_of_another_request_is_refused(folder: Path) -> None:
    request = json.loads((folder / "R.json").read_text())
    request["case_managers"][0]["shifts"].pop()
    (folder / "other.json").write_text(json.dumps(request))
    done = visitplan(
        *("replan", folder / "other.json", folder / "P.json", "--now", NOW),
        *("--event", json.dumps(SICK), "--out", folder / "Px.json"),
        *("--request-out", folder / "Rx.json"),
    )
    assert done.returncode == 2
    assert "VP4105" in done.stderr


def test_neither_output_replaces_an_input_or_the_other(folder: Path) -> None:
    for out, request_out in (("P.json", "R2.json"), ("P2.json", "R.json"), ("x", "x")):
        done = visitplan(
            *("replan", folder / "R.json", folder / "P.json", "--now", NOW),
            *("--event", json.dumps(SICK), "--out", folder / out),
            *("--request-out", folder / request_out),
        )
        assert done.returncode == 2


def test_the_documented_look_at_a_plan_under_way(folder: Path) -> None:
    """Recommend, explain and plan go on from the answer of the sick person's example."""
    section = PAGE.split("## Looking at a plan under way")[1]
    (block,) = re.findall(r"```console\n(.*?)```", section.split("\n## ")[0], re.DOTALL)
    assert replanned(folder, SICK).returncode == 0
    written = []
    for line in block.splitlines():
        _, _, *arguments = shlex.split(line)
        done = visitplan(*(folder / a if a.endswith(".json") else a for a in arguments))
        assert done.returncode == 0, done.stderr
        written.append(done.stdout)
    assert "p-0002/weekly#1" in written[0]
    assert "0 violations" in written[-1]
