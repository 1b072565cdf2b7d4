"""The lines driven on a route, leg by leg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network import RoadNetwork
    from visitplan.render.places import RoutePlaces


def leg_lines(network: RoadNetwork, places: RoutePlaces) -> tuple[NDArray[np.float64], ...]:
    """Give [lat, lon] rows for the drive to each stop and for the last one, empty where none is."""
    from visitplan.matrix import route_geometry  # lazy: loads the compiled search

    stations = places.all
    lines = route_geometry(network, stations)
    return tuple(
        np.empty((0, 2)) if here == there else np.asarray(line, dtype=np.float64)
        for line, here, there in zip(lines, stations, stations[1:], strict=False)
    )
