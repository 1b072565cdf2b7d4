"""What driving a road piece costs: milliseconds along it, and the delay at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.network.calibration import ROAD_CLASSES
from visitplan.network.tags import MARK_GIVE_WAY, MARK_SIGNALS, MARK_STOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.network.calibration import Calibration
    from visitplan.network.pieces import Piece
    from visitplan.network.raw_roads import RawRoads

_FERRY = ROAD_CLASSES.index("ferry")
_MARK_DELAY = {MARK_SIGNALS: "traffic_signals", MARK_STOP: "stop", MARK_GIVE_WAY: "give_way"}


def roads_at(
    pieces: Sequence[Piece], ends: Sequence[tuple[int, int]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Give for each end node how many pieces meet there, and the most important class."""
    roads: dict[int, int] = {}
    best: dict[int, int] = {}
    for piece, pair in zip(pieces, ends, strict=True):
        for node in pair:
            roads[node] = roads.get(node, 0) + 1
            best[node] = min(best.get(node, _FERRY), piece.rule.road_class)
    return roads, best


def drive_ms(metres: float, limit: int, road_class: int, calibration: Calibration) -> int:
    """Give the time along a piece; `limit` in tenths of km/h, 0 for the class's typical speed."""
    kmh = limit / 10 if limit else calibration.typical_kmh[road_class]
    kmh *= calibration.factor[road_class]
    return max(1, round(metres * 3600 / kmh))


def marks_ahead(piece: Piece, raw: RawRoads, *, forward: bool) -> set[int]:
    """Give the marks of the nearer half before the next junction, the junction included.

    Signals are often drawn on the approaches of a junction; counting those of the nearer half
    only keeps a car from waiting twice, before and behind the same junction.
    """
    half = len(piece.nodes) // 2
    ahead = piece.nodes[half:] if forward else piece.nodes[: len(piece.nodes) - half]
    return set(raw.mark[ahead].tolist())


def delay_ms(
    road_class: int, marks: set[int], calibration: Calibration, *, busy: bool, joins: bool
) -> int:
    """Give the delay at the end of a piece: the largest that applies."""
    names = [_MARK_DELAY[mark] for mark in marks if mark in _MARK_DELAY]
    if road_class == _FERRY:
        names.append("ferry_boarding")
    elif busy and not calibration.flowing[road_class]:
        names.append("join_major" if joins else "junction")
    return max((calibration.delay_ms[name] for name in names), default=0)
