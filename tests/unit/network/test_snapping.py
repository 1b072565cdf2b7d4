from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osm_text import World, square

from visitplan.network import RoadNetwork, Snap


def _snap(network: RoadNetwork, x: float, y: float) -> Snap:
    return network.snap(np.array([40 + y / 1000]), np.array([-83 + x / 1000]))


def test_the_nearest_spot_lies_on_the_nearest_edge_not_node(tmp_path: Path) -> None:
    snap = _snap(square().network(tmp_path), 3, -1)
    assert snap.lat[0] == pytest.approx(40.0)
    assert snap.lon[0] == pytest.approx(-82.997)
    assert snap.distance_m[0] == pytest.approx(111.2, abs=0.5)


def test_the_fraction_runs_along_the_arc(tmp_path: Path) -> None:
    world = World().node(1, 0, 0).node(2, 10, 0).node(3, 10, 10).node(4, 0, 10)
    for way_id, pair in enumerate([[1, 2], [2, 3], [3, 4], [4, 1]]):
        world.way(way_id, pair, oneway="yes", maxspeed=str(50 + way_id))
    network = world.network(tmp_path)
    snap = _snap(network, 3, -1)
    arc = int(snap.arc[0])
    assert network.arc_shape(arc)[0] == pytest.approx([40.0, -83.0])
    assert snap.fraction[0] == pytest.approx(0.3)


def test_unreachable_roads_are_not_snapped_to(tmp_path: Path) -> None:
    world = square().node(8, 3, -1).node(9, 4, -1).way(40, [8, 9])
    assert _snap(world.network(tmp_path), 3, -1).distance_m[0] > 100


def test_many_points_are_snapped_as_each_alone(tmp_path: Path) -> None:
    network = square().network(tmp_path)
    rng = np.random.default_rng(3)
    lat, lon = 40 + rng.uniform(-0.002, 0.012, 50), -83 + rng.uniform(-0.002, 0.012, 50)
    together = network.snap(lat, lon)
    for i in range(50):
        alone = network.snap(lat[i : i + 1], lon[i : i + 1])
        assert (together.arc[i], together.fraction[i]) == (alone.arc[0], alone.fraction[0])


def test_no_points_are_no_fault(tmp_path: Path) -> None:
    assert len(square().network(tmp_path).snap(np.zeros(0), np.zeros(0)).arc) == 0
