from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from osm_text import World, at, square

from visitplan.matrix import PointOffNetworkError, route_geometry, travel_times
from visitplan.network import RoadNetwork
from visitplan.network.distances import great_circle_m


def _length_m(line: list[tuple[float, float]]) -> float:
    spots = np.array(line)
    return float(great_circle_m(spots[:-1, 0], spots[:-1, 1], spots[1:, 0], spots[1:, 1]).sum())


def test_the_line_follows_the_road_round_the_corner(tmp_path: Path) -> None:
    (line,) = route_geometry(square().network(tmp_path), [at(4, 0), at(10, 6)])
    assert [spot for here in line for spot in here] == pytest.approx(
        [40.0, -82.996, 40.0, -82.99, 40.006, -82.99]
    )


def test_a_line_backward_on_a_one_way_goes_round(tmp_path: Path) -> None:
    network = square(oneway="yes").network(tmp_path)
    points = [at(8, 0), at(2, 0)]
    (line,) = route_geometry(network, points)
    assert len(line) == 6
    assert _length_m(line) == pytest.approx(travel_times(network, points).meters[0, 1], abs=2)


def test_one_line_for_each_leg_and_they_join(tmp_path: Path) -> None:
    lines = route_geometry(square().network(tmp_path), [at(4, 0), at(10, 6), at(4, 10), at(0, 3)])
    assert len(lines) == 3
    assert all(one[-1] == other[0] for one, other in itertools.pairwise(lines))


def test_a_leg_to_the_same_spot_is_that_spot_twice(tmp_path: Path) -> None:
    (line,) = route_geometry(square().network(tmp_path), [at(4, 0), at(4, 0)])
    assert len(line) == 2
    assert line[0] == line[1]


def test_fewer_than_two_points_have_no_leg(tmp_path: Path) -> None:
    assert route_geometry(square().network(tmp_path), [at(4, 0)]) == []


def test_a_point_off_the_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(PointOffNetworkError, match="'office'"):
        route_geometry(square().network(tmp_path), [at(0, 0), at(99, 0)], names=["a", "office"])


def _restricted() -> World:
    world = square().node(5, 5, 5).way(20, [1, 5, 3]).way(21, [2, 5, 4])
    return world.restriction("no_left_turn", 20, 5, 21).restriction("only_straight_on", 21, 5, 21)


@pytest.mark.parametrize("with_hierarchy", [True, False])
def test_lines_are_as_long_as_the_matrix_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_hierarchy: bool
) -> None:
    network = _restricted().network(tmp_path)
    if not with_hierarchy:
        # What the program sees where RoutingKit's bindings are not installed.
        monkeypatch.setitem(__import__("sys").modules, "routingkit_cch", None)
    _compare(network, seed=1)


def _compare(network: RoadNetwork, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = [at(*rng.uniform(0, 10, 2)) for _ in range(40)]
    meters = travel_times(network, points, max_snap_m=1000).meters
    for leg, line in enumerate(route_geometry(network, points, max_snap_m=1000)):
        assert _length_m(line) == pytest.approx(int(meters[leg, leg + 1]), abs=3)


@pytest.mark.slow
def test_real_lines_are_as_long_as_the_matrix_says(shared_networks: Path) -> None:
    from visitplan.domain.geo import Coordinates
    from visitplan.network import build_network

    network = build_network(shared_networks / "northern-kentucky.osm.pbf")
    rng = np.random.default_rng(5)
    nodes = rng.integers(0, network.node_count, 150)
    points = [
        Coordinates(lat=network.node_lat_e7[i] / 1e7 + 2e-4, lon=network.node_lon_e7[i] / 1e7)
        for i in nodes
    ]
    meters = travel_times(network, points).meters
    lines = route_geometry(network, points)
    for leg, line in enumerate(lines):
        assert _length_m(line) == pytest.approx(int(meters[leg, leg + 1]), abs=6)


def test_the_same_points_give_the_same_lines(tmp_path: Path) -> None:
    network = _restricted().network(tmp_path)
    points = [at(1, 1), at(9, 4), at(3, 10)]
    assert route_geometry(network, points) == route_geometry(network, points)
