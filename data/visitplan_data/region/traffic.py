"""Rules of the road: roundabouts and forbidden turns."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass

from visitplan_data.region.drawing import Point, Way, distance_m
from visitplan_data.region.junctions import Nodes

ROUNDABOUT_RADIUS_M = 19.0
MAIN = {"primary", "secondary", "tertiary", "trunk"}


@dataclass(frozen=True)
class Restriction:
    """A turn that is forbidden (`no_...`) or the only one allowed (`only_...`)."""

    kind: str
    origin: Way
    via: int
    target: Way


def split(ways: list[Way], at: set[int]) -> list[Way]:
    """Split ways at the given nodes, so that each of them ends there."""
    result = []
    for way in ways:
        start = 0
        for i in range(1, len(way.nodes)):
            if way.nodes[i] in at or i == len(way.nodes) - 1:
                part = Way([], dict(way.tags), meets=way.meets, bridges=way.bridges)
                part.nodes = way.nodes[start : i + 1]
                result.append(part)
                start = i
    return result


def arms(ways: list[Way]) -> dict[int, list[Way]]:
    """Give the ways that pass through or end at each node."""
    through: dict[int, list[Way]] = defaultdict(list)
    for way in ways:
        for i, node in enumerate(way.nodes):
            through[node].append(way)
            if 0 < i < len(way.nodes) - 1:
                through[node].append(way)
    return through


def roundabouts(ways: list[Way], nodes: Nodes, count: int, within_m: float) -> list[Way]:
    """Replace the largest junctions of main roads by roundabouts."""
    busy = [
        node
        for node, there in arms(ways).items()
        if len(there) >= 4
        and sum(way.tags["highway"] in MAIN for way in there) >= 4
        and 400 < math.hypot(*nodes.points[node]) < within_m
        and all(way.meets and "oneway" not in way.tags for way in there)
    ]
    chosen: list[int] = []
    for node in sorted(busy):
        far = all(distance_m(nodes.points[node], nodes.points[n]) > 600 for n in chosen)
        if far and len(chosen) < count:
            chosen.append(node)
    ways = split(ways, set(chosen))
    for node in chosen:
        ways.append(_circle(ways, nodes, node))
    return [way for way in ways if len(way.nodes) > 1]


def _circle(ways: list[Way], nodes: Nodes, centre: int) -> Way:
    at = nodes.points[centre]
    spots: dict[float, int] = {}
    for way in ways:
        for end in (0, -1):
            if way.nodes[end] != centre:
                continue
            outer = nodes.points[way.nodes[1 if end == 0 else -2]]
            angle = math.atan2(outer[1] - at[1], outer[0] - at[0])
            node = nodes.number(_on_circle(at, angle))
            way.nodes[end] = node
            way.nodes = [n for i, n in enumerate(way.nodes) if i == 0 or n != way.nodes[i - 1]]
            spots[angle] = node
    for i in range(12):
        angle = -math.pi + math.tau * i / 12
        if all(abs(angle - other) > 0.25 for other in spots):
            spots[angle] = nodes.number(_on_circle(at, angle))
    ring = [spots[angle] for angle in sorted(spots)]
    circle = Way([], {"highway": "tertiary", "junction": "roundabout", "maxspeed": "20 mph"})
    circle.nodes = [*ring, ring[0]]
    return circle


def _on_circle(at: Point, angle: float) -> Point:
    radius = ROUNDABOUT_RADIUS_M
    return (at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle))


def restrict(
    rng: random.Random, ways: list[Way], nodes: Nodes, count: int, within_m: float
) -> tuple[list[Way], list[Restriction]]:
    """Forbid some turns at crossings of four arms in the town."""
    candidates = sorted(
        node
        for node, there in arms(ways).items()
        if len(there) == 4
        and math.hypot(*nodes.points[node]) < within_m
        and all("oneway" not in w.tags and "junction" not in w.tags for w in there)
        and any(w.tags["highway"] in MAIN for w in there)
    )
    chosen = set(rng.sample(candidates, min(count, len(candidates))))
    ways = split(ways, chosen)
    there = arms(ways)
    found = []
    for number, node in enumerate(sorted(chosen)):
        around = sorted(there[node], key=lambda w: _bearing(w, nodes, node))
        if len(set(map(id, around))) < 4:
            continue
        kind = ("no_left_turn", "no_right_turn", "only_straight_on", "no_left_turn", "no_u_turn")[
            number % 5
        ]
        turn = {"no_left_turn": 3, "no_right_turn": 1, "only_straight_on": 2, "no_u_turn": 0}[kind]
        found.append(Restriction(kind, around[0], node, around[turn]))
    return ways, found


def _bearing(way: Way, nodes: Nodes, node: int) -> float:
    other = way.nodes[1] if way.nodes[0] == node else way.nodes[-2]
    a, b = nodes.points[node], nodes.points[other]
    return math.atan2(b[1] - a[1], b[0] - a[0])
