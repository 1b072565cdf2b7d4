"""The streets inside one quarter: a grid in the middle of the town, winding lanes elsewhere."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from visitplan_data.region.drawing import Point, Way, coordinates, thin
from visitplan_data.region.names import Names

OVERLAP_M = 6.0
"""Streets reach so far over the quarter's edge that they surely cross it; the rest is trimmed."""


@dataclass(frozen=True)
class Pattern:
    """How a quarter's streets lie; distances in metres."""

    turn: float
    along_m: float
    across_m: float
    bend_m: float
    missing: float
    one_way: bool


def pattern(rng: random.Random, *, central: bool, village: bool) -> Pattern:
    """Choose a pattern of streets."""
    turn = rng.uniform(0, math.pi / 2)
    if central:
        return Pattern(0.21, 105, 125, 4, 0.03, one_way=True)
    if village:
        return Pattern(turn, rng.uniform(110, 150), rng.uniform(150, 220), 22, 0.35, one_way=False)
    if rng.random() < 0.35:
        return Pattern(turn, rng.uniform(100, 125), rng.uniform(140, 190), 8, 0.15, one_way=False)
    return Pattern(turn, rng.uniform(115, 150), rng.uniform(170, 260), 30, 0.42, one_way=False)


def fill(rng: random.Random, names: Names, area: Polygon, how: Pattern) -> list[Way]:
    """Draw the streets of one quarter."""
    ways: list[Way] = []
    for number, line in enumerate(_family(rng, area, how.turn, how.along_m, how.bend_m)):
        tags = {"highway": "residential", "name": names.street("residential")}
        if how.one_way and number % 2 == 0:
            tags["oneway"] = "yes" if number % 4 == 0 else "-1"
            tags["highway"] = "tertiary" if number in (4, 6) else "residential"
        ways += [Way(piece, dict(tags)) for piece in _inside(line, area)]
    for line in _family(rng, area, how.turn + math.pi / 2, how.across_m, how.bend_m):
        name = names.street("residential")
        for piece in _inside(line, area):
            for kept in _gaps(rng, piece, how.missing):
                ways.append(Way(kept, {"highway": "residential", "name": name}))
    return ways


def yards(rng: random.Random, streets: list[Way], count: int) -> list[Way]:
    """Draw short service ways off residential streets, some of them private."""
    result = []
    for street in rng.sample(streets, min(count, len(streets))):
        at = rng.randrange(len(street.points) - 1)
        a, b = street.points[at], street.points[at + 1]
        angle = math.atan2(b[1] - a[1], b[0] - a[0]) + rng.choice((-1, 1)) * math.pi / 2
        foot = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        reach = rng.uniform(40, 75)
        start = (foot[0] - 4 * math.cos(angle), foot[1] - 4 * math.sin(angle))
        end = (foot[0] + reach * math.cos(angle), foot[1] + reach * math.sin(angle))
        tags = {"highway": "service", "service": rng.choice(("driveway", "parking_aisle", "alley"))}
        if rng.random() < 0.35:
            tags["access"] = rng.choice(("private", "no", "customers"))
        result.append(Way([start, end], tags))
    return result


def _family(
    rng: random.Random, area: Polygon, turn: float, spacing_m: float, bend_m: float
) -> list[list[Point]]:
    cx, cy = area.centroid.coords[0]
    reach = math.hypot(area.bounds[2] - area.bounds[0], area.bounds[3] - area.bounds[1]) / 2 + 50
    ux, uy = math.cos(turn), math.sin(turn)
    wave = rng.uniform(500, 900)
    phase = rng.uniform(0, math.tau)
    lines = []
    offset = -reach + rng.uniform(0, spacing_m)
    while offset < reach:
        points = []
        for i in range(41):
            t = -reach + 2 * reach * i / 40
            side = offset + bend_m * math.sin(math.tau * t / wave + phase)
            points.append((cx + ux * t - uy * side, cy + uy * t + ux * side))
        lines.append(points)
        offset += spacing_m * rng.uniform(0.88, 1.12)
    return lines


def _inside(street: list[Point], area: Polygon) -> list[list[Point]]:
    clipped = LineString(street).intersection(area.buffer(OVERLAP_M))
    core = area.buffer(-38)
    long = [line for line in _lines(clipped) if line.length > 90]
    kept = [line for line in long if line.intersection(core).length > 0.4 * line.length]
    return [thin(coordinates(line), 0.8) for line in kept]


def _gaps(rng: random.Random, line: list[Point], missing: float) -> list[list[Point]]:
    whole = LineString(line)
    parts = max(1, round(whole.length / 210))
    kept: list[list[Point]] = []
    run: list[Point] = []
    for i in range(parts):
        if parts > 1 and rng.random() < missing:
            if run:
                kept.append(run)
            run = []
            continue
        piece = _cut(whole, whole.length * i / parts, whole.length * (i + 1) / parts)
        run = run + piece[1:] if run else piece
    return [*kept, run] if run else kept


def _cut(line: LineString, start_m: float, end_m: float) -> list[Point]:
    from shapely.ops import substring

    return coordinates(substring(line, start_m, end_m))


def _lines(geometry: BaseGeometry) -> list[LineString]:
    parts = getattr(geometry, "geoms", [geometry])
    return [g for g in parts if isinstance(g, LineString) and not g.is_empty]
