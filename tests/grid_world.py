"""A small road network under the places that `property.strategies` draws."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from osm_text import World

from visitplan.network import RoadNetwork

STEP = 4
WEST, EAST, SOUTH, NORTH = -24, 24, -64, -16


@cache
def grid_network() -> RoadNetwork:
    """Give streets 4 units apart, slow enough for legs of half an hour, some one way."""
    world = World()
    columns, rows = range(WEST, EAST + 1, STEP), range(SOUTH, NORTH + 1, STEP)
    ids = {(x, y): n for n, (x, y) in enumerate(((x, y) for y in rows for x in columns), 1)}
    for (x, y), node in ids.items():
        world.node(node, x, y)
    lines = [[ids[x, y] for x in columns] for y in rows]
    lines += [[ids[x, y] for y in rows] for x in columns]
    for n, line in enumerate(lines, 1):
        oneway = {"oneway": "yes"} if n % 5 == 2 else {}
        world.way(n, line, maxspeed="25" if n % 4 == 0 else "9", **oneway)
    with tempfile.TemporaryDirectory() as folder:
        return world.network(Path(folder), "grid")
