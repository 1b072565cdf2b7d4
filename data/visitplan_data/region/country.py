"""The country between the places: river, winding roads, lanes and a small ferry."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from shapely import LineString
from shapely.ops import unary_union

from visitplan_data.region.drawing import Point, Way, resample, smooth, thin, wander
from visitplan_data.region.names import Names
from visitplan_data.region.settlement import RANK, Settlement

SPEEDS = {
    "trunk": ("60 mph",),
    "primary": ("50 mph", "55 mph"),
    "secondary": ("45 mph", "80", None),
    "tertiary": ("40 mph", None, "60"),
    "unclassified": (None, None, "30 mph"),
}
RIVER_BENDS: tuple[Point, ...] = (
    (16500, 9800), (13300, 7600), (11200, 4300), (7600, 3300), (4700, 900), (1500, -700),
    (-1200, -950), (-3300, -2600), (-6900, -3300), (-9300, -5900), (-12600, -7300), (-16500, -9600),
)  # fmt: skip


def river(rng: random.Random) -> LineString:
    """Draw the river through its bends."""
    points: list[Point] = []
    for a, b in pairwise(RIVER_BENDS):
        points += wander(rng, a, b, 0.09, 500)[:-1]
    return LineString(thin(smooth([*points, RIVER_BENDS[-1]], 3), 2))


def road(
    rng: random.Random, names: Names, here: Settlement, there: Settlement, highway: str
) -> Way:
    """Draw the road between two places and the streets that carry it through them."""
    start, end = here.gate(there.centre), there.gate(here.centre)
    name = f"{there.name if rng.random() < 0.5 else here.name} Road"
    if highway == "unclassified":
        name = names.street(highway)
    for place, gate in ((here, start), (there, end)):
        place.upgrade(gate, place.middle(), highway, name)
    roughness = 0.045 if RANK.index(highway) <= 1 else 0.075
    points = thin(smooth(wander(rng, start, end, roughness, 420), 3), 1.5)
    tags = {"highway": highway, "name": name}
    limit = rng.choice(SPEEDS[highway])
    if limit:
        tags["maxspeed"] = limit
    return Way(points, tags, bridges=RANK.index(highway) <= 2)


def lanes(
    rng: random.Random, names: Names, roads: list[Way], places: list[Settlement], count: int
) -> list[Way]:
    """Draw lanes and farm drives that branch off country roads."""
    built_up = unary_union([place.outline.buffer(60) for place in places])
    result = []
    for _ in range(count):
        parent = rng.choice(roads)
        points = resample(parent.points, 60)
        at = rng.randrange(3, len(points) - 3)
        heading = _heading(points[at - 1], points[at]) + rng.choice((-1, 1)) * math.pi / 2
        reach = rng.choice((350, 600, 1400, 2200, 3000))
        line = _walk(rng, points[at], heading, reach)
        if LineString(line[3:]).intersects(built_up):
            continue
        kind = "unclassified" if reach > 1000 else rng.choice(("residential", "service", "track"))
        tags = {"highway": kind}
        if kind in ("unclassified", "residential"):
            tags["name"] = names.street("unclassified")
        if kind == "service" and rng.random() < 0.4:
            tags["access"] = "private"
        result.append(Way(thin(smooth(line), 1.5), tags))
    return result


def ferry(rng: random.Random, names: Names, stream: LineString, near: Point) -> list[Way]:
    """Draw a lane that ends at the river on both sides, and the ferry between them."""
    from shapely import Point as ShapelyPoint

    along = stream.project(ShapelyPoint(near))
    a, b = stream.interpolate(along - 5), stream.interpolate(along + 5)
    across = _heading((a.x, a.y), (b.x, b.y)) + math.pi / 2
    middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
    banks = [_step(middle, across, 45.0 * side) for side in (-1, 1)]
    name = names.street("unclassified")
    ways = []
    for bank, side in zip(banks, (-1, 1), strict=True):
        line = _walk(rng, bank, across if side > 0 else across + math.pi, 2600)[1:]
        tags = {"highway": "unclassified", "name": name}
        ways.append(Way(thin(smooth(line), 1.5), tags))
    tags = {"route": "ferry", "highway": "ferry", "motor_vehicle": "yes", "duration": "00:06"}
    return [*ways, Way(banks, {**tags, "name": "Cable Ferry"}, meets=False)]


def _walk(rng: random.Random, start: Point, heading: float, reach_m: float) -> list[Point]:
    points = [_step(start, heading, -8.0), start]
    turn = 0.0
    for _ in range(max(2, round(reach_m / 70))):
        turn = 0.7 * turn + rng.gauss(0, 0.09)
        heading += turn
        points.append(_step(points[-1], heading, 70))
    return points


def _heading(a: Point, b: Point) -> float:
    return math.atan2(b[1] - a[1], b[0] - a[0])


def _step(point: Point, heading: float, reach_m: float) -> Point:
    return (point[0] + reach_m * math.cos(heading), point[1] + reach_m * math.sin(heading))
