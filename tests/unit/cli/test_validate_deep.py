"""`visitplan validate --deep`: the documented examples, run, and its exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from visitplan.cli import main
from visitplan.domain.conflict import Conflicts

PAGE = Path(__file__).resolve().parents[3] / "docs" / "deep-validation.md"


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return str(found[0])


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run the command line in this process and give its exit code."""
    monkeypatch.setattr(sys, "argv", ["visitplan", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The request of the page."""
    path = tmp_path / "R.json"
    path.write_text(block("json"))
    return path


def edited(example: Path, **shift: str) -> Path:
    document = json.loads(example.read_text())
    document["case_managers"][0]["shifts"][0].update(shift)
    example.write_text(json.dumps(document))
    return example


def test_the_pages_example_says_what_the_page_says(
    monkeypatch: Any, capsys: Any, example: Path
) -> None:
    assert run(monkeypatch, "validate", example, "--deep") == 1
    said = capsys.readouterr().out.splitlines()
    command, *written = block("console").splitlines()
    assert command == "$ visitplan validate R.json --deep"
    assert said[1:] == written


def test_an_hour_more_is_enough_and_the_minutes_said_to_be_short_may_not_be(
    monkeypatch: Any, capsys: Any, example: Path
) -> None:
    assert run(monkeypatch, "validate", edited(example, end="2026-12-01T12:30"), "--deep") == 1
    assert "do not fit one after the other" in capsys.readouterr().out
    assert run(monkeypatch, "validate", edited(example, end="2026-12-01T13:10"), "--deep") == 0
    assert "no conflict found. That is no promise of a plan." in capsys.readouterr().out


def test_json_follows_its_schema_and_points_into_the_request(
    monkeypatch: Any, capsys: Any, example: Path
) -> None:
    assert run(monkeypatch, "validate", example, "--deep", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert answer["faults"] == []
    found = Conflicts.model_validate(answer["deep"])
    assert found.model_dump(mode="json") == answer["deep"]
    document = json.loads(example.read_text())
    (conflict,) = answer["deep"]["conflicts"]
    for entry in conflict["demands"] + conflict["limits"]:
        value: Any = document
        for key in entry["pointer"].split("/")[1:]:
            value = value[int(key) if isinstance(value, list) else key]
    assert run(monkeypatch, "schema", "conflicts") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Conflicts"


def test_a_request_that_is_refused_is_not_looked_at(
    monkeypatch: Any, capsys: Any, example: Path
) -> None:
    spoiled = edited(example, end="2026-12-01T08:00")
    assert run(monkeypatch, "validate", spoiled, "--deep", "--json") == 2
    assert json.loads(capsys.readouterr().out)["deep"] is None


def test_without_time_nothing_is_said_to_be_proven(
    monkeypatch: Any, capsys: Any, example: Path
) -> None:
    assert run(monkeypatch, "validate", example, "--deep", "--seconds", "0") == 0
    assert "not proven. Time ran out" in capsys.readouterr().out


def test_the_sample_of_the_commands_page_has_no_conflict(
    monkeypatch: Any, capsys: Any, tmp_path: Path
) -> None:
    made = ("--managers", 3, "--visits", 12, "--seed", 5, "--out", tmp_path / "R.json")
    assert run(monkeypatch, "sample", *made) == 0
    assert run(monkeypatch, "validate", tmp_path / "R.json", "--deep", "--demand", "all") == 0
    assert "(all visits ordered and all promises): no conflict found" in capsys.readouterr().out
