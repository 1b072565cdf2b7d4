"""Where journeys begin and end: spots on arcs, as nodes with the cost of reaching them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.matrix.errors import PointOffNetworkError, SwappedPointError
from visitplan.matrix.packing import arc_length_dm, drive_and_delay, pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.network import RoadNetwork, Snap

MAX_SNAP_M = 250.0


@dataclass(frozen=True, slots=True)
class Links:
    """For each point the nodes it is tied to: those of point i are first[i] to first[i+1]."""

    first: NDArray[np.int32]
    node: NDArray[np.int32]
    arc: NDArray[np.int32]
    cost: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Direct:
    """Journeys that stay on one arc, from point `source` on to point `target` ahead of it."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    arc: NDArray[np.int32]
    cost: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Leaving points, reaching points, and the short way along one arc; costs are packed."""

    leaving: Links
    reaching: Links
    direct: Direct


def snap_all(
    network: RoadNetwork,
    points: Sequence[Coordinates],
    names: Sequence[str] | None,
    max_snap_m: float,
) -> Snap:
    """Snap every point.

    Raises:
        PointOffNetworkError: VP2101, naming the first point that is too far from a road.
        SwappedPointError: VP2102, if exchanging its latitude and longitude would help.
    """
    lat = np.array([point.lat for point in points], np.float64)
    lon = np.array([point.lon for point in points], np.float64)
    snap = network.snap(lat, lon)
    far = np.flatnonzero(~(snap.distance_m <= max_snap_m))
    if len(far):
        first = int(far[0])
        name = repr(names[first]) if names else f"number {first}"
        _refuse(network, name, points[first], float(snap.distance_m[first]), max_snap_m)
    return snap


def _refuse(
    network: RoadNetwork, name: str, point: Coordinates, distance_m: float, limit_m: float
) -> None:
    south, west, north, east = network.bounds
    if south <= point.lon <= north and west <= point.lat <= east:
        raise SwappedPointError(name, point.lat, point.lon)
    raise PointOffNetworkError(name, point.lat, point.lon, distance_m, limit_m)


def endpoints(network: RoadNetwork, snap: Snap, percent: tuple[int, ...] | None) -> Endpoints:
    """Tie snapped points to nodes, with the partial cost of the arcs they lie on."""
    point, arc = _arcs_of_points(network, snap)
    piece_fraction = np.where(network.arc_forward[snap.arc], snap.fraction, 1 - snap.fraction)
    done = np.where(network.arc_forward[arc], piece_fraction[point], 1 - piece_fraction[point])
    drive, delay = drive_and_delay(network, percent)
    length = arc_length_dm(network)
    done_ms, done_dm = np.rint(done * drive[arc]), np.rint(done * length[arc])
    before = pack(done_ms.astype(np.int64), done_dm.astype(np.int64))
    whole = pack(drive[arc], length[arc])
    after = whole - before + pack(delay[arc], np.zeros(len(arc), np.int64))
    return Endpoints(
        leaving=_links(len(snap.arc), point, network.arc_head[arc], arc, after),
        reaching=_links(len(snap.arc), point, network.arc_tail[arc], arc, before),
        direct=_direct(network, point, arc, done, before),
    )


def _arcs_of_points(
    network: RoadNetwork, snap: Snap
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pair points with all arcs of their pieces: both directions, and copies at junctions."""
    piece = network.arc_piece[snap.arc]
    start = np.searchsorted(network.arc_piece, piece)
    size = np.searchsorted(network.arc_piece, piece, side="right") - start
    point = np.repeat(np.arange(len(piece)), size)
    within = np.arange(len(point)) - np.repeat(np.cumsum(size) - size, size)
    return point.astype(np.int32), (start[point] + within).astype(np.int32)


def _links(
    count: int,
    point: NDArray[np.int32],
    node: NDArray[np.int32],
    arc: NDArray[np.int32],
    cost: NDArray[np.int64],
) -> Links:
    """Keep the cheapest link of each point and node."""
    order = np.lexsort((arc, cost, node, point))
    point, node, arc, cost = point[order], node[order], arc[order], cost[order]
    fresh = np.ones(len(point), np.bool_)
    fresh[1:] = (point[1:] != point[:-1]) | (node[1:] != node[:-1])
    first = np.searchsorted(point[fresh], np.arange(count + 1)).astype(np.int32)
    return Links(first, node[fresh], arc[fresh], cost[fresh])


def _direct(
    network: RoadNetwork,
    point: NDArray[np.int32],
    arc: NDArray[np.int32],
    done: NDArray[np.float64],
    before: NDArray[np.int64],
) -> Direct:
    """Pair points that lie on the same arc, the second not behind the first."""
    alone = ~_is_copy(network)[arc]
    point, arc, done, before = point[alone], arc[alone], done[alone], before[alone]
    order = np.lexsort((done, arc))
    point, arc, done, before = point[order], arc[order], done[order], before[order]
    group_end = np.searchsorted(arc, arc, side="right")
    size = group_end - np.arange(len(arc)) - 1
    one = np.repeat(np.arange(len(arc)), size)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(size) - size, size)
    tie = done[one] == done[other]
    source = np.concatenate([point[one], point[other][tie]])
    target = np.concatenate([point[other], point[one][tie]])
    cost = before[other] - before[one]
    return Direct(
        source, target, np.concatenate([arc[one], arc[one][tie]]), np.concatenate([cost, cost[tie]])
    )


def _is_copy(network: RoadNetwork) -> NDArray[np.bool_]:
    """Tell which arcs repeat the piece and direction of the arc before them."""
    copy = np.zeros(network.arc_count, np.bool_)
    same_piece = network.arc_piece[1:] == network.arc_piece[:-1]
    copy[1:] = same_piece & (network.arc_forward[1:] == network.arc_forward[:-1])
    return copy
