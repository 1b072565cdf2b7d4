"""From raw roads to a network: pieces, arcs with driving times, split junctions, one component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan.network.arc_costs import delay_ms, drive_ms, junctions, marks_ahead
from visitplan.network.calibration import default_calibration
from visitplan.network.distances import great_circle_m
from visitplan.network.errors import NoRoadsError
from visitplan.network.pieces import join_segments
from visitplan.network.road_network import RoadNetwork
from visitplan.network.tags import MARK_BLOCKED
from visitplan.network.turns import DirectedArc, split_junctions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from visitplan.network.calibration import Calibration
    from visitplan.network.pieces import Piece
    from visitplan.network.raw_roads import RawRoads, TurnRestriction
    from visitplan.network.turns import SplitArcs


@dataclass(frozen=True, slots=True)
class _Arcs:
    directed: list[DirectedArc]
    drive_ms: list[int]
    delay_ms: list[int]


@dataclass(frozen=True, slots=True)
class _Shapes:
    first: NDArray[np.int32]
    lat_e7: NDArray[np.int32]
    lon_e7: NDArray[np.int32]
    length_cm: NDArray[np.int32]
    along: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ends:
    """End nodes of pieces; at a blocking node every piece gets an end of its own."""

    of_piece: list[tuple[int, int]]
    raw_node: list[int]


@dataclass(frozen=True, slots=True)
class _Parts:
    raw: RawRoads
    pieces: Sequence[Piece]
    ends: _Ends
    shapes: _Shapes
    arcs: _Arcs
    split: SplitArcs


def assemble(raw: RawRoads, name: str, calibration: Calibration | None = None) -> RoadNetwork:
    """Make the network of the largest part in which every place reaches every other.

    Raises:
        NoRoadsError: VP2004, no two places can be driven there and back.
    """
    calibration = calibration or default_calibration()
    pieces = join_segments(raw)
    if not pieces:
        raise NoRoadsError(name)
    ends = _ends(pieces, raw)
    shapes = _shapes(pieces, raw)
    arcs = _arcs(pieces, ends.of_piece, shapes, raw, calibration)
    split = split_junctions(len(ends.raw_node), arcs.directed, _placed(raw))
    return _network(name, _Parts(raw, pieces, ends, shapes, arcs, split), calibration)


def _ends(pieces: Sequence[Piece], raw: RawRoads) -> _Ends:
    blocked = (raw.mark == MARK_BLOCKED).tolist()
    raw_node = list(range(len(raw.node_id)))
    ends = []
    for piece in pieces:
        pair = [piece.nodes[0], piece.nodes[-1]]
        for side in (0, 1):
            if blocked[pair[side]]:
                raw_node.append(pair[side])
                pair[side] = len(raw_node) - 1
        ends.append((pair[0], pair[1]))
    return _Ends(ends, raw_node)


def _placed(raw: RawRoads) -> list[TurnRestriction]:
    """Give the restrictions over nodes that are on roads, by node index."""
    found = np.searchsorted(raw.node_id, [rule.via_node for rule in raw.restrictions])
    return [
        rule._replace(via_node=int(at))
        for rule, at in zip(raw.restrictions, found, strict=True)
        if at < len(raw.node_id) and raw.node_id[at] == rule.via_node
    ]


def _shapes(pieces: Sequence[Piece], raw: RawRoads) -> _Shapes:
    first = np.zeros(len(pieces) + 1, np.int32)
    np.cumsum([len(piece.nodes) for piece in pieces], out=first[1:])
    nodes = np.fromiter((node for piece in pieces for node in piece.nodes), np.int32)
    lat_e7, lon_e7 = raw.lat_e7[nodes], raw.lon_e7[nodes]
    step_m = np.zeros(len(nodes))
    lat, lon = lat_e7 / 1e7, lon_e7 / 1e7
    step_m[1:] = great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    step_m[first[:-1]] = 0.0
    length = np.add.reduceat(step_m, first[:-1])
    done = np.cumsum(step_m)
    size = np.diff(first)
    along = (done - np.repeat(done[first[:-1]], size)) / np.repeat(np.maximum(length, 1e-9), size)
    return _Shapes(first, lat_e7, lon_e7, np.rint(length * 100).astype(np.int32), along)


def _arcs(
    pieces: Sequence[Piece],
    ends: Sequence[tuple[int, int]],
    shapes: _Shapes,
    raw: RawRoads,
    calibration: Calibration,
) -> _Arcs:
    meeting = junctions(pieces, ends)
    marks = marks_ahead(raw, pieces, shapes.along)
    found = _Arcs([], [], [])
    for number, piece in enumerate(pieces):
        metres = shapes.length_cm[number] / 100
        limits = (piece.rule.forward_limit, piece.rule.backward_limit)
        for forward, limit in zip((True, False), limits, strict=True):
            if limit < 0:
                continue
            tail, head = ends[number] if forward else ends[number][::-1]
            ways = (piece.first_way, piece.last_way)
            first_way, last_way = ways if forward else ways[::-1]
            found.directed.append(DirectedArc(tail, head, number, forward, first_way, last_way))
            found.drive_ms.append(drive_ms(metres, limit, piece.rule.road_class, calibration))
            road_class = piece.rule.road_class
            found.delay_ms.append(
                delay_ms(
                    road_class,
                    marks.get((number, forward), ()),
                    calibration,
                    busy=meeting.busy(head, road_class),
                    joins=meeting.joins(head, road_class),
                )
            )
    return found


def _network(name: str, parts: _Parts, calibration: Calibration) -> RoadNetwork:
    split, directed = parts.split, parts.arcs.directed
    tail, head = np.array(split.tail, np.int32), np.array(split.head, np.int32)
    kept = _largest_part(tail, head, len(split.node_origin))
    if not kept.any():
        raise NoRoadsError(name)
    nodes, ends = np.unique(np.concatenate([tail[kept], head[kept]]), return_inverse=True)
    origin = np.array(split.origin, np.int32)[kept]
    tail, head = ends[: len(origin)].astype(np.int32), ends[len(origin) :].astype(np.int32)
    piece = np.array([arc.piece for arc in directed], np.int32)[origin]
    forward = np.array([arc.forward for arc in directed], np.bool_)[origin]
    order = np.lexsort((tail, ~forward, piece))
    origin = origin[order]
    used, arc_piece = np.unique(piece[order], return_inverse=True)
    arrays = {
        **_node_arrays(parts, nodes),
        "arc_tail": tail[order],
        "arc_head": head[order],
        "arc_piece": arc_piece.astype(np.int32),
        "arc_forward": forward[order],
        "arc_drive_ms": np.array(parts.arcs.drive_ms, np.int32)[origin],
        "arc_delay_ms": np.array(parts.arcs.delay_ms, np.int32)[origin],
        **_piece_arrays(parts, used),
    }
    return RoadNetwork.from_arrays(name, calibration.dayparts, arrays)


def _largest_part(
    tail: NDArray[np.int32], head: NDArray[np.int32], node_count: int
) -> NDArray[np.bool_]:
    """Tell which arcs lie inside the largest strongly connected part."""
    from scipy.sparse import csgraph, csr_array

    links = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(node_count, node_count))
    _, label = csgraph.connected_components(links, connection="strong")
    inside = label[tail] == label[head]
    arcs_in_part = np.bincount(label[tail[inside]], minlength=1)
    return np.asarray(inside & (label[tail] == np.argmax(arcs_in_part)))


def _node_arrays(parts: _Parts, nodes: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    end = np.array(parts.split.node_origin, np.int32)[nodes]
    at = np.array(parts.ends.raw_node, np.int32)[end]
    raw = parts.raw
    return {
        "node_lat_e7": raw.lat_e7[at],
        "node_lon_e7": raw.lon_e7[at],
        "node_osm_id": raw.node_id[at],
    }


def _piece_arrays(parts: _Parts, used: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    shapes = parts.shapes
    size = np.diff(shapes.first)[used]
    first = np.zeros(len(used) + 1, np.int32)
    np.cumsum(size, out=first[1:])
    taken = np.arange(first[-1]) + np.repeat(shapes.first[:-1][used] - first[:-1], size)
    rules = [parts.pieces[number].rule for number in used]
    return {
        "piece_class": np.array([rule.road_class for rule in rules], np.uint8),
        "piece_way": np.array([parts.pieces[number].first_way for number in used], np.int64),
        "piece_length_cm": shapes.length_cm[used],
        "piece_first": first,
        "shape_lat_e7": shapes.lat_e7[taken],
        "shape_lon_e7": shapes.lon_e7[taken],
    }
