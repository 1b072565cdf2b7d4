from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osm_text import World, at, square

from visitplan.domain.geo import Coordinates
from visitplan.matrix import PointOffNetworkError, Speeds, travel_times
from visitplan.matrix.errors import SwappedPointError
from visitplan.network import RoadNetwork


def _meters(network: RoadNetwork, *points: Coordinates) -> list[list[int]]:
    times = travel_times(network, points)
    second = travel_times(network, points, engine="dijkstra")
    assert np.array_equal(times.seconds, second.seconds)
    assert np.array_equal(times.meters, second.meters)
    return times.meters.tolist()


# One unit of the grid: 0.001 degrees of latitude, and of longitude at 40 N.
NORTH_M = 111.195
EAST_M = 85.18


def test_two_ways_are_as_long_as_each_other(tmp_path: Path) -> None:
    meters = _meters(square().network(tmp_path), at(2, 0), at(8, 0))
    assert meters[0][1] == meters[1][0] == pytest.approx(6 * EAST_M, abs=2)


def test_a_one_way_street_is_driven_one_way(tmp_path: Path) -> None:
    meters = _meters(square(oneway="yes").network(tmp_path), at(2, 0), at(8, 0))
    assert meters[0][1] == pytest.approx(6 * EAST_M, abs=2)
    round_trip = 20 * EAST_M + 20 * NORTH_M
    assert meters[1][0] == pytest.approx(round_trip - 6 * EAST_M, abs=4)


def test_a_reversed_one_way_street_is_driven_the_other_way(tmp_path: Path) -> None:
    meters = _meters(square(oneway="-1").network(tmp_path), at(2, 0), at(8, 0))
    assert meters[1][0] == pytest.approx(6 * EAST_M, abs=2)
    assert meters[0][1] > meters[1][0] * 5


def test_a_roundabout_is_driven_one_way(tmp_path: Path) -> None:
    meters = _meters(square(junction="roundabout").network(tmp_path), at(2, 0), at(8, 0))
    assert meters[1][0] > meters[0][1] * 5


def _crossing() -> World:
    """A cross with arms 1 west, 2 south, 3 east, 4 north of 5; ways 51..54 run to the middle."""
    world = World().node(5, 0, 0).node(1, -10, 0).node(2, 0, -10).node(3, 10, 0).node(4, 0, 10)
    for arm in (1, 2, 3, 4):
        world.way(50 + arm, [arm, 5])
    return world


def test_a_forbidden_turn_is_not_taken(tmp_path: Path) -> None:
    free = _meters(_crossing().network(tmp_path), at(-5, 0), at(0, 5), at(0, -5))
    world = _crossing().restriction("no_left_turn", 51, 5, 54)
    meters = _meters(world.network(tmp_path), at(-5, 0), at(0, 5), at(0, -5))
    assert meters[0][1] > free[0][1] * 2
    assert meters[0][2] == free[0][2]
    assert meters[1][0] == free[1][0]


def test_the_only_turn_allowed_is_taken(tmp_path: Path) -> None:
    free = _meters(_crossing().network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    world = _crossing().restriction("only_right_turn", 51, 5, 52)
    meters = _meters(world.network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    assert meters[0][2] == free[0][2]
    assert meters[0][1] > free[0][1]
    assert meters[0][3] > free[0][3]
    assert meters[3] == free[3]


def test_two_restrictions_on_one_junction_hold_both(tmp_path: Path) -> None:
    world = _crossing().restriction("no_left_turn", 51, 5, 54)
    world.restriction("no_right_turn", 51, 5, 52).restriction("no_left_turn", 53, 5, 52)
    free = _meters(_crossing().network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    meters = _meters(world.network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    assert meters[0][1] > free[0][1]
    assert meters[0][2] > free[0][2]
    assert meters[0][3] == free[0][3]
    assert meters[3][2] > free[3][2]
    assert meters[3][1] == free[3][1]


def test_of_two_only_turns_each_is_allowed(tmp_path: Path) -> None:
    world = _crossing().restriction("only_right_turn", 51, 5, 52)
    world.restriction("only_left_turn", 51, 5, 54)
    free = _meters(_crossing().network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    meters = _meters(world.network(tmp_path), at(-5, 0), at(0, 5), at(0, -5), at(5, 0))
    assert meters[0][:3] == free[0][:3]
    assert meters[0][3] > free[0][3]


def test_an_only_turn_into_a_road_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    world = _crossing().restriction("only_right_turn", 51, 5, 99)
    assert world.network(tmp_path).sha256 == _crossing().network(tmp_path).sha256


def test_a_point_behind_a_split_junction_is_reached_by_every_way(tmp_path: Path) -> None:
    world = _crossing().restriction("no_left_turn", 51, 5, 54)
    free = _meters(_crossing().network(tmp_path), at(0, -5), at(0, 5), at(5, 0))
    meters = _meters(world.network(tmp_path), at(0, -5), at(0, 5), at(5, 0))
    assert meters == free


def test_a_forbidden_u_turn_leaves_the_way_straight_on(tmp_path: Path) -> None:
    world = _crossing().restriction("no_u_turn", 51, 5, 51)
    network = world.network(tmp_path)
    assert _meters(network, at(-5, 0), at(5, 0)) == _meters(
        _crossing().network(tmp_path, "free"), at(-5, 0), at(5, 0)
    )


@pytest.mark.parametrize(
    "tags", [{"except": "motorcar"}, {"restriction": "no_left_turn_on_red"}, {"type": "route"}]
)
def test_restrictions_that_do_not_bind_cars_are_left_out(
    tmp_path: Path, tags: dict[str, str]
) -> None:
    world = _crossing().restriction("no_left_turn", 51, 5, 54, **tags)
    assert world.network(tmp_path).sha256 == _crossing().network(tmp_path).sha256


def test_a_private_road_is_no_short_cut(tmp_path: Path) -> None:
    open_road = square().way(30, [1, 3])
    private = square().way(30, [1, 3], access="private")
    there = at(0, 2), at(10, 8)
    assert (
        _meters(private.network(tmp_path), *there)[0][1]
        > (_meters(open_road.network(tmp_path), *there)[0][1])
    )


def test_a_bollard_stops_cars_on_either_side(tmp_path: Path) -> None:
    world = square().node(7, 5, 0, barrier="bollard")
    world.ways[11] = ([1, 7, 2], world.ways[11][1])
    meters = _meters(world.network(tmp_path), at(4, 0), at(6, 0))
    assert meters[0][1] == pytest.approx(20 * NORTH_M + 18 * EAST_M, abs=5)


@pytest.mark.parametrize(("maxspeed", "kmh"), [("50", 50.0), ("20 mph", 32.187), ("walk", 7.0)])
def test_limits_make_the_time(tmp_path: Path, maxspeed: str, kmh: float) -> None:
    network = square(maxspeed=maxspeed).network(tmp_path)
    times = travel_times(network, [at(1, 0), at(9, 0)])
    expected_s = 8 * EAST_M / (kmh * 0.82 / 3.6)
    assert times.seconds[0, 0, 1] == pytest.approx(expected_s, abs=2)


def test_a_signal_costs_its_delay_once(tmp_path: Path) -> None:
    world = square().node(7, 5, 0, highway="traffic_signals")
    world.ways[11] = ([1, 7, 2], world.ways[11][1])
    cross = {8: (5, -5)}
    world.node(8, *cross[8]).way(31, [7, 8])
    plain = square().node(7, 5, 0).node(8, 5, -5).way(31, [7, 8])
    plain.ways[11] = ([1, 7, 2], plain.ways[11][1])
    with_signal = travel_times(world.network(tmp_path), [at(1, 0), at(9, 0)]).seconds[0, 0, 1]
    without = travel_times(plain.network(tmp_path), [at(1, 0), at(9, 0)]).seconds[0, 0, 1]
    assert with_signal - without == pytest.approx(7 - 1, abs=1)


def test_the_same_spot_is_no_way_at_all(tmp_path: Path) -> None:
    times = travel_times(square(oneway="yes").network(tmp_path), [at(3, 0), at(3, 0), at(3, 0.5)])
    assert times.seconds[0].tolist() == [[0, 0, 0]] * 3
    assert times.meters.tolist() == [[0, 0, 0]] * 3


def test_points_on_corners_are_on_the_road(tmp_path: Path) -> None:
    corners = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)]
    meters = _meters(square().network(tmp_path), *corners)
    assert meters[0] == pytest.approx(
        [0, 10 * EAST_M, 10 * (EAST_M + NORTH_M), 10 * NORTH_M], abs=3
    )


def test_no_points_give_an_empty_matrix(tmp_path: Path) -> None:
    assert travel_times(square().network(tmp_path), []).seconds.shape == (1, 0, 0)


def test_seconds_are_rounded_up_and_zero_on_the_diagonal(tmp_path: Path) -> None:
    times = travel_times(square().network(tmp_path), [at(1, 0), at(1.001, 0)])
    assert times.seconds.dtype == np.int32
    assert times.seconds[0].tolist() == [[0, 1], [1, 0]]


def test_a_point_off_the_network_is_named(tmp_path: Path) -> None:
    network = square().network(tmp_path)
    points = [at(1, 0), at(50, 50)]
    with pytest.raises(PointOffNetworkError, match=r"'p-2'.*m from the nearest road") as caught:
        travel_times(network, points, names=["p-1", "p-2"])
    assert caught.value.exit_code == 3
    with pytest.raises(PointOffNetworkError, match="number 1"):
        travel_times(network, points)


def test_the_allowed_distance_can_be_set(tmp_path: Path) -> None:
    network = square().network(tmp_path)
    with pytest.raises(PointOffNetworkError):
        travel_times(network, [at(1, -1)], max_snap_m=100)
    assert travel_times(network, [at(1, -1)], max_snap_m=120).seconds.shape == (1, 1, 1)


def test_latitude_and_longitude_exchanged_are_recognized(tmp_path: Path) -> None:
    swapped = Coordinates(lat=-82.995, lon=40.0)
    with pytest.raises(SwappedPointError, match="Swap"):
        travel_times(square().network(tmp_path), [swapped])


def test_parts_of_the_day_are_slower_in_the_rush(tmp_path: Path) -> None:
    network = square(highway="primary").network(tmp_path)
    times = travel_times(network, [at(1, 0), at(9, 9)], speeds="daypart")
    free = travel_times(network, [at(1, 0), at(9, 9)])
    assert times.between(0, 1, 3 * 3600) == free.between(0, 1, 3 * 3600)
    assert times.between(0, 1, 8 * 3600) > times.between(0, 1, 12 * 3600) > free.seconds[0, 0, 1]
    assert times.between(0, 1, 23 * 3600) == free.seconds[0, 0, 1]
    assert times.meters.tolist() == free.meters.tolist()


def test_free_flow_is_the_same_all_day(tmp_path: Path) -> None:
    times = travel_times(square().network(tmp_path), [at(1, 0), at(9, 9)])
    assert {times.between(0, 1, hour * 3600) for hour in range(24)} == {int(times.seconds[0, 0, 1])}


def test_results_cannot_be_changed(tmp_path: Path) -> None:
    times = travel_times(square().network(tmp_path), [at(1, 0)])
    with pytest.raises(ValueError, match="read-only"):
        times.seconds[0, 0, 0] = 1


def test_times_among_some_points_are_those_among_all(tmp_path: Path) -> None:
    network, points = square(oneway="yes").network(tmp_path), [at(2, 0), at(8, 0), at(10, 4)]
    speeds: Speeds
    for speeds in ("free_flow", "daypart"):
        some = travel_times(network, points, speeds=speeds).among([2, 0])
        alone = travel_times(network, [points[2], points[0]], speeds=speeds)
        assert np.array_equal(some.meters, alone.meters)
        assert np.array_equal(some.seconds, alone.seconds)
