"""A motorway of two carriageways that joins the roads it crosses by ramps."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from shapely import LineString
from shapely import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from visitplan_data.region.drawing import Point, Way, distance_m, resample, smooth, thin, wander

HALF_GAP_M = 14.0
RAMP_M = 420.0
RAMP_SIDE_M = 130.0
BENDS: tuple[Point, ...] = (
    (-15200, 2600), (-9000, 3400), (-3000, 3900), (3500, 4300), (8200, 5000), (15400, 3700),
)  # fmt: skip


def axis(rng: random.Random) -> list[Point]:
    """Draw the middle line of the motorway, west to east."""
    points: list[Point] = []
    for a, b in pairwise(BENDS):
        points += wander(rng, a, b, 0.02, 1500)[:-1]
    return resample(smooth([*points, BENDS[-1]], 3), 60)


def carriageways(middle: list[Point]) -> list[Way]:
    """Draw both carriageways; they come together at the ends."""
    eastbound = [middle[0], *_beside(middle, -HALF_GAP_M)[3:-3], middle[-1]]
    westbound = [middle[0], *_beside(middle, HALF_GAP_M)[3:-3], middle[-1]][::-1]
    tags = {"highway": "motorway", "ref": "M 9", "oneway": "yes", "maxspeed": "65 mph"}
    tags["bridge"] = "viaduct"
    return [Way(line, dict(tags), meets=False) for line in (eastbound, westbound)]


def interchange(roads: list[Way], both: list[Way], crossing: Way) -> list[Way]:
    """Draw the four ramps between the motorway and a road that passes below it."""
    ramps = []
    for carriageway in both:
        line = LineString(carriageway.points)
        at = _nearest(carriageway.points, line.intersection(LineString(crossing.points)))
        foot_at = _foot(crossing, carriageway, at)
        foot = crossing.points[foot_at]
        steps = round(RAMP_M / 60)
        off, on = carriageway.points[at - steps], carriageway.points[at + steps]
        ramps.append(_ramp(off, carriageway.points[at - steps + 2], foot))
        back = _ramp(on, carriageway.points[at + steps - 2], foot)
        back.points.reverse()
        ramps.append(back)
    roads.extend(ramps)
    return ramps


def _foot(crossing: Way, carriageway: Way, at: int) -> int:
    """Insert a point into the crossing road on the carriageway's right and give its index."""
    here, ahead = carriageway.points[at], carriageway.points[at + 1]
    heading = math.atan2(ahead[1] - here[1], ahead[0] - here[0])
    right = (math.sin(heading), -math.cos(heading))
    line = LineString(crossing.points)
    along = line.project(ShapelyPoint(here))
    choices = [line.interpolate(along + d) for d in (-RAMP_SIDE_M, RAMP_SIDE_M)]
    sides = [(p.x - here[0]) * right[0] + (p.y - here[1]) * right[1] for p in choices]
    distance = along + (-RAMP_SIDE_M if sides[0] > sides[1] else RAMP_SIDE_M)
    point = choices[0] if sides[0] > sides[1] else choices[1]
    passed = 0
    for passed in range(1, len(crossing.points)):
        if line.project(ShapelyPoint(crossing.points[passed])) >= distance:
            break
    crossing.points.insert(passed, (point.x, point.y))
    return passed


def _ramp(joint: Point, beyond: Point, foot: Point) -> Way:
    """Draw a ramp from the carriageway's point `joint`, first along it, then to `foot`."""
    bend = (beyond[0] + (foot[0] - joint[0]) * 0.25, beyond[1] + (foot[1] - joint[1]) * 0.25)
    points = thin(smooth([joint, bend, foot], 3), 0.5)
    tags = {"highway": "motorway_link", "oneway": "yes", "maxspeed": "35 mph"}
    return Way(points, tags, meets=False)


def _beside(line: list[Point], shift_m: float) -> list[Point]:
    result = []
    for i, here in enumerate(line):
        a, b = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        span = math.hypot(b[0] - a[0], b[1] - a[1])
        result.append(
            (here[0] - (b[1] - a[1]) / span * shift_m, here[1] + (b[0] - a[0]) / span * shift_m)
        )
    return result


def _nearest(points: list[Point], target: BaseGeometry) -> int:
    where = getattr(target, "geoms", [target])[0]
    spot = (where.x, where.y)
    return min(range(len(points)), key=lambda i: distance_m(points[i], spot))
