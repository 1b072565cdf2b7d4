"""What driving a road piece costs: milliseconds along it, and the delay at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.network.calibration import ROAD_CLASSES
from visitplan.network.tags import MARK_CROSSING, MARK_GIVE_WAY, MARK_SIGNALS, MARK_STOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from visitplan.network.calibration import Calibration
    from visitplan.network.pieces import Piece
    from visitplan.network.raw_roads import RawRoads

_FERRY = ROAD_CLASSES.index("ferry")
_SERVICE = ROAD_CLASSES.index("service")
_JUNCTION_ROADS = 3
_HALF = 0.5
_MARK_DELAY = {
    MARK_SIGNALS: "traffic_signals",
    MARK_STOP: "stop",
    MARK_CROSSING: "signal_crossing",
    MARK_GIVE_WAY: "give_way",
}


@dataclass(frozen=True, slots=True)
class Junctions:
    """What meets at the ends of pieces: roads, roads above `service`, and the best class."""

    roads: dict[int, int]
    streets: dict[int, int]
    best: dict[int, int]

    def busy(self, node: int, road_class: int) -> bool:
        """Tell whether a car on this class passes a junction of three roads or more.

        On a street, driveways and other service roads make no junction.
        """
        counted = self.roads if road_class >= _SERVICE else self.streets
        return counted.get(node, 0) >= _JUNCTION_ROADS

    def joins(self, node: int, road_class: int) -> bool:
        """Tell whether a more important road meets this class here."""
        return self.best[node] < road_class


def junctions(pieces: Sequence[Piece], ends: Sequence[tuple[int, int]]) -> Junctions:
    """Count what meets at each end node."""
    found = Junctions({}, {}, {})
    for piece, pair in zip(pieces, ends, strict=True):
        road_class = piece.rule.road_class
        for node in pair:
            found.roads[node] = found.roads.get(node, 0) + 1
            found.streets[node] = found.streets.get(node, 0) + (road_class < _SERVICE)
            found.best[node] = min(found.best.get(node, _FERRY), road_class)
    return found


def drive_ms(metres: float, limit: int, road_class: int, calibration: Calibration) -> int:
    """Give the time along a piece; `limit` in tenths of km/h, 0 for the class's typical speed."""
    kmh = limit / 10 if limit else calibration.typical_kmh[road_class]
    kmh *= calibration.factor[road_class]
    return max(1, round(metres * 3600 / kmh))


def marks_ahead(
    raw: RawRoads, pieces: Sequence[Piece], along: NDArray[np.float64]
) -> dict[tuple[int, bool], set[int]]:
    """Give the marks that delay each (piece, forward): those nearer to its end than to its start.

    Signals are often drawn on the arms of a junction; so a car waits before the junction, and not
    once more for the signals of the arm it leaves by. `along` is the fraction of the piece before
    each of its nodes, for all pieces in a row.
    """
    nodes = np.fromiter((node for piece in pieces for node in piece.nodes), np.int32)
    piece_of = np.repeat(np.arange(len(pieces)), [len(piece.nodes) for piece in pieces])
    found: dict[tuple[int, bool], set[int]] = {}
    for at in np.flatnonzero(raw.mark[nodes]).tolist():
        mark, piece = int(raw.mark[nodes[at]]), int(piece_of[at])
        for forward in (True, False):
            if (along[at] >= _HALF) if forward else (along[at] <= _HALF):
                found.setdefault((piece, forward), set()).add(mark)
    return found


def delay_ms(
    road_class: int, marks: Iterable[int], calibration: Calibration, *, busy: bool, joins: bool
) -> int:
    """Give the delay at the end of a piece: the largest that applies."""
    names = [_MARK_DELAY[mark] for mark in marks if mark in _MARK_DELAY]
    if road_class == _FERRY:
        names.append("ferry_boarding")
    elif busy and not calibration.flowing[road_class]:
        names.append("join_major" if joins else "junction")
    return max((calibration.delay_ms[name] for name in names), default=0)
