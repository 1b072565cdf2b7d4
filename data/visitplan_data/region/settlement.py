"""Towns and villages: quarters between main streets, each with its own pattern of streets."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

import shapely
from shapely import LineString, MultiPoint, Polygon
from shapely import Point as ShapelyPoint
from shapely.ops import linemerge, polygonize, unary_union

from visitplan_data.region.drawing import Point, Way, distance_m, length_m, smooth, wander
from visitplan_data.region.names import Names

RANK = ("trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "service")


@dataclass
class Settlement:
    """A place with the main streets around its quarters; `outline` is its built-up area."""

    name: str
    centre: Point
    radius_m: float
    outline: Polygon
    mains: list[Way] = field(default_factory=list)
    quarters: list[Polygon] = field(default_factory=list)

    def gate(self, away: Point) -> Point:
        """Give the outer junction of main streets that lies nearest to a point outside."""
        uses: dict[Point, int] = defaultdict(int)
        for way in self.mains:
            uses[way.points[0]] += 1
            uses[way.points[-1]] += 1
        edge = self.outline.exterior
        outer = [p for p, n in uses.items() if n > 2 and edge.distance(ShapelyPoint(p)) < 1]
        return min(outer, key=lambda p: (distance_m(p, away), p))

    def upgrade(self, start: Point, end: Point, highway: str, name: str) -> None:
        """Make the shortest way along main streets a through road."""
        for way in self._path(start, end):
            if RANK.index(highway) < RANK.index(way.tags["highway"]):
                way.tags["highway"] = highway
                way.tags["name"] = name
            way.bridges = way.bridges or RANK.index(highway) <= 2

    def open_edge(self, rng: random.Random, missing: float) -> None:
        """Drop some of the streets around the place, so that others end in the fields."""
        edge = self.outline.exterior.buffer(12)
        lowest = {"tertiary", "unclassified"}
        self.mains = [
            way
            for way in self.mains
            if way.tags["highway"] not in lowest
            or not edge.contains(LineString(way.points))
            or rng.random() > missing
        ]

    def middle(self) -> Point:
        """Give the junction of main streets nearest to the centre."""
        ends = {p for way in self.mains for p in (way.points[0], way.points[-1])}
        return min(ends, key=lambda p: (distance_m(p, self.centre), p))

    def _path(self, start: Point, end: Point) -> list[Way]:
        best: dict[Point, tuple[float, list[Way]]] = {start: (0.0, [])}
        frontier = {start}
        while frontier:
            here = min(frontier, key=lambda p: (best[p][0], p))
            frontier.remove(here)
            if here == end:
                break
            for way in self.mains:
                if here not in (way.points[0], way.points[-1]):
                    continue
                there = way.points[-1] if way.points[0] == here else way.points[0]
                cost = best[here][0] + length_m(way.points)
                if there not in best or cost < best[there][0]:
                    best[there] = (cost, [*best[here][1], way])
                    frontier.add(there)
        return best[end][1]


def found(
    rng: random.Random, names: Names, name: str, centre: Point, radius_m: float
) -> Settlement:
    """Lay out the quarters of a place and the main streets between them."""
    outline = _blob(rng, centre, radius_m)
    seeds = _quarter_seeds(rng, centre, radius_m)
    cells = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline.buffer(radius_m))
    place = Settlement(name, centre, radius_m, outline)
    segments: set[tuple[Point, Point]] = set()
    for cell in cells.geoms:
        clipped = cell.intersection(outline)
        ring = [_rounded(p) for p in clipped.boundary.coords]
        segments |= {(min(a, b), max(a, b)) for a, b in pairwise(ring) if a != b}
    merged = linemerge([LineString(s) for s in sorted(segments)])
    lines = sorted(
        tuple(_rounded(p) for p in line.coords) for line in getattr(merged, "geoms", [merged])
    )
    for line in lines:
        inner = place.outline.exterior.distance(LineString(line).centroid) > 5 and len(line) == 2
        points = list(line)
        if inner:
            step_m = max(60.0, distance_m(line[0], line[-1]) / 8)
            points = wander(rng, line[0], line[-1], 0.05, step_m)
        points = smooth(points)
        kind = "tertiary" if radius_m > 1000 else "unclassified"
        place.mains.append(Way(points, {"highway": kind, "name": names.street(kind)}))
    network = unary_union([LineString(way.points) for way in place.mains])
    place.quarters = sorted(polygonize(network), key=lambda p: _rounded(p.centroid.coords[0]))
    return place


def _quarter_seeds(rng: random.Random, centre: Point, radius_m: float) -> list[Point]:
    seeds = [(centre[0] + rng.uniform(-40, 40), centre[1] + rng.uniform(-40, 40))]
    rings = ((0.42, 6), (0.8, 11)) if radius_m > 1000 else ((0.6, 4 if radius_m > 400 else 3),)
    if radius_m <= 1000:
        seeds = []
    for share, count in rings:
        turn = rng.uniform(0, math.tau)
        for i in range(count):
            angle = turn + math.tau * (i + rng.uniform(-0.25, 0.25)) / count
            r = radius_m * share * rng.uniform(0.85, 1.15)
            seeds.append((centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle)))
    return seeds


def _blob(rng: random.Random, centre: Point, radius_m: float) -> Polygon:
    waves = [(k, rng.uniform(0, math.tau), rng.uniform(0.03, 0.10)) for k in (2, 3, 5)]
    ring = []
    for i in range(48):
        angle = math.tau * i / 48
        swell = 0.0
        for k, phase, a in waves:  # one by one: `sum` rounds otherwise since Python 3.12
            swell += a * math.sin(k * angle + phase)
        r = radius_m * (1 + swell)
        ring.append((centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle)))
    return Polygon(ring)


def _rounded(point: tuple[float, ...]) -> Point:
    return (round(point[0], 1), round(point[1], 1))
