"""Each shift as arrays for the pricing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.kernel import shift as k
from visitplan_solvers.bound.timeline import AT_PLACE
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan_solvers.bound.timeline import Span
    from visitplan_solvers.bound.week import Week

SCALE = 1024
"""Prices are whole 1024ths of the objective's unit."""


@dataclass(frozen=True, slots=True)
class PricedShift:
    """A shift's arrays, and which cell of the week each stop is (appointments: -1)."""

    shift: k.Shift
    cells: k.Ints
    last_bucket: k.Ints
    """Last bucket of time in which each stop can start."""

    def forbid(self, stops: tuple[int, ...]) -> bool:
        """Let the stops between two visits of one remember it; tell whether that is new.

        Source: Roberti and Mingozzi 2014, "Dynamic ng-path relaxation for the delivery man
        problem", Transportation Science 48(3).
        """
        new = False
        near = self.shift.near
        for first, j in enumerate(stops):
            if j not in stops[first + 1 :]:
                continue
            bit = np.uint64(1) << np.uint64(j & 63)
            for i in stops[first + 1 : stops.index(j, first + 1)]:
                new |= not near[i, j >> 6] & bit
                near[i, j >> 6] |= bit
        return new


def priced_shifts(week: Week) -> list[PricedShift]:
    """Give the arrays of every shift."""
    from visitplan_solvers.compiled.places import places

    index = {place: i for i, place in enumerate(places(week.problem.request)[0])}
    by_span: list[list[int]] = [[] for _ in week.spans]
    for c, cell in enumerate(week.cells):
        by_span[cell.span].append(c)
    travel = week.arrays.travel[np.unique(week.arrays.anchors[:, 1])].min(axis=0).astype(np.int64)
    return [_priced(week, span, by_span[s], travel, index) for s, span in enumerate(week.spans)]


def _priced(
    week: Week, span: Span, cells: list[int], travel: k.Ints, index: dict[Coordinates, int]
) -> PricedShift:
    arrays = week.arrays
    person = week.problem.request.case_managers[span.person]
    start = index[person.start]
    end = start if person.end is None else index[person.end]
    at: list[int] = []
    service: list[int] = []
    stops: list[list[tuple[int, int, int, int, int]]] = []
    for g, event in enumerate(span.events):
        if event.kind == AT_PLACE and event.place is not None:
            at.append(index[event.place])
            service.append(event.end - event.start)
            stops.append([(event.start, event.start, event.start, 0, g)])
    fixed = len(at)
    kept = []
    for c in cells:
        item = week.items[week.cells[c].item]
        place = int(arrays.visit[item.row, t.V_PLACE])
        place = start if place < 0 else place
        latest = span.latest_return - item.service - int(travel[place, end])
        earliest = span.start + int(travel[start, place])
        found = _inside(week, span, c, earliest, latest)
        if found:
            kept.append(c)
            at.append(place)
            service.append(item.service)
            stops.append(found)
    nodes = np.array([*at, start, end], np.int64)
    drive = travel[np.ix_(nodes, nodes)]
    weight = arrays.weight
    times = [x for e in span.events for x in (e.start, e.end)]
    pauses = [int(pause[2]) for pause in span.breaks]
    grid = math.gcd(int(weight[t.W_STEP]), *service, *times, *pauses)
    padded = -(-drive // grid) * grid
    waiting = int(weight[t.W_WAIT])
    if len(week.arrays.anchors) > 1:
        # At slower hours there is less to wait for and more to drive.
        waiting = min(waiting, int(weight[t.W_DRIVE]))
    paid = weight[t.W_DRIVE] * drive + waiting * (padded - drive)
    slot_limits = _limits(week, span)
    n = len(at)
    limit = np.array(
        [
            n,
            fixed,
            waiting,
            weight[t.W_OVERTIME],
            weight[t.W_PREFERRED],
            span.end,
            span.latest_return,
            grid,
            slot_limits[0],
            slot_limits[1],
            span.start,
            SCALE,
            weight[t.W_DRIVE],
        ],
        np.int64,
    )
    pointer = np.zeros(n + 1, np.int64)
    np.cumsum([len(x) for x in stops], out=pointer[1:])
    both = drive[:n, :n] + drive[:n, :n].T
    nearest = np.argsort(both, axis=1, kind="stable").astype(np.int64)
    shift = k.Shift(
        limit,
        np.array(service, np.int64),
        np.ascontiguousarray(drive),
        np.ascontiguousarray(paid * SCALE),
        np.ascontiguousarray(padded),
        np.array([p for x in stops for p in x], np.int64).reshape(-1, 5),
        pointer,
        np.array([(e.start, e.end, e.kind) for e in span.events], np.int64).reshape(-1, 3),
        np.array(span.breaks, np.int64).reshape(-1, 3),
        remembered(nearest, n, NEIGHBOURS),
        _alive(stops, span.start),
    )
    last = [(max(p[1] for p in x) - span.start) // k.BUCKET_S for x in stops]
    return PricedShift(
        shift,
        np.array([-1] * fixed + kept, np.int64),
        np.minimum(k.BUCKETS - 1, np.array(last, np.int64)),
    )


NEIGHBOURS = 8
"""Stops that remember a stop, itself aside."""


def _alive(stops: list[list[tuple[int, int, int, int, int]]], start: int) -> k.Words:
    """Give for each bucket of time a bit for each stop that can still start after it."""
    words = np.zeros((k.BUCKETS, max(1, (len(stops) + 63) // 64)), np.uint64)
    for j, pieces in enumerate(stops):
        last = max(p[1] for p in pieces)
        buckets = min(k.BUCKETS, (last - start) // k.BUCKET_S + 1)
        words[:buckets, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    return words


def remembered(nearest: k.Ints, n: int, size: int) -> k.Words:
    """Give for each stop a bit for each of its nearest, which ways through it remember."""
    words = np.zeros((n, max(1, (n + 63) // 64)), np.uint64)
    for j in range(n):
        for i in [j, *nearest[j, :size].tolist()]:
            words[i, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    return words


def _limits(week: Week, span: Span) -> tuple[int, int]:
    person = week.problem.request.case_managers[span.person]
    leg, most = person.max_drive_minutes_per_leg, person.max_visits_per_day
    return (t.NEVER if leg is None else leg * 60, t.NEVER if most is None else most)


def _inside(
    week: Week, span: Span, c: int, earliest: int, latest: int
) -> list[tuple[int, int, int, int, int]]:
    """Clip the pieces of a cell to the shift and to the gaps between its events."""
    cell = week.cells[c]
    service = week.items[cell.item].service
    found = []
    for gap in range(len(span.events) + 1):
        first = earliest if gap == 0 else max(earliest, span.events[gap - 1].end)
        last = latest
        if gap < len(span.events):
            last = min(last, span.events[gap].start - service)
        for piece in week.starts[cell.item, span.day]:
            a, b = max(first, piece.first), min(last, piece.last)
            if a <= b:
                found.append((a, b, min(piece.flat, b), piece.cost, gap))
    return found
