"""Both doors, the extract and OSMnx, lead to the same network."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import osmnx
import pytest
from osm_text import World, square

from visitplan.network import build_network, download_network
from visitplan.network.assembly import assemble
from visitplan.network.download import osmnx_settings, roads_from_graph
from visitplan.network.errors import DownloadError, NoRoadsError
from visitplan.network.osm_reader import read_extract


def _world() -> World:
    world = square(maxspeed="30 mph").node(5, 5, 5, highway="traffic_signals").node(6, 5, -1)
    world.way(20, [1, 5, 3], highway="primary", oneway="-1").way(
        21, [2, 5, 4], junction="roundabout"
    )
    world.way(22, [1, 6, 2], highway="tertiary").way(23, [4, 6], highway="footway")
    world.node(7, 12, 0, barrier="bollard").way(24, [2, 7, 3], access="destination")
    return world


def _graph(path: Path) -> object:
    with osmnx_settings():
        return osmnx.graph_from_xml(path, simplify=False, retain_all=True)


def _second_door(path: Path) -> str:
    roads = roads_from_graph(_graph(path), path.name, read_extract(path).restrictions)  # type: ignore[arg-type]
    return assemble(roads, path.name).sha256


def test_both_doors_lead_to_the_same_network(tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    path.write_text(_world().text(), "utf-8")
    assert _second_door(path) == build_network(path).sha256


def test_restrictions_hold_behind_both_doors(tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    path.write_text(_world().restriction("no_left_turn", 11, 2, 12).text(), "utf-8")
    assert _second_door(path) == build_network(path).sha256


@pytest.mark.slow
def test_both_doors_agree_on_a_real_extract(shared_networks: Path, tmp_path: Path) -> None:
    import osmium

    source = shared_networks / "northern-kentucky.osm.pbf"
    path = tmp_path / "real.osm"
    with osmium.SimpleWriter(str(path)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)
    assert _second_door(path) == build_network(source).sha256


def test_settings_of_osmnx_are_put_back() -> None:
    before = list(osmnx.settings.useful_tags_way)
    with osmnx_settings():
        assert osmnx.settings.all_oneway is True
    assert osmnx.settings.useful_tags_way == before
    assert osmnx.settings.all_oneway is False


def test_a_graph_without_roads_is_no_network(tmp_path: Path) -> None:
    path = tmp_path / "paths.osm"
    path.write_text(World().node(1, 0, 0).node(2, 1, 0).way(1, [1, 2], highway="path").text())
    with pytest.raises(NoRoadsError):
        roads_from_graph(_graph(path), "paths")  # type: ignore[arg-type]


class _MapServer(BaseHTTPRequestHandler):
    """A Nominatim and an Overpass that know one town."""

    world = _world().restriction("no_left_turn", 11, 2, 12)

    def log_message(self, *args: object) -> None:
        """Keep test output clean."""

    def do_GET(self) -> None:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        known = query.get("q") == ["Tinytown"]
        ring = [[-83.1, 39.9], [-82.9, 39.9], [-82.9, 40.1], [-83.1, 40.1], [-83.1, 39.9]]
        place = {
            "place_id": 1,
            "lat": "40",
            "lon": "-83",
            "boundingbox": ["39.9", "40.1", "-83.1", "-82.9"],
            "importance": 1,
            "geojson": {"type": "Polygon", "coordinates": [ring]},
        }
        self._answer([place] if known else [])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = urllib.parse.parse_qs(body)["data"][0]
        self._answer({"elements": self._relations() if "restriction" in query else self._roads()})

    def _roads(self) -> list[dict[str, object]]:
        nodes: list[dict[str, object]] = [
            {"type": "node", "id": i, "lat": 40 + y / 1000, "lon": -83 + x / 1000,
             "tags": self.world.node_tags[i]}
            for i, (x, y) in self.world.nodes.items()
        ]  # fmt: skip
        return nodes + [
            {"type": "way", "id": i, "nodes": refs, "tags": tags}
            for i, (refs, tags) in self.world.ways.items()
        ]

    def _relations(self) -> list[dict[str, object]]:
        return [
            {"type": "relation", "id": 1, "tags": tags,
             "members": [{"type": t, "ref": r, "role": role} for t, r, role in members]}
            for tags, members in self.world.relations
        ]  # fmt: skip

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def map_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _MapServer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    monkeypatch.setattr(osmnx.settings, "nominatim_url", url)
    monkeypatch.setattr(osmnx.settings, "overpass_url", f"{url}api")
    monkeypatch.setattr(osmnx.settings, "overpass_rate_limit", False)
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
def test_a_downloaded_place_equals_its_extract(map_server: str, tmp_path: Path) -> None:
    network = download_network("Tinytown")
    path = tmp_path / "town.osm"
    path.write_text(_MapServer.world.text(), "utf-8")
    assert network.name == "Tinytown"
    assert network.sha256 == build_network(path).sha256


@pytest.mark.enable_socket
def test_an_unknown_place_is_named(map_server: str) -> None:
    with pytest.raises(DownloadError, match="'Nowhere'") as caught:
        download_network("Nowhere")
    assert caught.value.exit_code == 3


@pytest.mark.enable_socket
def test_a_server_that_is_away_is_a_download_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osmnx.settings, "nominatim_url", "http://127.0.0.1:9/")
    with pytest.raises(DownloadError, match="network build"):
        download_network("Tinytown")
