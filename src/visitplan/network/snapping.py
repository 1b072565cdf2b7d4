"""Finding the nearest road for an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.network.distances import EARTH_RADIUS_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network.road_network import RoadNetwork


@dataclass(frozen=True, slots=True)
class Snap:
    """Spots on roads, one for each point.

    `arc` is an arc of the nearest piece (the forward one where both exist), `fraction` the part
    of its length before the spot, `distance_m` from the point to the spot in a straight line.
    """

    arc: NDArray[np.int32]
    fraction: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


class Snapper:
    """An index of road pieces on a flat local map, good for areas up to some hundred kilometres."""

    def __init__(self, network: RoadNetwork) -> None:
        """Project the pieces and index them."""
        import shapely  # slow to import

        south, _, north, _ = network.bounds
        metres_per_degree = np.pi * EARTH_RADIUS_M / 180
        self._scale_y = metres_per_degree
        self._scale_x = metres_per_degree * np.cos(np.radians((south + north) / 2))
        flat = self._flat(network.shape_lat_e7 / 1e7, network.shape_lon_e7 / 1e7)
        size = np.diff(network.piece_first)
        piece_of = np.repeat(np.arange(len(size)), size)
        self._lines = np.asarray(shapely.linestrings(flat, indices=piece_of))
        self._tree = shapely.STRtree(self._lines)
        self._arc = np.searchsorted(network.arc_piece, np.arange(len(size))).astype(np.int32)
        self._forward = network.arc_forward[self._arc]

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Snap:
        """Give the nearest spot for each point; of equally near pieces the first."""
        import shapely  # as above

        points = np.asarray(shapely.points(self._flat(lat, lon)))
        found = self._tree.query_nearest(points, all_matches=True)
        piece = np.full(len(points), len(self._lines), np.int64)
        np.minimum.at(piece, found[0], found[1])
        lines = self._lines[piece]
        along = shapely.line_locate_point(lines, points, normalized=True)
        spots = shapely.line_interpolate_point(lines, along, normalized=True)
        return Snap(
            arc=self._arc[piece],
            fraction=np.where(self._forward[piece], along, 1.0 - along),
            distance_m=shapely.distance(points, spots),
            lat=shapely.get_y(spots) / self._scale_y,
            lon=shapely.get_x(spots) / self._scale_x,
        )

    def _flat(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([lon * self._scale_x, lat * self._scale_y])
