"""Draws the fictional region of the embedded sample and writes it as OSM XML.

The region lies in the open Atlantic at 36.6 N 69.0 W, where there is no land:
a town, villages, a river with few bridges, a motorway. Every name is invented.
Run `python -m visitplan_data.make_region` to write `region.osm.bz2` anew; the
same bytes come out each time.
"""

from __future__ import annotations

import bz2
import random
from pathlib import Path

from visitplan_data.region import country, motorway, quarters, traffic
from visitplan_data.region.drawing import Way, coordinates, distance_m, smooth, wander
from visitplan_data.region.junctions import cut_at_river, join, main_part, trim
from visitplan_data.region.names import Names
from visitplan_data.region.osm_xml import document
from visitplan_data.region.settlement import Settlement, found

SEED = 20261130
FILE = Path(__file__).with_name("region.osm.bz2")
BANK_M = 38.0

PLACES = (
    ("Tolmere", 0, 0, 2250),
    ("Vennick", -9800, 6200, 640),
    ("Brastow", -11500, -1000, 520),
    ("Callowmere", -6000, -6300, 580),
    ("Dunspeth", 1800, -7400, 600),
    ("Elverholt", 8600, -5200, 660),
    ("Farnoak", 12400, -300, 500),
    ("Gristmouth", 7400, 8300, 560),
    ("Hobbleton", -1500, 7600, 540),
    ("Ilderby", -6300, 500, 400),
    ("Jackdaw End", 4300, -4300, 270),
    ("Kelp Corner", 3300, 6200, 260),
    ("Little Osk", -9600, -4000, 260),
)
ROADS = (
    ("Tolmere", "Vennick", "primary"),
    ("Tolmere", "Elverholt", "primary"),
    ("Tolmere", "Farnoak", "primary"),
    ("Tolmere", "Hobbleton", "secondary"),
    ("Tolmere", "Kelp Corner", "secondary"),
    ("Kelp Corner", "Gristmouth", "secondary"),
    ("Tolmere", "Dunspeth", "secondary"),
    ("Tolmere", "Ilderby", "secondary"),
    ("Ilderby", "Brastow", "secondary"),
    ("Elverholt", "Farnoak", "secondary"),
    ("Tolmere", "Callowmere", "tertiary"),
    ("Callowmere", "Little Osk", "tertiary"),
    ("Little Osk", "Brastow", "tertiary"),
    ("Callowmere", "Dunspeth", "tertiary"),
    ("Dunspeth", "Elverholt", "tertiary"),
    ("Tolmere", "Jackdaw End", "tertiary"),
    ("Jackdaw End", "Elverholt", "unclassified"),
    ("Hobbleton", "Kelp Corner", "tertiary"),
    ("Vennick", "Hobbleton", "tertiary"),
    ("Vennick", "Ilderby", "unclassified"),
    ("Vennick", "Brastow", "unclassified"),
)
INTERCHANGES = (0, 3, 4)
"""Indexes of the roads that the motorway joins."""


def region_xml(seed: int = SEED) -> str:
    """Draw the region and give its OSM XML."""
    rng = random.Random(seed)  # noqa: S311 - draws a map, guards nothing
    names = Names(rng)
    places = {name: found(rng, names, name, (x, y), r) for name, x, y, r in PLACES}
    stream = country.river(rng)
    roads = [country.road(rng, names, places[a], places[b], kind) for a, b, kind in ROADS]
    fast = _motorway(rng, places, roads)
    for place in places.values():
        place.open_edge(rng, 0.45)
    ways = [*roads, *(way for place in places.values() for way in place.mains)]
    ways += country.lanes(rng, names, roads[:], list(places.values()), 170)
    ways += _streets(rng, names, list(places.values()))
    crossing = country.ferry(rng, names, stream, (-7900, -4400))
    ways = [*cut_at_river(ways, stream, BANK_M), *fast, *crossing]
    nodes = join(ways)
    ways = main_part(trim(ways, nodes))
    ways = traffic.roundabouts(ways, nodes, 3, 2600)
    ways, restrictions = traffic.restrict(rng, ways, nodes, 14, 2300)
    for way in ways:
        if way.tags["highway"] == "ferry":
            del way.tags["highway"]
    water = Way(coordinates(stream), {"waterway": "river", "name": "River Osk"}, meets=False)
    water.nodes = [nodes.number(point) for point in water.points]
    return document(nodes, [*ways, water], restrictions, list(places.values()))


def _motorway(rng: random.Random, places: dict[str, Settlement], roads: list[Way]) -> list[Way]:
    middle = motorway.axis(rng)
    both = motorway.carriageways(middle)
    ways = list(both)
    for index in INTERCHANGES:
        motorway.interchange(ways, both, roads[index])
    for end, name in ((middle[0], "Brastow"), (middle[-1], "Farnoak")):
        gate = places[name].gate(end)
        line = wander(rng, end, gate, 0.04, 420)
        tags = {"highway": "trunk", "ref": "A 41", "maxspeed": "60 mph"}
        roads.append(Way(smooth(line, 3), tags, bridges=True))
    return ways


def _streets(rng: random.Random, names: Names, places: list[Settlement]) -> list[Way]:
    ways: list[Way] = []
    for place in places:
        big = place.radius_m > 1000
        drawn: list[Way] = []
        for area in place.quarters:
            middle = (area.centroid.x, area.centroid.y)
            central = big and distance_m(middle, place.centre) < 0.2 * place.radius_m
            how = quarters.pattern(rng, central=central, village=not big)
            drawn += quarters.fill(rng, names, area, how)
        drawn += quarters.yards(rng, drawn, len(drawn) // 4)
        ways += drawn
    return ways


def main() -> None:
    """Write the region beside this script."""
    FILE.write_bytes(bz2.compress(region_xml().encode(), 9))


if __name__ == "__main__":
    main()
