"""Travel seconds and metres between points, by time of day."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from visitplan.matrix.endpoints import MAX_SNAP_M, snap_all
from visitplan.matrix.packing import LENGTH_MASK, SHIFT
from visitplan.matrix.roads import roads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.matrix.roads import Engine
    from visitplan.network import RoadNetwork

Speeds = Literal["free_flow", "daypart"]


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Whole seconds (rounded up) and metres between points.

    `seconds` is [metric, from, to]; `meters` [from, to] follows the fastest way on clear roads.
    `anchors_s` are seconds of the local day, ascending; at an anchor the metric of the same place
    in `anchor_metric` holds.
    """

    seconds: NDArray[np.int32]
    meters: NDArray[np.int32]
    anchors_s: NDArray[np.int32]
    anchor_metric: NDArray[np.int32]
    speeds: Speeds

    def between(self, i: int, j: int, depart_s: int) -> int:
        """Give the seconds from point i to point j, leaving at second `depart_s` of the local day.

        Between two anchors the time is interpolated and rounded up, before the first and after
        the last it is that anchor's. Whoever leaves later never arrives earlier.
        """
        anchors = self.anchors_s
        after = bisect.bisect_right(anchors, depart_s)
        if after in (0, len(anchors)):
            at = min(after, len(anchors) - 1)
            return int(self.seconds[self.anchor_metric[at], i, j])
        start = int(anchors[after - 1])
        gap = int(anchors[after]) - start
        before_s = int(self.seconds[self.anchor_metric[after - 1], i, j])
        after_s = int(self.seconds[self.anchor_metric[after], i, j])
        return before_s - (before_s - after_s) * (depart_s - start) // gap

    def among(self, points: Sequence[int]) -> TravelTimes:
        """Give the times between some of the points, in the order given."""
        seconds = self.seconds[:, points][:, :, points]
        meters = self.meters[points][:, points]
        return _fixed(seconds, meters, self.anchors_s, self.anchor_metric, self.speeds)


def travel_times(
    network: RoadNetwork,
    points: Sequence[Coordinates],
    *,
    speeds: Speeds = "free_flow",
    names: Sequence[str] | None = None,
    max_snap_m: float = MAX_SNAP_M,
    engine: Engine = "hierarchy",
    closed: NDArray[np.bool_] | None = None,
) -> TravelTimes:
    """Give travel times between all points, on the nearest roads.

    Args:
        network: The roads.
        points: Places; the way from a place to its road takes no time.
        speeds: Clear roads, or one metric for each part of the day.
        names: What to call the points in errors; their numbers by default.
        max_snap_m: Farther from a road a point is an error.
        engine: The hierarchy, or scipy's Dijkstra, which also steps in where RoutingKit is missing.
        closed: Arcs that nobody drives through; who is at a place on one still gets away from it.

    Raises:
        PointOffNetworkError: VP2101.
        SwappedPointError: VP2102.
    """
    snap = snap_all(network, points, names, max_snap_m)
    roads = roads_of(network)
    free_flow = roads.costs(snap, None, engine, closed)
    meters = (((free_flow & LENGTH_MASK) + 5) // 10).astype(np.int32)
    if speeds == "free_flow":
        zero = np.zeros(1, np.int32)
        return _fixed(_whole_seconds(free_flow)[np.newaxis], meters, zero, zero, speeds)
    parts = network.dayparts
    seconds = np.stack(
        [
            _whole_seconds(
                free_flow if set(percent) == {100} else roads.costs(snap, percent, engine, closed)
            )
            for percent in parts.percent
        ]
    )
    anchors = np.array(parts.anchors_s, np.int32)
    metric = np.array(parts.anchor_metric, np.int32)
    keep_order(seconds, anchors, metric)
    return _fixed(seconds, meters, anchors, metric, speeds)


def keep_order(
    seconds: NDArray[np.int32], anchors_s: NDArray[np.int32], anchor_metric: NDArray[np.int32]
) -> None:
    """Raise travel times where they would fall faster than the clock runs from anchor to anchor.

    A straight line between anchors that never falls faster than 1 s a second keeps departures and
    arrivals in the same order; rounding up keeps it so, since departures are whole seconds. Only
    journeys longer than the gap between anchors can be concerned.
    """
    changed = True
    while changed:
        changed = False
        for at in range(len(anchors_s) - 1):
            gap = anchors_s[at + 1] - anchors_s[at]
            earlier, later = seconds[anchor_metric[at]], seconds[anchor_metric[at + 1]]
            if (earlier - later > gap).any():
                np.maximum(later, earlier - gap, out=later)
                changed = True


def _whole_seconds(costs: NDArray[np.int64]) -> NDArray[np.int32]:
    return (((costs >> SHIFT) + 999) // 1000).astype(np.int32)


def _fixed(
    seconds: NDArray[np.int32],
    meters: NDArray[np.int32],
    anchors_s: NDArray[np.int32],
    anchor_metric: NDArray[np.int32],
    speeds: Speeds,
) -> TravelTimes:
    for array in (seconds, meters, anchors_s, anchor_metric):
        array.flags.writeable = False
    return TravelTimes(seconds, meters, anchors_s, anchor_metric, speeds)
