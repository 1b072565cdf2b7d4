"""Lines on a plane in metres, the pencil of the fictional region."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

from shapely import LineString
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
"""East and north of the town's centre, in metres."""


@dataclass
class Way:
    """One street as drawn.

    `meets` tells whether it joins every other street it crosses; one that
    does not (a motorway) joins others at shared points only. `bridges` tells
    whether it may cross the river.
    """

    points: list[Point]
    tags: dict[str, str]
    meets: bool = True
    bridges: bool = False
    nodes: list[int] = field(default_factory=list)


def distance_m(a: Point, b: Point) -> float:
    """Give the length of the straight line between two points."""
    return math.hypot(b[0] - a[0], b[1] - a[1])


def length_m(points: list[Point]) -> float:
    """Give the length of a line."""
    # Added one by one: `sum` rounds otherwise since Python 3.12, and the region would change.
    length_m = 0.0
    for a, b in pairwise(points):
        length_m += distance_m(a, b)
    return length_m


def toward(a: Point, b: Point, share: float) -> Point:
    """Give the point at `share` of the way from `a` to `b`."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def smooth(points: list[Point], rounds: int = 2) -> list[Point]:
    """Cut the corners of a line, ends kept (Chaikin 1974)."""
    for _ in range(rounds):
        cut = [points[0]]
        for a, b in pairwise(points):
            cut += [toward(a, b, 0.25), toward(a, b, 0.75)]
        points = [*cut, points[-1]]
    return points


def wander(rng: random.Random, a: Point, b: Point, roughness: float, step_m: float) -> list[Point]:
    """Draw a winding line between two points by moving midpoints sideways."""
    line = [a, b]
    while distance_m(line[0], line[1]) > step_m:
        finer = [line[0]]
        for p, q in pairwise(line):
            shift = rng.gauss(0, 1) * roughness
            shift = max(-2 * roughness, min(2 * roughness, shift))
            middle = toward(p, q, 0.5)
            finer += [(middle[0] - (q[1] - p[1]) * shift, middle[1] + (q[0] - p[0]) * shift), q]
        line = finer
    return line


def resample(points: list[Point], step_m: float) -> list[Point]:
    """Give points of a line at about equal distances, ends kept."""
    total = length_m(points)
    parts = max(1, round(total / step_m))
    wanted = [total * i / parts for i in range(1, parts)]
    result, walked = [points[0]], 0.0
    for a, b in pairwise(points):
        piece = distance_m(a, b)
        while wanted and wanted[0] <= walked + piece:
            result.append(toward(a, b, (wanted.pop(0) - walked) / piece if piece else 0))
        walked += piece
    return [*result, points[-1]]


def thin(points: list[Point], tolerance_m: float) -> list[Point]:
    """Drop the points that lie within `tolerance_m` of the line without them."""
    return coordinates(LineString(points).simplify(tolerance_m))


def coordinates(geometry: BaseGeometry) -> list[Point]:
    """Give the points of a shapely line."""
    return [(point[0], point[1]) for point in geometry.coords]
