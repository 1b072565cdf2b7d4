"""`visitplan plan` and `check` on the embedded sample: what they write, print and refuse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from command_line import visitplan
from documents import encoded, request

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small request on the embedded sample network."""
    path: Path = tmp_path_factory.mktemp("asked") / "R.json"
    made = visitplan("sample", "--managers", 3, "--visits", 12, "--seed", 5, "--out", path)
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture(scope="module")
def planned(asked: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Its plan of a few rounds."""
    path = asked.with_name("P.json")
    done = visitplan("plan", asked, "--out", path, "--iterations", 50, "--seed", 3)
    assert done.returncode == 0, done.stderr
    return path, done


def test_a_plan_is_written_summed_up_and_says_which_roads(planned: Any) -> None:
    path, done = planned
    assert "embedded sample network" in done.stderr
    assert "0 violations" in done.stdout
    assert "visits served" in done.stdout
    assert json.loads(path.read_text())["verification"] == {"ok": True, "violations": []}


def test_the_checker_agrees(asked: Path, planned: Any) -> None:
    done = visitplan("check", asked, planned[0])
    assert done.returncode == 0, done.stdout
    assert "0 violations" in done.stdout


def test_a_changed_plan_is_refused_with_numbers(asked: Path, planned: Any, tmp_path: Path) -> None:
    document = json.loads(planned[0].read_text())
    document["routes"][0]["drive_seconds"] += 60
    wrong = tmp_path / "P.json"
    wrong.write_text(json.dumps(document))
    done = visitplan("check", asked, wrong, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["violations"]


def test_the_same_seed_and_rounds_give_the_same_plan(asked: Path, planned: Any) -> None:
    again = asked.with_name("again.json")
    visitplan("plan", asked, "--out", again, "--iterations", 50, "--seed", 3)
    assert _timeless(again) == _timeless(planned[0])


def test_going_on_from_a_plan_keeps_its_routes_and_betters_them(
    asked: Path, planned: Any, tmp_path: Path
) -> None:
    hasty, same, better = (tmp_path / name for name in ("hasty.json", "same.json", "better.json"))
    for out, start, rounds in (
        (hasty, (), 0),
        (same, ("--start", planned[0]), 0),
        (better, ("--start", hasty), 600),
    ):
        done = visitplan("plan", asked, *start, "--out", out, "--iterations", rounds)
        assert done.returncode == 0, done.stderr
    first, again, last, good = (
        json.loads(path.read_text()) for path in (hasty, same, better, planned[0])
    )
    assert again["routes"] == good["routes"]
    assert last["cost"]["total"] < first["cost"]["total"]


def test_somebody_sick_leaves_the_routes_of_the_others_alone(
    asked: Path, planned: Any, tmp_path: Path
) -> None:
    before = json.loads(planned[0].read_text())
    week = json.loads(asked.read_text())
    first = before["routes"][0]
    sick = next(p for p in week["case_managers"] if p["id"] == first["case_manager"])
    day = first["date"]
    sick["absences"].append({"start": f"{day}T00:00", "end": f"{day}T23:59", "kind": "sick"})
    monday = tmp_path / "R.json"
    monday.write_text(json.dumps(week))
    out = tmp_path / "P.json"
    done = visitplan("plan", monday, "--start", planned[0], "--out", out, "--iterations", 0)
    assert done.returncode == 0, done.stderr
    after = {(r["case_manager"], r["date"]) for r in json.loads(out.read_text())["routes"]}
    assert (first["case_manager"], day) not in after
    told = visitplan("compare", monday, planned[0], out, "--before-request", asked, "--json")
    changes = json.loads(told.stdout)["changes"]
    taken = {s["visit"].split("#")[0] for s in first["stops"] if s["visit"]}
    # Numbers of an order follow its days, so its other visits may take another number.
    assert {c["visit"].split("#")[0] for c in changes if "people" in c["kinds"]} <= taken


def test_a_solver_that_plans_from_nothing_only_is_refused(
    asked: Path, planned: Any, tmp_path: Path
) -> None:
    out = tmp_path / "P.json"
    arguments = ("--start", planned[0], "--out", out, "--solver", "peer-ortools")
    done = visitplan("plan", asked, *arguments, "--seconds", 1)
    assert done.returncode == 2
    assert "VP4104" in done.stderr
    assert not out.exists()


def test_a_place_off_the_roads_exits_3(tmp_path: Path) -> None:
    path = tmp_path / "R.json"
    path.write_bytes(encoded(request()))
    done = visitplan("plan", path, "--out", tmp_path / "P.json")
    assert done.returncode == 3
    assert "VP1273" in done.stderr
    assert not (tmp_path / "P.json").exists()


def test_a_refused_request_exits_2_and_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "R.json"
    path.write_text('{"schema": "visitplan/1"}')
    done = visitplan("plan", path, "--out", tmp_path / "P.json")
    assert done.returncode == 2
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_gives_the_best_plan_so_far(asked: Path, tmp_path: Path) -> None:
    out = tmp_path / "P.json"
    command = [sys.executable, "-m", "visitplan.cli", "plan", asked, "--out", out]
    with subprocess.Popen(
        [*map(str, command), "--seconds", "300"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as search:
        assert search.stderr
        for line in search.stderr:
            if "iterations" in line:  # the search has begun
                break
        search.send_signal(signal.SIGINT)
        search.communicate(timeout=120)
    assert search.returncode == 0
    assert json.loads(out.read_text())["verification"]["ok"] is True


def _timeless(path: Path) -> str:
    document = json.loads(path.read_text())
    document.pop("id")
    document["solver"].pop("seconds")
    return json.dumps(document)
