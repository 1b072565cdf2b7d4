"""Writes the region as OSM XML (https://wiki.openstreetmap.org/wiki/OSM_XML)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from visitplan_data.region.drawing import Point, Way
from visitplan_data.region.junctions import Nodes
from visitplan_data.region.settlement import Settlement
from visitplan_data.region.traffic import Restriction

ORIGIN = (36.6, -69.0)
"""The town's centre: open Atlantic, 500 km off the coast, so that nobody takes it for real."""
METERS_PER_DEGREE = 111_195.0
STAMP = 'version="1" timestamp="2026-01-01T00:00:00Z" changeset="1" uid="1" user="visitplan"'
FIRST_WAY = 100_000
FIRST_RELATION = 200_000


def degrees(point: Point) -> tuple[str, str]:
    """Give latitude and longitude of a point of the plane, seven decimals."""
    lat = ORIGIN[0] + point[1] / METERS_PER_DEGREE
    lon = ORIGIN[1] + point[0] / (METERS_PER_DEGREE * math.cos(math.radians(ORIGIN[0])))
    return f"{lat:.7f}", f"{lon:.7f}"


def document(
    nodes: Nodes, ways: list[Way], restrictions: list[Restriction], places: list[Settlement]
) -> str:
    """Give the whole file: nodes, ways and relations, each sorted by id."""
    used = sorted({node for way in ways for node in way.nodes})
    ids = {node: number for number, node in enumerate(used, start=1)}
    way_ids = {id(way): FIRST_WAY + number for number, way in enumerate(ways)}
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6" generator="visitplan">']
    lines += [_node(ids[node], nodes.points[node]) for node in used]
    for number, place in enumerate(places, start=len(used) + 1):
        kind = "town" if place.radius_m > 1000 else "village" if place.radius_m > 300 else "hamlet"
        tags = {"place": kind, "name": place.name, "note": "fictional"}
        lines += _tagged(_node(number, place.centre, open_=True), tags, "node")
    for way in ways:
        lines.append(f'<way id="{way_ids[id(way)]}" {STAMP}>')
        lines += [f'<nd ref="{ids[node]}"/>' for node in way.nodes]
        lines += _tags(way.tags)
        lines.append("</way>")
    for number, rule in enumerate(restrictions):
        lines.append(f'<relation id="{FIRST_RELATION + number}" {STAMP}>')
        lines += [
            f'<member type="way" ref="{way_ids[id(rule.origin)]}" role="from"/>',
            f'<member type="node" ref="{ids[rule.via]}" role="via"/>',
            f'<member type="way" ref="{way_ids[id(rule.target)]}" role="to"/>',
        ]
        lines += _tags({"type": "restriction", "restriction": rule.kind})
        lines.append("</relation>")
    return "\n".join([*lines, "</osm>", ""])


def _node(number: int, point: Point, *, open_: bool = False) -> str:
    lat, lon = degrees(point)
    return f'<node id="{number}" {STAMP} lat="{lat}" lon="{lon}"{">" if open_ else "/>"}'


def _tagged(opening: str, tags: dict[str, str], element: str) -> list[str]:
    return [opening, *_tags(tags), f"</{element}>"]


def _tags(tags: dict[str, str]) -> Iterable[str]:
    return [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in sorted(tags.items())]
