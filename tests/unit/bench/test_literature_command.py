"""`visitplan bench literature`, on sets that the tests write."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

import pytest
from instances import HOMECARE, SOLOMON, WEEKLY, written_set
from typer.testing import CliRunner

from visitplan.bench.literature import COLUMNS, Row, mean_gap
from visitplan.cli import app
from visitplan.domain.errors import VisitplanError

TABLE = "instance,best_known_objective\nT101,22.8\n"


def row(gap: float | None) -> Row:
    values = {field.name: None for field in fields(Row)}
    return Row(**{**values, "gap_pct": gap})  # type: ignore[arg-type]


def test_mean_is_over_known_gaps_alone() -> None:
    assert mean_gap([row(1.0), row(None), row(-0.5)]) == 0.25
    assert mean_gap([row(None)]) is None


def test_a_damaged_instance_stops_the_command_before_any_work(tmp_path: Path) -> None:
    files = {"T101.txt": SOLOMON, "T102.txt": SOLOMON[:150]}
    written_set(tmp_path, "vrptw_solomon100", files, TABLE)
    out = tmp_path / "out.csv"
    options = ["bench", "literature", "--set", "vrptw_solomon100", "--data", str(tmp_path)]
    result = CliRunner().invoke(app, [*options, "--out", str(out)])
    assert isinstance(result.exception, VisitplanError)
    assert result.exception.exit_code == 2
    assert "T102.txt" in str(result.exception)
    assert not out.exists()


def test_a_pattern_that_no_instance_matches_is_refused(tmp_path: Path) -> None:
    written_set(tmp_path, "vrptw_solomon100", {"T101.txt": SOLOMON}, TABLE)
    options = ["bench", "literature", "--set", "vrptw_solomon100", "--data", str(tmp_path)]
    more = ["--out", str(tmp_path / "out.csv"), "--instances", "R*"]
    result = CliRunner().invoke(app, [*options, *more])
    assert isinstance(result.exception, VisitplanError)
    assert "no instance matches 'R*'" in str(result.exception)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "file", "content", "table", "objective"),
    [
        ("vrptw_solomon100", "T101.txt", SOLOMON, TABLE, 22.8),
        (
            "hhcrsp_mankowska2014",
            "H1.json",
            HOMECARE,
            "instance,best_known_objective,optimality\nH1,34,proven\n",
            None,
        ),
        (
            "weekly_cappanera_scutella2015",
            "W1.txt",
            WEEKLY,
            "instance,best_known_total_workload_min\nW1,170\n",
            170.0,
        ),
    ],
)
def test_a_small_set_is_planned_checked_and_judged(
    tmp_path: Path, name: str, file: str, content: object, table: str, objective: float | None
) -> None:
    written_set(tmp_path, name, {file: content}, table)
    out = tmp_path / "out.csv"
    options = ["--data", str(tmp_path / name), "--out", str(out), "--seconds", "1"]
    result = CliRunner().invoke(app, ["bench", "literature", "--set", name, *options])
    assert result.exit_code == 0, result.output
    lines = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [*lines[0]] == [*COLUMNS]
    assert lines[0]["checker"] == "ok", lines[0]
    assert lines[0]["served"] == lines[0]["total"]
    if objective is not None:
        assert float(lines[0]["objective"]) == objective
        assert float(lines[0]["gap_pct"]) == 0.0
