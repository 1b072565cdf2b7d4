"""Tiny hand-written OpenStreetMap worlds: nodes on a grid of 0.001 degrees near 40 N, 83 W."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from visitplan.domain.geo import Coordinates
from visitplan.network import RoadNetwork, build_network

ROAD = {"highway": "residential"}


@dataclass
class World:
    """Collects nodes, ways and restrictions, and writes them as OSM XML."""

    nodes: dict[int, tuple[float, float]] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: dict[int, tuple[list[int], dict[str, str]]] = field(default_factory=dict)
    relations: list[tuple[dict[str, str], list[tuple[str, int, str]]]] = field(default_factory=list)

    def node(self, node_id: int, x: float, y: float, **tags: str) -> World:
        self.nodes[node_id] = (x, y)
        self.node_tags[node_id] = tags
        return self

    def way(self, way_id: int, refs: list[int], **tags: str) -> World:
        self.ways[way_id] = (refs, {**ROAD, **{k.replace("__", ":"): v for k, v in tags.items()}})
        return self

    def restriction(self, kind: str, start: int, via: int, end: int, **tags: str) -> World:
        members = [("way", start, "from"), ("node", via, "via"), ("way", end, "to")]
        self.relations.append(({"type": "restriction", "restriction": kind, **tags}, members))
        return self

    def text(self, *, ways_first: bool = False) -> str:
        nodes, ways = self._nodes(), self._ways()
        if ways_first:
            nodes, ways = ways[::-1], nodes[::-1]
        body = "\n".join([*nodes, *ways, *self._relations()])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{body}\n</osm>\n'

    def network(self, folder: Path, name: str = "tiny") -> RoadNetwork:
        path = folder / f"{name}.osm"
        path.write_text(self.text(), "utf-8")
        return build_network(path)

    def _nodes(self) -> list[str]:
        return [
            f'<node id="{i}" version="1" lat="{40 + y / 1000:.7f}" lon="{-83 + x / 1000:.7f}">'
            f"{_tags(self.node_tags[i])}</node>"
            for i, (x, y) in self.nodes.items()
        ]

    def _ways(self) -> list[str]:
        return [
            f'<way id="{i}" version="1">'
            + "".join(f'<nd ref="{ref}"/>' for ref in refs)
            + f"{_tags(tags)}</way>"
            for i, (refs, tags) in self.ways.items()
        ]

    def _relations(self) -> list[str]:
        return [
            f'<relation id="{number}" version="1">'
            + "".join(f'<member type="{t}" ref="{r}" role="{role}"/>' for t, r, role in members)
            + f"{_tags(tags)}</relation>"
            for number, (tags, members) in enumerate(self.relations, 1)
        ]


def at(x: float, y: float) -> Coordinates:
    """A place on the grid."""
    return Coordinates(lat=40 + y / 1000, lon=-83 + x / 1000)


def square(**tags: str) -> World:
    """Four corners 1-2-3-4, counter-clockwise from the south-west, 10 units a side, one way each."""
    world = World().node(1, 0, 0).node(2, 10, 0).node(3, 10, 10).node(4, 0, 10)
    for way_id, (start, end) in enumerate([(1, 2), (2, 3), (3, 4), (4, 1)], 11):
        world.way(way_id, [start, end], **tags)
    return world


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
