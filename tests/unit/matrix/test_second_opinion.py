"""The hierarchy against scipy's Dijkstra, which shares no search code with it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from osm_text import World, at

from visitplan.domain.geo import Coordinates
from visitplan.matrix import travel_times
from visitplan.matrix.dijkstra import dijkstra_costs
from visitplan.matrix.endpoints import endpoints, snap_all
from visitplan.matrix.packing import SHIFT
from visitplan.matrix.roads import roads_of
from visitplan.network import RoadNetwork, build_network


def _town(seed: int, folder: Path) -> RoadNetwork:
    """A grid with random gaps, one-way streets, limits and turn restrictions."""
    rng = np.random.default_rng(seed)
    size = 7
    world = World()
    for i in range(size * size):
        world.node(i + 1, *(np.array(divmod(i, size)) * 3 + rng.uniform(-1, 1, 2)))
    way = 100
    for i in range(size * size):
        for j in (i + 1, i + size):
            if j < size * size and (j % size or j != i + 1) and rng.random() < 0.9:
                oneway = rng.choice(["yes", "no", "-1"], p=[0.2, 0.6, 0.2])
                world.way(
                    way, [i + 1, j + 1], oneway=str(oneway), maxspeed=str(rng.integers(20, 90))
                )
                way += 1
    for _ in range(40):
        start, end = rng.integers(100, way, 2)
        via = set(world.ways[int(start)][0]) & set(world.ways[int(end)][0])
        if via:
            kind = str(rng.choice(["no_left_turn", "only_straight_on"]))
            world.restriction(kind, int(start), min(via), int(end))
    return world.network(folder, f"town-{seed}")


@pytest.mark.parametrize("seed", range(12))
def test_random_towns_agree_to_the_second(tmp_path: Path, seed: int) -> None:
    network = _town(seed, tmp_path)
    rng = np.random.default_rng(seed)
    points = [at(*rng.uniform(0, 18, 2)) for _ in range(60)]
    for speeds in ("free_flow", "daypart"):
        one = travel_times(network, points, speeds=speeds, max_snap_m=1e4)
        other = travel_times(network, points, speeds=speeds, max_snap_m=1e4, engine="dijkstra")
        assert np.array_equal(one.seconds, other.seconds)
        assert np.array_equal(one.meters, other.meters)


def test_without_routingkit_dijkstra_steps_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [at(3, 3), at(9, 4), at(15, 11)]
    expected = travel_times(_town(3, tmp_path), points, max_snap_m=1e4)
    monkeypatch.setitem(sys.modules, "routingkit_cch", None)
    found = travel_times(_town(3, tmp_path), points, max_snap_m=1e4)
    assert np.array_equal(found.seconds, expected.seconds)
    assert np.array_equal(found.meters, expected.meters)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sources"), [("porto-pt", 20), ("columbus-oh", 20), ("northern-kentucky", 20)]
)
def test_ten_thousand_real_cells_agree_within_a_second(
    shared_networks: Path, name: str, sources: int
) -> None:
    network = build_network(shared_networks / f"{name}.osm.pbf")
    rng = np.random.default_rng(11)
    nodes = rng.integers(0, network.node_count, 500)
    points = [
        Coordinates(
            lat=network.node_lat_e7[i] / 1e7 + rng.normal() * 3e-4,
            lon=network.node_lon_e7[i] / 1e7 + rng.normal() * 3e-4,
        )
        for i in nodes
    ]
    snap = snap_all(network, points, None, 1000)
    roads = roads_of(network)
    rows = np.sort(rng.choice(500, sources, replace=False))
    swept = roads.costs(snap, None, "hierarchy")[rows]
    expected = dijkstra_costs(network, roads.arc_cost(None), endpoints(network, snap, None), rows)
    expected[np.arange(sources), rows] = 0
    assert swept.size == 10_000
    assert np.abs((swept >> SHIFT) - (expected >> SHIFT)).max() <= 1000
