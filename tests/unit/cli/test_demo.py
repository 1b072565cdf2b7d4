"""`visitplan demo`: the whole way on the embedded sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import visitplan

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out: Path = tmp_path_factory.mktemp("demo") / "new" / "out"
    done = visitplan("demo", "--out", out, "--seconds", 3)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_a_checked_plan_and_its_maps_are_there(shown: tuple[Path, str]) -> None:
    out, _ = shown
    plan = json.loads((out / "plan.json").read_text())
    assert plan["verification"] == {"ok": True, "violations": []}
    assert len(list((out / "maps").glob("*.html"))) == len(plan["routes"]) + 1


def test_it_tells_figures_paths_and_what_to_try_next(shown: tuple[Path, str]) -> None:
    out, told = shown
    for words in ("visits served", "drive minutes per visit", "unserved", "0 violations"):
        assert words in told
    assert f"{out / 'maps' / 'index.html'}" in told
    assert "What to try next" in told


def test_the_commands_it_shows_can_be_run_again(shown: tuple[Path, str]) -> None:
    _, told = shown
    check = next(line for line in told.splitlines() if line.startswith("$ visitplan check"))
    done = visitplan(*check.split()[2:])
    assert done.returncode == 0, done.stdout


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = visitplan("demo", "--out", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert "VP1903" in done.stderr
