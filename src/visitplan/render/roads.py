"""The roads underneath a map: by class, most important first, as many as fit in the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.render.polyline import encode_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network import RoadNetwork
    from visitplan.render.box import Box

ROUTE_ROADS_CHARACTERS = 900_000
WEEK_ROADS_CHARACTERS = 2_000_000
_NEAR_DEGREES = 0.01  # about 1.1 km
_TOLERANCE_DEGREES = 1.5e-5  # about 1.5 m: less than a line's width at the closest zoom


@dataclass(frozen=True, slots=True)
class RoadKind:
    """How one group of OpenStreetMap road classes is drawn; colours are in page.css."""

    name: str
    classes: frozenset[str]
    weight: float
    min_zoom: int


ROAD_KINDS = (
    RoadKind("motorway", frozenset({"motorway", "trunk"}), 4.2, 0),
    RoadKind("ramp", frozenset({"motorway_link", "trunk_link"}), 2.2, 11),
    RoadKind("primary", frozenset({"primary", "primary_link"}), 3.2, 0),
    RoadKind("secondary", frozenset({"secondary", "secondary_link"}), 2.6, 0),
    RoadKind("ferry", frozenset({"ferry"}), 1.6, 0),
    RoadKind("tertiary", frozenset({"tertiary", "tertiary_link"}), 2, 10),
    RoadKind("street", frozenset({"residential", "unclassified", "living_street"}), 1.3, 11),
    RoadKind("lane", frozenset(), 0.9, 13),
)
_KIND_OF = {road_class: kind.name for kind in ROAD_KINDS for road_class in kind.classes}


@dataclass(frozen=True, slots=True)
class _KindLines:
    kind: RoadKind
    lines: list[NDArray[np.float64]]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def inside(self, box: Box) -> list[NDArray[np.float64]]:
        """Give the lines whose own box touches `box`."""
        touching = (self.high >= (box.south, box.west)) & (self.low <= (box.north, box.east))
        return [self.lines[at] for at in np.flatnonzero(touching.all(axis=1))]

    def near(self, places: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Give the lines whose own box touches the surroundings of a place."""
        if not len(places):
            return []
        reach = np.array([1, 1 / np.cos(np.radians(places[0, 0]))]) * _NEAR_DEGREES
        touching = np.zeros(len(self.lines), np.bool_)
        for place in places:
            touching |= ((self.high >= place - reach) & (self.low <= place + reach)).all(axis=1)
        return [self.lines[at] for at in np.flatnonzero(touching)]


class RoadsUnderneath:
    """The roads of a box, joined and simplified once for all pages that show a part of it."""

    def __init__(self, network: RoadNetwork, box: Box) -> None:
        """Take the roads of a network that touch a box."""
        by_kind: dict[str, list[NDArray[np.float64]]] = {kind.name: [] for kind in ROAD_KINDS}
        for road_class, line in network.road_lines((box.south, box.west, box.north, box.east)):
            by_kind[_KIND_OF.get(road_class, "lane")].append(line)
        self._kinds = [_prepared(kind, by_kind[kind.name]) for kind in ROAD_KINDS]

    def within(self, box: Box, places: NDArray[np.float64], budget: int) -> list[dict[str, object]]:
        """Give the roads that touch a box for map.js, in drawing order.

        A kind that would pass `budget` characters of encoded lines is drawn
        near the places only, where the last turns matter, or else left out.
        """
        drawn: list[dict[str, object]] = []
        for prepared in self._kinds:
            text = encode_lines(prepared.inside(box))
            if len(text) > budget:
                text = encode_lines(prepared.near(places))
            if text and len(text) <= budget:
                budget -= len(text)
                kind = prepared.kind
                drawn.append(
                    {
                        "kind": kind.name,
                        "weight": kind.weight,
                        "min_zoom": kind.min_zoom,
                        "lines": text,
                    }
                )
        return drawn[::-1]


def _prepared(kind: RoadKind, pieces: list[NDArray[np.float64]]) -> _KindLines:
    lines = _joined(pieces)
    low = np.array([line.min(axis=0) for line in lines]).reshape(-1, 2)
    high = np.array([line.max(axis=0) for line in lines]).reshape(-1, 2)
    return _KindLines(kind, lines, low, high)


def _joined(pieces: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Join pieces end to end and leave out points that nobody would see."""
    import shapely  # lazy: slow to import, and only maps need it here

    if not pieces:
        return []
    owner = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    lines = np.asarray(shapely.linestrings(np.concatenate(pieces), indices=owner))
    parts = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    # Each line alone and without topology: a hundred times faster, and crossings may be off by 1 m.
    simple = shapely.simplify(parts, _TOLERANCE_DEGREES, preserve_topology=False)
    coordinates, line_of = shapely.get_coordinates(simple, return_index=True)
    return np.split(coordinates, np.flatnonzero(np.diff(line_of)) + 1)
