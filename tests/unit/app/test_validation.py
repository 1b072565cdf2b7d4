"""Places that lie off the roads, or on them once exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from documents import encoded, request
from osm_text import World

from visitplan.app.validation import all_faults, network_faults
from visitplan.domain.loading import load_request

if TYPE_CHECKING:
    from pathlib import Path

    from visitplan.network import RoadNetwork


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    """One long street from 40.000, -83.000 to 40.010, -83.000."""
    world = World().node(1, 0, 0).node(2, 0, 10).way(1, [1, 2])
    folder: Path = tmp_path_factory.mktemp("roads")
    return world.network(folder)


def _request_at(street_lat: float, street_lon: float, **home: float) -> dict[str, Any]:
    document = request()
    for person in document["case_managers"]:
        person["start"] = {"lat": street_lat, "lon": street_lon}
    for patient in document["patients"]:
        patient["location"] = {"lat": street_lat, "lon": street_lon}
    document["patients"][0]["location"] |= home
    return document


def _somewhere(roads: RoadNetwork) -> tuple[float, float]:
    south, west, north, _ = roads.bounds
    return (south + north) / 2, west


def test_places_on_a_road_are_right(roads: RoadNetwork) -> None:
    asked, _ = load_request(encoded(_request_at(*_somewhere(roads))))
    assert network_faults(asked, roads) == ()


def test_a_place_far_from_every_road_is_named_with_its_distance(roads: RoadNetwork) -> None:
    lat, lon = _somewhere(roads)
    asked, _ = load_request(encoded(_request_at(lat, lon, lat=lat + 0.1)))
    (fault,) = network_faults(asked, roads)
    assert (fault.code, fault.pointer) == ("VP1273", "/patients/0/location")
    assert "km from the nearest road" in fault.message


def test_all_places_swapped_are_known_by_the_roads(roads: RoadNetwork) -> None:
    lat, lon = _somewhere(roads)
    asked, _ = load_request(encoded(_request_at(lon, lat)))
    faults = network_faults(asked, roads)
    assert {fault.code for fault in faults} == {"VP1272"}
    assert len(faults) == 4


def test_faults_of_roads_and_of_the_document_come_together(roads: RoadNetwork) -> None:
    lat, lon = _somewhere(roads)
    document = _request_at(lat, lon, lat=lat + 0.1)
    document["patients"][1]["primary"] = "cm-77"
    faults = all_faults(encoded(document), roads)
    assert [fault.code for fault in faults] == ["VP1111", "VP1273"]


def test_a_swapped_place_is_told_once(roads: RoadNetwork) -> None:
    lat, lon = _somewhere(roads)
    document = _request_at(lat, lon)
    document["patients"][0]["location"] = {"lat": lon, "lon": lat}
    faults = all_faults(encoded(document), roads)
    assert [(fault.code, fault.pointer) for fault in faults] == [("VP1272", "/patients/0/location")]
