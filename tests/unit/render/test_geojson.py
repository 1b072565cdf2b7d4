from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork
from visitplan.render import route_geojson

Week = tuple[PlanRequest, Plan]


def _features(week: Week, network: RoadNetwork) -> list[dict[str, Any]]:
    request, plan = week
    document = json.loads(json.dumps(route_geojson(request, plan, plan.routes[0], network)))
    assert document["type"] == "FeatureCollection"
    return list(document["features"])


def test_each_stop_is_a_point_in_order(week: Week, network: RoadNetwork) -> None:
    points = [f for f in _features(week, network) if f["geometry"]["type"] == "Point"]
    stops = week[1].routes[0].stops
    assert [p["properties"]["number"] for p in points] == list(range(1, len(stops) + 1))
    assert [p["properties"]["visit"] for p in points] == [stop.visit for stop in stops]


def test_each_drive_is_a_line_and_a_break_has_none(week: Week, network: RoadNetwork) -> None:
    lines = [f for f in _features(week, network) if f["geometry"]["type"] == "LineString"]
    route = week[1].routes[0]
    driven = sum(stop.drive_seconds > 0 for stop in route.stops) + 1
    assert len(lines) == driven
    assert sum(line["properties"]["drive_seconds"] for line in lines) == route.drive_seconds


def test_minutes_at_a_new_address_are_told_beside_the_wait(
    week: Week, network: RoadNetwork
) -> None:
    points = [f for f in _features(week, network) if f["geometry"]["type"] == "Point"]
    told = [p["properties"]["arrival_seconds"] for p in points]
    assert told == [300 if stop.kind == "visit" else 0 for stop in week[1].routes[0].stops]


def test_positions_are_longitude_first(week: Week, network: RoadNetwork) -> None:
    for feature in _features(week, network):
        coordinates = feature["geometry"]["coordinates"]
        for lon, lat in coordinates if isinstance(coordinates[0], list) else [coordinates]:
            assert -70 < lon < -68
            assert 36 < lat < 37


def test_lines_follow_the_order_of_the_stops(week: Week, network: RoadNetwork) -> None:
    lines = [
        f["geometry"]["coordinates"]
        for f in _features(week, network)
        if f["properties"]["kind"] == "leg"
    ]
    assert all(one[-1] == other[0] for one, other in pairwise(lines))


def test_no_name_and_no_programme(week: Week, network: RoadNetwork) -> None:
    text = json.dumps(_features(week, network))
    assert "alert" not in text
    assert "secret-program" not in text
    assert "Person" not in text
