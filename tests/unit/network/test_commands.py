"""`visitplan network ...` as the user meets it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osm_text import square
from typer.testing import CliRunner

from visitplan.cli.network import app
from visitplan.matrix.errors import PointIdError, PointOffNetworkError
from visitplan.network import RoadNetwork
from visitplan.network.errors import RoadFileFormatError


@pytest.fixture
def network_file(tmp_path: Path) -> Path:
    (tmp_path / "town.osm").write_text(square().text(), "utf-8")
    out = tmp_path / "town.net"
    result = CliRunner().invoke(app, ["build", str(tmp_path / "town.osm"), "--out", str(out)])
    assert result.exit_code == 0
    assert "network town: 2 nodes, 4 arcs" in result.output
    return out


def test_build_writes_a_network_that_loads(network_file: Path) -> None:
    assert RoadNetwork.load(network_file).name == "town"


def test_a_fault_of_the_source_reaches_the_caller(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["build", "town.shp", "--out", str(tmp_path / "x.net")])
    assert isinstance(result.exception, RoadFileFormatError)


def test_matrix_writes_seconds_and_meters(network_file: Path, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("id,lat,lon\na,40,-82.999\nb,40,-82.991\n")
    out = tmp_path / "m.npz"
    result = CliRunner().invoke(app, ["matrix", str(network_file), str(points), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "2 points, 4 cells" in result.output
    with np.load(out, allow_pickle=False) as matrix:
        assert matrix["ids"].tolist() == ["a", "b"]
        assert matrix["meters"][0, 1] == pytest.approx(681, abs=2)


def test_matrix_by_parts_of_the_day(network_file: Path, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("id,lat,lon\na,40,-82.999\nb,40,-82.991\n")
    out = tmp_path / "m.npz"
    arguments = ["matrix", str(network_file), str(points), "--out", str(out), "--speeds", "daypart"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    with np.load(out, allow_pickle=False) as matrix:
        assert matrix["seconds"].shape == (4, 2, 2)
        assert len(matrix["anchors_s"]) == len(matrix["anchor_metric"])


@pytest.mark.parametrize(
    ("rows", "error"),
    [("a,40,-83\na,40,-83\n", PointIdError), ("far,48,11\n", PointOffNetworkError)],
)
def test_faults_of_points_reach_the_caller(
    network_file: Path, tmp_path: Path, rows: str, error: type[Exception]
) -> None:
    points = tmp_path / "points.csv"
    points.write_text(f"id,lat,lon\n{rows}")
    out = tmp_path / "m.npz"
    result = CliRunner().invoke(app, ["matrix", str(network_file), str(points), "--out", str(out)])
    assert isinstance(result.exception, error)
    assert not out.exists()
