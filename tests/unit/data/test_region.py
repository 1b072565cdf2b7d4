from __future__ import annotations

import bz2
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from visitplan.matrix import travel_times
from visitplan.network import RoadNetwork, build_network
from visitplan_data import make_region


@pytest.fixture(scope="module")
def region() -> ET.Element:
    return ET.fromstring(bz2.decompress(make_region.FILE.read_bytes()))


@pytest.fixture(scope="module")
def network() -> RoadNetwork:
    return build_network(make_region.FILE, name="sample")


def tags(element: ET.Element) -> dict[str, str]:
    return {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}


def test_the_script_writes_the_committed_bytes_again(tmp_path: Path) -> None:
    again = tmp_path / "region.osm.bz2"
    again.write_bytes(bz2.compress(make_region.region_xml().encode(), 9))
    assert again.read_bytes() == make_region.FILE.read_bytes()


def test_the_file_is_small() -> None:
    assert make_region.FILE.stat().st_size < 500_000


def test_every_reference_leads_to_an_element(region: ET.Element) -> None:
    nodes = {node.attrib["id"] for node in region.iter("node")}
    ways = {way.attrib["id"] for way in region.iter("way")}
    assert {nd.attrib["ref"] for nd in region.iter("nd")} <= nodes
    members = [member.attrib for member in region.iter("member")]
    assert {m["ref"] for m in members if m["type"] == "way"} <= ways
    assert {m["ref"] for m in members if m["type"] == "node"} <= nodes


def test_ids_are_unique_and_ascending_as_in_extracts(region: ET.Element) -> None:
    for kind in ("node", "way", "relation"):
        ids = [int(element.attrib["id"]) for element in region.iter(kind)]
        assert ids == sorted(set(ids))


def test_no_way_repeats_a_node_at_once(region: ET.Element) -> None:
    for way in region.iter("way"):
        refs = [nd.attrib["ref"] for nd in way.iter("nd")]
        assert len(refs) > 1
        assert all(a != b for a, b in pairwise(refs))


def test_it_has_what_makes_real_roads_awkward(region: ET.Element) -> None:
    ways = [tags(way) for way in region.iter("way")]
    classes = Counter(way.get("highway") for way in ways)
    assert {
        "motorway",
        "motorway_link",
        "trunk",
        "primary",
        "secondary",
        "tertiary",
        "unclassified",
        "residential",
        "service",
        "track",
    } <= set(classes)
    assert {"yes", "-1"} <= {way.get("oneway") for way in ways}
    assert any(way.get("junction") == "roundabout" for way in ways)
    assert {"private", "no"} <= {way.get("access") for way in ways}
    assert any(way.get("route") == "ferry" for way in ways)
    limits = {way["maxspeed"] for way in ways if "maxspeed" in way}
    assert any(limit.endswith("mph") for limit in limits)
    assert any(limit.isdigit() for limit in limits)
    assert 2 <= sum(way.get("bridge") == "yes" for way in ways) <= 6
    turns = Counter(tags(relation).get("restriction") for relation in region.iter("relation"))
    assert {"no_left_turn", "no_right_turn", "only_straight_on", "no_u_turn"} <= set(turns)


def test_it_lies_in_the_open_atlantic(network: RoadNetwork) -> None:
    south, west, north, east = network.bounds
    assert 36 < south < north < 37
    assert -70 < west < east < -68


def test_nearly_all_roads_belong_to_the_connected_part(
    region: ET.Element, network: RoadNetwork
) -> None:
    drivable = {
        way.attrib["id"]
        for way in region.iter("way")
        if tags(way).get("highway") not in {None, "track"}
        and tags(way).get("access") not in {"private", "no"}
        and tags(way).get("service") != "parking_aisle"
    }
    kept = set(map(str, network.piece_way.tolist()))
    assert len(drivable & kept) > 0.97 * len(drivable)


def test_places_lie_five_to_thirty_five_minutes_apart(
    region: ET.Element, network: RoadNetwork
) -> None:
    from visitplan.domain.geo import Coordinates

    places = [
        Coordinates(lat=float(node.attrib["lat"]), lon=float(node.attrib["lon"]))
        for node in region.iter("node")
        if "place" in tags(node)
    ]
    times = travel_times(network, places)
    count = len(places)
    minutes = np.array(
        [times.between(i, j, 36_000) / 60 for i in range(count) for j in range(count) if i != j]
    )
    assert len(places) == len(make_region.PLACES)
    assert minutes.min() > 4
    assert minutes.max() < 40
    assert np.quantile(minutes, 0.95) < 35
