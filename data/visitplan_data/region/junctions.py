"""Where streets cross they share a node: from drawn lines to a connected network."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

from visitplan_data.region.drawing import Point, Way, coordinates, distance_m

MERGE_M = 3.0
"""Points nearer to each other than this become one node."""
STUB_M = 32.0
"""Loose ends shorter than this are trimmed."""


class Nodes:
    """Numbers points; points that nearly coincide share one number."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._grid: dict[tuple[int, int], list[int]] = defaultdict(list)

    def number(self, point: Point) -> int:
        """Give the node at a point, a new one where none is near."""
        column, row = math.floor(point[0] / MERGE_M), math.floor(point[1] / MERGE_M)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for node in self._grid[i, j]:
                    if distance_m(self.points[node], point) < MERGE_M:
                        return node
        self.points.append((round(point[0], 2), round(point[1], 2)))
        self._grid[column, row].append(len(self.points) - 1)
        return len(self.points) - 1


def cut_at_river(ways: list[Way], river: LineString, bank_m: float) -> list[Way]:
    """End streets at the river's banks, or carry them over it on a bridge of their own."""
    water = river.buffer(bank_m)
    result = []
    for way in ways:
        line = LineString(way.points)
        if not line.intersects(water):
            result.append(way)
            continue
        result += [_part(way, g, {}) for g in _pieces(line.difference(water))]
        if way.bridges:
            over = {"bridge": "yes", "layer": "1"}
            result += [_part(way, g, over) for g in _pieces(line.intersection(water))]
    return result


def join(ways: list[Way]) -> Nodes:
    """Number the nodes of all ways, with a shared node wherever two that meet cross."""
    nodes = Nodes()
    for way in sorted(ways, key=lambda w: w.meets):
        way.nodes = [nodes.number(p) for p in way.points]
    segments = [
        (index, at)
        for index, way in enumerate(ways)
        if way.meets
        for at in range(len(way.points) - 1)
    ]
    lines = [LineString(ways[i].points[at : at + 2]) for i, at in segments]
    inserted: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
    pairs = STRtree(lines).query(lines, predicate="intersects").T
    for first, second in sorted((int(a), int(b)) for a, b in pairs if a < b):
        one, two = segments[first], segments[second]
        if one[0] == two[0] and abs(one[1] - two[1]) <= 1:
            continue
        for point in _meetings(lines[first].intersection(lines[second])):
            node = nodes.number(point)
            for segment in (one, two):
                start = ways[segment[0]].points[segment[1]]
                inserted[segment].append((distance_m(start, point), node))
    for index, way in enumerate(ways):
        _insert(way, [inserted.get((index, at), []) for at in range(len(way.points) - 1)])
    return nodes


def trim(ways: list[Way], nodes: Nodes) -> list[Way]:
    """Cut loose ends that are too short to be a street."""
    while True:
        uses = Counter(node for way in ways for node in way.nodes)
        trimmed = False
        for way in ways:
            for _ in range(2):
                way.nodes.reverse()
                if way.tags["highway"] != "service" and _trim_end(way, nodes, uses):
                    trimmed = True
        ways = [way for way in ways if len(way.nodes) > 1]
        if not trimmed:
            return ways


def main_part(ways: list[Way]) -> list[Way]:
    """Keep the ways that hang together with most of the others."""
    leader: dict[int, int] = {}

    def find(node: int) -> int:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for way in ways:
        for a, b in zip(way.nodes, way.nodes[1:], strict=False):
            leader[find(a)] = find(b)
    biggest = Counter(find(way.nodes[0]) for way in ways).most_common(1)[0][0]
    return [way for way in ways if find(way.nodes[0]) == biggest]


def _trim_end(way: Way, nodes: Nodes, uses: Counter[int]) -> bool:
    if len(way.nodes) < 2 or uses[way.nodes[-1]] > 1:
        return False
    walked = 0.0
    for at in range(len(way.nodes) - 1, 0, -1):
        walked += distance_m(nodes.points[way.nodes[at]], nodes.points[way.nodes[at - 1]])
        if walked > STUB_M:
            return False
        if uses[way.nodes[at - 1]] > 1:
            for node in way.nodes[at:]:
                uses[node] -= 1
            del way.nodes[at:]
            return True
    return False


def _insert(way: Way, added: list[list[tuple[float, int]]]) -> None:
    line = [way.nodes[0]]
    for at, extra in enumerate(added):
        line += [node for _, node in sorted(extra)]
        line.append(way.nodes[at + 1])
    way.nodes = [n for i, n in enumerate(line) if i == 0 or n != line[i - 1]]


def _part(way: Way, piece: LineString, tags: dict[str, str]) -> Way:
    return Way(coordinates(piece), {**way.tags, **tags}, meets=way.meets, bridges=way.bridges)


def _pieces(geometry: BaseGeometry) -> list[LineString]:
    parts = getattr(geometry, "geoms", [geometry])
    return [g for g in parts if isinstance(g, LineString) and g.length > 1]


def _meetings(geometry: BaseGeometry) -> list[Point]:
    parts = getattr(geometry, "geoms", [geometry])
    return [(c[0], c[1]) for g in parts if not g.is_empty for c in g.coords]
