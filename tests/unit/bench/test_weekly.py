"""Runs in processes of their own, missing peers, and the command as a whole."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from builders import MON, case_manager, order, patient, request_of, span
from grid_world import grid_network

from visitplan.bench.weekly import missing, without_missing
from visitplan.bench.weekly_runs import run_alone
from visitplan.bench.weekly_task import Task
from visitplan.domain.request import PlanRequest


def bench(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "visitplan.cli", "bench", "weekly", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)


def small() -> PlanRequest:
    who = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "16:00")])
    return request_of([who], [patient("p1", 1, order("p1/a", 30, "LCSW"))])


def test_a_missing_peer_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    told: list[str] = []
    task = Task(None, (), (), 1.0, 1, ("pyvrp", "ortools"), ("common",))
    assert without_missing(task, told.append).peers == ("ortools",)
    assert "VP4021" in told[0]
    assert "visitplan[peers]" in told[0]
    assert missing("ortools") is None


def test_a_fault_of_a_run_is_its_answer(tmp_path: Path) -> None:
    grid_network().save(tmp_path / "grid.net")
    answer = run_alone(
        small(), network=tmp_path / "grid.net", solver="none", seed=1, seconds=0.1, cores=1
    )
    assert answer["verdict"] in {"VP2101", "VP4101"}
    assert answer["note"]
    assert answer["peak_mb"] > 0


def test_a_run_that_dies_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    answer = run_alone(small(), network=None, solver="weekly", seed=1, seconds=0.1, cores=1)
    assert answer["verdict"] == "no plan"
    assert "ended with code" in answer["note"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--sizes", "10y150"), "VP7101"),
        (("--seeds", "one"), "VP7101"),
        (("--levels", "best"), "VP7101"),
        (("--peer", "jsprit"), "VP7102"),
        (("--cores", 100_000), "VP7103"),
    ],
)
def test_bad_arguments_are_refused_by_number(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    done = bench("--out", tmp_path / "rows.csv", *arguments)
    assert done.returncode == 2, done.stderr
    assert code in done.stderr
    assert not (tmp_path / "rows.csv").exists()


def test_a_network_that_is_not_there_is_told_before_any_run(tmp_path: Path) -> None:
    done = bench("--out", tmp_path / "rows.csv", "--network", tmp_path / "absent.net")
    assert done.returncode == 3
    assert "VP2010" in done.stderr
    assert "compiling" not in done.stderr


@pytest.mark.slow
def test_ours_and_all_installed_peers_are_compared(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    done = bench("--sizes", "3x12", "--seconds", 1, "--cores", 1, "--peers", "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["checker"] for row in rows} == {"ok"}
    assert {row["level"] for row in rows} == {"common", "waits", "full"}
    assert {row["solver"] for row in rows if row["level"] == "full"} == {"weekly"}
    common = [row for row in rows if row["level"] == "common"]
    assert min(float(row["gap_to_best"]) for row in common) == 0
    assert len({row["visits"] for row in common}) == 1
    assert "Weeks compared" in done.stdout
