"""The line a car drives from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan.matrix.endpoints import MAX_SNAP_M, endpoints, snap_all
from visitplan.matrix.paths import PathFinder
from visitplan.matrix.roads import roads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.network import RoadNetwork

Line = list[tuple[float, float]]


def route_geometry(
    network: RoadNetwork,
    points: Sequence[Coordinates],
    *,
    names: Sequence[str] | None = None,
    max_snap_m: float = MAX_SNAP_M,
) -> list[Line]:
    """Give the line [(lat, lon), ...] of every leg, from snapped spot to snapped spot.

    Ways are the fastest on clear roads. A leg between two points at one spot is that spot twice.

    Raises:
        PointOffNetworkError: VP2101.
        SwappedPointError: VP2102.
    """
    if len(points) < 2:
        return []
    snap = snap_all(network, points, names, max_snap_m)
    ends = endpoints(network, snap, None)
    finder = PathFinder(network, roads_of(network), ends)
    along = np.where(network.arc_forward[snap.arc], snap.fraction, 1 - snap.fraction)
    lines = []
    for leg in range(len(points) - 1):
        arcs = finder.arcs(leg, leg + 1)
        spots = [(float(snap.lat[at]), float(snap.lon[at])) for at in (leg, leg + 1)]
        lines.append(_line(network, arcs, spots, (float(along[leg]), float(along[leg + 1]))))
    return lines


def _line(
    network: RoadNetwork,
    arcs: Sequence[int],
    spots: Sequence[tuple[float, float]],
    along: tuple[float, float],
) -> Line:
    if not arcs:
        return list(spots)
    first, last = arcs[0], arcs[-1]
    inner: list[NDArray[np.float64]] = []
    if len(arcs) == 1:
        inner.append(_between(network, first, along[0], along[1]))
    else:
        inner.append(_between(network, first, along[0], None))
        inner += [network.arc_shape(arc) for arc in arcs[1:-1]]
        inner.append(_between(network, last, None, along[1]))
    line = [spots[0], *map(tuple, np.concatenate(inner).tolist()), spots[1]]
    return [spot for at, spot in enumerate(line) if at in (0, 1) or spot != line[at - 1]]


def _between(
    network: RoadNetwork, arc: int, start: float | None, end: float | None
) -> NDArray[np.float64]:
    """Give the shape points of an arc between two fractions of its piece."""
    shape = network.arc_shape(arc)
    forward = bool(network.arc_forward[arc])
    low = 0.0 if start is None else start if forward else 1 - start
    high = 1.0 if end is None else end if forward else 1 - end
    scale = np.cos(np.radians(shape[0, 0]))
    step = np.hypot(np.diff(shape[:, 0]), np.diff(shape[:, 1]) * scale)
    done = np.concatenate([[0.0], np.cumsum(step)])
    share = done / done[-1] if done[-1] else done
    # Both ends are drawn from the spots themselves; ties would repeat them.
    inside = (share > low) & (share < high)
    if start is None:
        inside[0] = True
    if end is None:
        inside[-1] = True
    return shape[inside]
