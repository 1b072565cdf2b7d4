from __future__ import annotations

from pathlib import Path

import pytest
from osm_text import square


def test_each_piece_is_drawn_once(tmp_path: Path) -> None:
    network = square().way(30, [1, 3], highway="primary").network(tmp_path)
    lines = list(network.road_lines())
    assert sorted(name for name, _ in lines) == ["primary", "residential", "residential"]
    assert all(line.shape[1] == 2 for _, line in lines)


def test_a_box_leaves_far_pieces_out(tmp_path: Path) -> None:
    world = square().way(30, [1, 3], highway="primary")
    world.node(7, 100, 100).way(31, [3, 7], highway="tertiary")
    names = [n for n, _ in world.network(tmp_path).road_lines((40.05, -82.95, 40.2, -82.8))]
    assert names == ["tertiary"]


def test_the_graph_is_shaped_like_osmnx(tmp_path: Path) -> None:
    world = square().way(30, [1, 3], highway="primary", oneway="yes", maxspeed="50")
    graph = world.network(tmp_path).to_networkx()
    assert graph.graph["crs"] == "epsg:4326"
    assert set(graph.nodes[0]) == {"x", "y", "osmid"}
    (edge,) = [data for _, _, data in graph.edges(data=True) if data["highway"] == "primary"]
    assert edge["oneway"] is True
    assert edge["osmid"] == 30
    assert edge["speed_kph"] == pytest.approx(50 * 0.88, rel=0.01)
    assert edge["geometry"].coords[0] == pytest.approx((-83.0, 40.0))
    assert edge["travel_time"] >= edge["length"] / edge["speed_kph"] * 3.6


def test_two_way_edges_exist_in_both_directions(tmp_path: Path) -> None:
    graph = square().network(tmp_path).to_networkx()
    assert sorted(data["reversed"] for _, _, data in graph.edges(data=True)) == [
        False,
        False,
        True,
        True,
    ]
    assert not any(data["oneway"] for _, _, data in graph.edges(data=True))
