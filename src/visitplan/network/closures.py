"""Which arcs of a network a closed stretch of road takes out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from visitplan.domain.request import Closure
    from visitplan.network.road_network import RoadNetwork

M_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6371 km
SAMPLE_M = 10.0
"""Distance between the points of a piece of road that are looked at."""


def closed_arcs(network: RoadNetwork, closures: Sequence[Closure]) -> NDArray[np.bool_]:
    """Tell for each arc whether at least half of its road lies within a closure's radius."""
    closed = np.zeros(len(network.piece_first) - 1, np.bool_)
    for closure in closures:
        line = np.array([(place.lat, place.lon) for place in closure.line])
        for piece in _near(network, line, closure.radius_meters):
            points = _sampled(network.piece_shape(int(piece)), line[0, 0])
            distance = _distance_m(points, _metric(line, line[0, 0]))
            closed[piece] |= bool(np.mean(distance <= closure.radius_meters) >= 0.5)
    return closed[network.arc_piece]


def _near(network: RoadNetwork, line: NDArray[np.float64], radius_m: int) -> NDArray[np.int64]:
    """Give the pieces of road with a point in the line's rectangle, widened by the radius."""
    margin = np.array([1.0, 1.0 / max(0.01, np.cos(np.radians(line[0, 0])))])
    margin *= (radius_m + 2_000) / M_PER_DEGREE  # two points of a shape lie less far apart
    low, high = (line.min(axis=0) - margin) * 1e7, (line.max(axis=0) + margin) * 1e7
    lat, lon = network.shape_lat_e7, network.shape_lon_e7
    inside = (low[0] <= lat) & (lat <= high[0]) & (low[1] <= lon) & (lon <= high[1])
    found = np.searchsorted(network.piece_first, np.flatnonzero(inside), side="right") - 1
    return np.unique(found)


def _metric(points: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    """Turn degrees into metres on a plane that is right near a latitude."""
    scale = np.array([M_PER_DEGREE, M_PER_DEGREE * np.cos(np.radians(lat))])
    metric: NDArray[np.float64] = points * scale
    return metric


def _sampled(shape: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    """Give points along a shape, in metres, evenly enough to tell its share."""
    corners = _metric(shape, lat)
    steps = np.hypot(*np.diff(corners, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0.0, along[-1], max(3, int(along[-1] / SAMPLE_M)))
    return np.column_stack([np.interp(at, along, corners[:, k]) for k in range(2)])


def _distance_m(points: NDArray[np.float64], line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the distance of each point from a line of segments."""
    best = np.full(len(points), np.inf)
    for a, b in pairwise(line):
        length = float(np.dot(b - a, b - a))
        share = np.clip((points - a) @ (b - a) / length, 0.0, 1.0) if length else 0.0
        nearest = a + np.multiply.outer(np.broadcast_to(share, len(points)), b - a)
        best = np.minimum(best, np.hypot(*(points - nearest).T))
    return best
