from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from visitplan.cli import app
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork

Week = tuple[PlanRequest, Plan]


@pytest.fixture
def files(week: Week, network: RoadNetwork, tmp_path: Path) -> Path:
    (tmp_path / "R.json").write_text(week[0].to_json())
    (tmp_path / "P.json").write_text(week[1].to_json())
    network.save(tmp_path / "roads.net")
    return tmp_path


def test_command_writes_the_pages_and_says_where_to_begin(files: Path) -> None:
    out = files / "maps"
    options = ["--network", str(files / "roads.net"), "--out", str(out)]
    result = CliRunner().invoke(
        app, ["map", str(files / "R.json"), str(files / "P.json"), *options]
    )
    assert result.exit_code == 0, result.output
    assert len(list(out.glob("*.html"))) == 7
    assert "7 pages in" in result.stdout
    assert "index.html" in result.stdout
