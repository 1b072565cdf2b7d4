"""`visitplan compare` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from command_line import WEEK, documented, ran, visitplan

from visitplan.domain.comparison import Comparison

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(planned_week: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small request with a hasty plan and a better one."""
    where: Path = tmp_path_factory.mktemp("compared")
    shutil.copy(planned_week / "R.json", where / "R.json")
    shutil.copy(planned_week / "P.json", where / "B.json")
    sample, hasty, better, _ = documented("compare")
    assert (sample, [a.replace("B.json", "P.json") for a in better]) == WEEK
    ran(*hasty, cwd=where)
    return where


def compared(folder: Path, *more: object) -> Any:
    done = visitplan(
        "compare", folder / "R.json", folder / "A.json", folder / "B.json", "--json", *more
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cost(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text())["cost"]


def test_both_plans_are_evaluated_anew_and_subtracted(folder: Path) -> None:
    found = compared(folder)
    assert found["before"]["cost"] == cost(folder, "A.json")
    assert found["after"]["cost"] == cost(folder, "B.json")
    assert (
        found["cost"]["total"] == found["after"]["cost"]["total"] - cost(folder, "A.json")["total"]
    )
    assert found["cost"]["total"] < 0
    assert sum(found["cost"]["terms"].values()) == found["cost"]["total"]
    after, before = found["after"]["figures"], found["before"]["figures"]
    counted = [name for name, value in before.items() if isinstance(value, int)]
    assert found["figures"] == {name: after[name] - before[name] for name in counted}
    assert found["changes"]


def test_the_answer_has_the_published_form(folder: Path) -> None:
    schema = json.loads(visitplan("schema", "comparison").stdout)
    found = compared(folder)
    assert set(schema["required"]) == set(found)
    assert Comparison.model_validate(found).model_dump(mode="json") == found


def test_tables_say_what_differs_and_who_comes_when(folder: Path) -> None:
    told = ran(*documented("compare")[-1], cwd=folder)
    for words in ("A.json", "B.json", "driving", "visits change", "rules broken"):
        assert words in told
    same = visitplan("compare", folder / "R.json", folder / "A.json", folder / "A.json")
    assert "Every visit is made by the same people at the same time." in same.stdout


def test_a_plan_edited_by_hand_shows_what_it_breaks_and_stays_as_it_is(folder: Path) -> None:
    document = json.loads((folder / "B.json").read_text())
    stop = next(s for r in document["routes"] for s in r["stops"] if s["kind"] == "visit")
    for field in ("start", "end"):
        late = datetime.fromisoformat(stop[field]) + timedelta(hours=12)
        stop[field] = late.isoformat()
    edited = folder / "edited.json"
    edited.write_text(json.dumps(document))
    before = edited.read_bytes()
    found = json.loads(
        visitplan("compare", folder / "R.json", folder / "B.json", edited, "--json").stdout
    )
    assert found["before"]["violations"] == []
    assert {v["visit"] for v in found["after"]["violations"]} >= {stop["visit"]}
    assert [c["visit"] for c in found["changes"]] == [stop["visit"]]
    assert edited.read_bytes() == before


def test_last_weeks_plan_is_judged_by_its_own_request(folder: Path) -> None:
    week = json.loads((folder / "R.json").read_text())
    week["horizon"]["days"] = 14
    (folder / "two.json").write_text(json.dumps(week))
    done = visitplan("plan", folder / "two.json", "--out", folder / "C.json", "--iterations", 0)
    assert done.returncode == 0, done.stderr
    arguments = ("compare", folder / "two.json", folder / "A.json", folder / "C.json")
    wrong = json.loads(visitplan(*arguments, "--json").stdout)
    assert "request_hash" in {v["rule"] for v in wrong["before"]["violations"]}
    right = visitplan(*arguments, "--before-request", folder / "R.json", "--json")
    assert json.loads(right.stdout)["before"]["violations"] == []
    assert json.loads(right.stdout)["changes"] is None
    shown = visitplan(*arguments, "--before-request", folder / "R.json")
    assert "other days" in shown.stdout


def test_a_missing_plan_is_named(folder: Path) -> None:
    done = visitplan("compare", folder / "R.json", folder / "none.json", folder / "B.json")
    assert done.returncode == 2
    assert "VP1901" in done.stderr
    assert "none.json" in done.stderr
