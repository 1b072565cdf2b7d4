"""`visitplan explain` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from command_line import documented, ran, visitplan

from visitplan.domain.explanation import Explanation

if TYPE_CHECKING:
    from pathlib import Path

VISIT = "p-0009/weekly#2"
EXAMPLE = documented("explain")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A request for more visits than its three people can make, with its plan."""
    where: Path = tmp_path_factory.mktemp("explained")
    for command in EXAMPLE[:2]:
        ran(*command, cwd=where)
    return where


def explained(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return visitplan("explain", folder / "R.json", folder / "P.json", *arguments)


@pytest.fixture(scope="module")
def all_of_it(folder: Path) -> Any:
    return json.loads(ran(*EXAMPLE[2], "--json", cwd=folder))


def test_every_visit_left_out_is_explained(folder: Path, all_of_it: Any) -> None:
    plan = json.loads((folder / "P.json").read_text())
    left_out = [item["visit"] for item in plan["unassigned"]]
    assert left_out
    assert [item["visit"] for item in all_of_it["unassigned"]] == left_out
    assert all(item["blockers"] for item in all_of_it["unassigned"])
    assert all_of_it["summary"]["unassigned"] == len(left_out)
    assert all_of_it["summary"]["with_repair"] > 0
    assert Explanation.model_validate(all_of_it).model_dump(mode="json") == all_of_it


def test_the_text_gives_reasons_repairs_and_a_sum(folder: Path) -> None:
    told = ran(*EXAMPLE[3], cwd=folder)
    for words in (f"{VISIT} of p-0009 is left out", "cm-01:", "  1. ", "cost -", "are left out."):
        assert words in told


def test_a_repair_put_into_effect_passes_the_checker(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in ("R.json", "P.json")]
    put_into_effect, check = EXAMPLE[4:]
    ran(*put_into_effect, cwd=folder)
    assert "0 violations" in ran(*check, cwd=folder)
    plan = json.loads((folder / "P2.json").read_text())
    assert VISIT in {stop["visit"] for route in plan["routes"] for stop in route["stops"]}
    assert [(folder / name).read_bytes() for name in ("R.json", "P.json")] == before


def test_a_visit_that_is_made_is_compared_with_other_places(folder: Path) -> None:
    plan = json.loads((folder / "P.json").read_text())
    visits = (s["visit"] for r in plan["routes"] for s in r["stops"] if s["kind"] == "visit")
    visit = next(visits)
    found = json.loads(explained(folder, "--visit", visit, "--json").stdout)
    assert found["unassigned"] == []
    assert found["served"]["visit"] == visit
    for place in found["served"]["alternatives"]:
        assert "would cost" in place["message"]
    assert visit in explained(folder, "--visit", visit).stdout


def test_a_plan_made_with_repairs_carries_them(folder: Path, all_of_it: Any) -> None:
    out = folder / "with.json"
    limits = ("--iterations", 400, "--repairs")
    done = visitplan("plan", folder / "R.json", "--out", out, *limits)
    assert done.returncode == 0, done.stderr
    plan = json.loads(out.read_text())
    assert plan["unassigned"] == all_of_it["unassigned"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--visit", "p-0001/nothing#1"), "VP4106"),
        (
            ("--visit", VISIT, "--apply", 99, "--out", "P9.json", "--request-out", "R9.json"),
            "VP4122",
        ),
        (("--visit", VISIT, "--apply", 1), "--request-out"),
    ],
)
def test_what_cannot_be_done_is_named(
    folder: Path, arguments: tuple[object, ...], code: str
) -> None:
    named = [folder / str(a) if str(a).endswith(".json") else a for a in arguments]
    done = explained(folder, *named)
    assert done.returncode == 2
    assert code in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_of_another_request_is_refused(folder: Path) -> None:
    request = json.loads((folder / "R.json").read_text())
    request["case_managers"][0]["shifts"].pop()
    (folder / "other.json").write_text(json.dumps(request))
    done = visitplan("explain", folder / "other.json", folder / "P.json")
    assert done.returncode == 2
    assert "VP4105" in done.stderr
