from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import osmium
import pytest
from osm_text import World, square

from visitplan.network import build_network
from visitplan.network.errors import (
    NoRoadsError,
    RoadFileBrokenError,
    RoadFileFormatError,
    RoadFileMissingError,
)


def _pbf(source: Path, target: Path) -> Path:
    with osmium.SimpleWriter(str(target)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)
    return target


def _world() -> World:
    world = square().node(5, 5, 5).way(20, [1, 5, 3], highway="primary", oneway="yes")
    return world.restriction("no_left_turn", 11, 2, 12).node(6, 5, 0, highway="traffic_signals")


def test_every_format_gives_the_same_network(tmp_path: Path) -> None:
    text = _world().text()
    plain = tmp_path / "town.osm"
    plain.write_text(text, "utf-8")
    (tmp_path / "town.osm.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "town.osm.bz2").write_bytes(bz2.compress(text.encode()))
    _pbf(plain, tmp_path / "town.osm.pbf")
    networks = [build_network(tmp_path / f"town.osm{end}") for end in ("", ".gz", ".bz2", ".pbf")]
    assert {network.sha256 for network in networks} == {networks[0].sha256}
    assert {network.name for network in networks} == {"town"}


def test_the_order_of_objects_does_not_matter(tmp_path: Path) -> None:
    unsorted = tmp_path / "unsorted.osm"
    unsorted.write_text(_world().text(ways_first=True), "utf-8")
    assert build_network(unsorted).sha256 == _world().network(tmp_path).sha256


def test_an_unsorted_pbf_is_read_like_a_sorted_one(tmp_path: Path) -> None:
    unsorted = tmp_path / "unsorted.osm"
    unsorted.write_text(_world().text(ways_first=True), "utf-8")
    pbf = _pbf(unsorted, tmp_path / "unsorted.osm.pbf")
    assert build_network(pbf).sha256 == _world().network(tmp_path).sha256


def test_the_name_does_not_change_the_checksum(tmp_path: Path) -> None:
    one, other = _world().network(tmp_path, "one"), _world().network(tmp_path, "other")
    assert one.name != other.name
    assert one.sha256 == other.sha256


def test_points_between_junctions_join_into_one_piece(tmp_path: Path) -> None:
    world = square().node(5, 5, 1)
    world.ways[11] = ([1, 5, 2], world.ways[11][1])
    network = world.network(tmp_path)
    assert network.piece_length_cm.sum() > 0
    # One closed ring, cut in two so that no piece ends where it starts.
    assert len(network.piece_class) == 2
    assert network.arc_count == 4


def test_roads_of_which_nobody_returns_are_left_out(tmp_path: Path) -> None:
    world = square().node(9, 20, 0).way(30, [2, 9], oneway="yes")
    assert build_bounds(world, tmp_path) == build_bounds(square(), tmp_path)


def build_bounds(world: World, folder: Path) -> tuple[float, float, float, float]:
    return world.network(folder).bounds


def test_segments_whose_nodes_are_cut_off_are_left_out(tmp_path: Path) -> None:
    world = square().way(30, [2, 999])
    assert world.network(tmp_path).sha256 == square().network(tmp_path).sha256


def test_bounds_are_south_west_north_east(tmp_path: Path) -> None:
    assert square().network(tmp_path).bounds == pytest.approx((40.0, -83.0, 40.01, -82.99))


@pytest.mark.parametrize("name", ["a.osm", "a.osm.gz", "a.osm.bz2", "a.osm.pbf"])
def test_an_empty_file_is_broken(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    with pytest.raises(RoadFileBrokenError, match="empty"):
        build_network(path)


@pytest.mark.parametrize("name", ["a.osm", "a.osm.gz", "a.osm.bz2", "a.osm.pbf"])
def test_text_of_another_kind_is_broken(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("id,lat,lon\n1,2,3\n" * 20)
    with pytest.raises(RoadFileBrokenError, match=r"is damaged or not"):
        build_network(path)


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".pbf"])
def test_a_file_cut_off_is_broken(tmp_path: Path, ending: str) -> None:
    text = _world().text()
    plain = tmp_path / "town.osm"
    plain.write_text(text)
    whole = {
        "": text.encode(),
        ".gz": gzip.compress(text.encode()),
        ".bz2": bz2.compress(text.encode()),
        ".pbf": _pbf(plain, tmp_path / "town.osm.pbf").read_bytes(),
    }[ending]
    path = tmp_path / f"cut.osm{ending}"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(RoadFileBrokenError):
        build_network(path)


@pytest.mark.parametrize(("good", "bad"), [('lat="40.0', 'lat="4O.0'), ('id="1"', 'id="x"')])
def test_a_bad_number_in_xml_is_broken(tmp_path: Path, good: str, bad: str) -> None:
    path = tmp_path / "town.osm"
    path.write_text(_world().text().replace(good, bad, 1), "utf-8")
    with pytest.raises(RoadFileBrokenError):
        build_network(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RoadFileMissingError, match=r"nowhere\.osm\.pbf"):
        build_network(tmp_path / "nowhere.osm.pbf")


def test_a_folder_is_no_extract(tmp_path: Path) -> None:
    (tmp_path / "folder.osm").mkdir()
    with pytest.raises(RoadFileMissingError):
        build_network(tmp_path / "folder.osm")


def test_an_unknown_ending_is_named(tmp_path: Path) -> None:
    with pytest.raises(RoadFileFormatError, match=r"town\.shp"):
        build_network(tmp_path / "town.shp")


def test_a_map_without_roads_has_no_network(tmp_path: Path) -> None:
    with pytest.raises(NoRoadsError) as caught:
        World().node(1, 0, 0).node(2, 1, 0).way(1, [1, 2], highway="footway").network(tmp_path)
    assert caught.value.exit_code == 3


def test_a_single_one_way_street_is_no_network(tmp_path: Path) -> None:
    with pytest.raises(NoRoadsError):
        World().node(1, 0, 0).node(2, 1, 0).way(1, [1, 2], oneway="yes").network(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["columbus-oh", "northern-kentucky"])
def test_a_real_extract_gives_the_same_network_twice(shared_networks: Path, name: str) -> None:
    path = shared_networks / f"{name}.osm.pbf"
    one, other = build_network(path), build_network(path)
    assert one.sha256 == other.sha256
    assert one.node_count > 10_000


@pytest.mark.slow
def test_a_real_extract_cut_off_is_broken(shared_networks: Path, tmp_path: Path) -> None:
    whole = (shared_networks / "columbus-oh.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[:-1000])
    with pytest.raises(RoadFileBrokenError):
        build_network(path)
