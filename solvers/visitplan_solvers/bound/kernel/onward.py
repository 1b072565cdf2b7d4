"""The least that the rest of a route costs: bounds that end hopeless ways early.

Looked at backwards, from every stop and every bucket of time, ways may meet a
stop again (though not at once), never wait at a price and owe no more than
two breaks. So what this gives is never above what a route costs from there.

Source: Christofides, Mingozzi and Toth 1981, "Exact algorithms for the vehicle
routing problem, based on spanning tree and shortest path relaxations",
Mathematical Programming 20 (q-routes without loops of two).
"""

from __future__ import annotations

import numpy as np

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.gaps import OWED, Flags, Onward, entries
from visitplan_solvers.bound.kernel.shift import (
    AT_PLACE,
    BUCKET_S,
    L_DRIVE,
    L_END,
    L_FIXED,
    L_LATE,
    L_LATEST_RETURN,
    L_LEG,
    L_OVER,
    L_SCALE,
    L_START,
    L_TASKS,
    N_END,
    N_KIND,
    N_START,
    NONE,
    Q_COST,
    Q_FIRST,
    Q_FLAT,
    Q_GAP,
    Q_LAST,
    R_EARLIEST,
    R_LATEST,
    R_SECONDS,
    Ints,
    Shift,
)

HOME = -1


@compiled
def onward(shift: Shift, prize: Ints, wanted: Flags) -> Onward:
    """Give the least cost after each stop and bucket; the stop's own is left out of `least`."""
    limit = shift.limit
    start = limit[L_START]
    known = entries(shift, wanted)
    masks, count, buckets = known.least.shape
    first = np.full(count, NONE, np.int64)
    gap = np.zeros(count, np.int64)
    step = NONE
    for e in range(count):
        j = known.node[e]
        step = min(step, shift.service[j])
        gap[e] = np.searchsorted(known.of_gap, e, side="right") - 1
        for p in range(shift.piece_ptr[j], shift.piece_ptr[j + 1]):
            if shift.piece[p, Q_GAP] == gap[e]:
                first[e] = min(first[e], shift.piece[p, Q_FIRST])
    # Stops shorter than a bucket can follow one another inside one.
    passes = 1 if step >= BUCKET_S else 2 + BUCKET_S // max(1, step)
    for bucket in range(buckets - 1, -1, -1):
        t = start + bucket * BUCKET_S
        for _ in range(passes):
            for e in range(count):
                j = known.node[e]
                if first[e] < t + BUCKET_S and t <= known.last[e]:
                    to = gap[e] + (1 if j < limit[L_FIXED] else 0)
                    for owed in range(masks):
                        low, by, other = after(shift, known, j, to, owed, t)
                        known.least[owed, e, bucket] = low
                        known.by[owed, e, bucket] = by
                        known.other[owed, e, bucket] = other
            for e in range(count):
                for owed in range(masks):
                    if first[e] >= t + BUCKET_S and bucket + 1 < buckets:
                        later = bucket + 1
                        known.there[owed, e, bucket] = known.there[owed, e, later]
                        known.there_by[owed, e, bucket] = known.there_by[owed, e, later]
                        known.there_other[owed, e, bucket] = known.there_other[owed, e, later]
                    elif t <= known.last[e]:
                        arrive(shift, known, prize, e, gap[e], owed, t, bucket)
    return known


@compiled
def after(shift: Shift, known: Onward, j: int, gap: int, owed: int, t: int) -> tuple[int, int, int]:
    """Give the least cost after a start at t or later, the next stop, the least with another.

    `gap` is the number of events that are over; t is a start of a visit, or of
    the way from the shift's start.
    """
    limit = shift.limit
    n = limit[L_TASKS]
    scale = limit[L_SCALE]
    leaves = t + (0 if j == n else shift.service[j])
    low, low_by, second = NONE, HOME, NONE
    taken = owed
    while True:
        pause, least = 0, 0
        possible = True
        for q in range(min(OWED, shift.rule.shape[0])):
            if (taken >> q) & 1:
                pause += shift.rule[q, R_SECONDS]
                least = max(least, shift.rule[q, R_EARLIEST] + shift.rule[q, R_SECONDS])
                possible = possible and leaves <= shift.rule[q, R_LATEST]
        left = owed & ~taken
        if possible:
            home = home_after(shift, j, gap, left, leaves, pause, least)
            if home < low:
                if low_by != HOME:
                    second = low
                low, low_by = home, HOME
            elif low_by != HOME:
                second = min(second, home)
            blocked = pause
            for to in range(gap, known.of_gap.shape[0] - 1):
                if to > gap:
                    if shift.event[to - 1, N_KIND] == AT_PLACE:
                        break
                    if leaves > shift.event[gap, N_START]:
                        break
                    blocked += shift.event[to - 1, N_END] - shift.event[to - 1, N_START]
                for e in range(known.of_gap[to], known.of_gap[to + 1]):
                    k = known.node[e]
                    drive = shift.minutes_s[j, k]
                    if k == j or drive > limit[L_LEG]:
                        continue
                    at = leaves + blocked + (drive if j == n else shift.padded[j, k])
                    at = max(at, least)
                    if at > known.last[e]:
                        continue
                    if left and overdue(shift, left, at + shift.service[k]):
                        continue
                    bucket = max(0, at - limit[L_START]) // BUCKET_S
                    if known.there_by[left, e, bucket] == j:
                        cost = known.there_other[left, e, bucket]
                    else:
                        cost = known.there[left, e, bucket]
                    if cost >= NONE:
                        continue
                    cost += scale * limit[L_DRIVE] * drive if j == n else shift.paid[j, k]
                    if cost < low:
                        if low_by != k:
                            second = low
                        low, low_by = cost, k
                    elif cost < second and k != low_by:
                        second = cost
        if taken == 0:
            return low, low_by, second
        taken = (taken - 1) & owed


@compiled
def overdue(shift: Shift, owed: int, t: int) -> bool:
    """Tell whether a break that is owed could not begin at t any more."""
    for q in range(min(OWED, shift.rule.shape[0])):
        if (owed >> q) & 1 and t > shift.rule[q, R_LATEST]:
            return True
    return False


@compiled
def home_after(
    shift: Shift, j: int, gap: int, left: int, leaves: int, pause: int, least: int
) -> int:
    """Give the least cost of driving home from a stop after `leaves`, or NONE.

    On the way are `pause` seconds of breaks, over at `least` at the earliest; those `left`
    must not be due.
    """
    limit = shift.limit
    drive = shift.minutes_s[j, limit[L_TASKS] + 1]
    if drive > limit[L_LEG]:
        return NONE
    blocked = 0
    due = 0
    for e in range(gap, shift.event.shape[0]):
        if shift.event[e, N_KIND] == AT_PLACE:
            return NONE
        blocked += shift.event[e, N_END] - shift.event[e, N_START]
        if shift.event[e, N_KIND] > 0:
            due = blocked
    back = max(leaves + drive + due + pause, least)
    if back > limit[L_LATEST_RETURN] or (left and overdue(shift, left, back + 1)):
        return NONE
    over = max(0, back - limit[L_END])
    return int(limit[L_SCALE] * (limit[L_DRIVE] * drive + limit[L_OVER] * over))


@compiled
def arrive(
    shift: Shift, known: Onward, prize: Ints, e: int, gap: int, owed: int, t: int, bucket: int
) -> None:
    """Write the least cost from an arrival at t on, with what the stop costs and brings."""
    limit = shift.limit
    j = known.node[e]
    low, low_by, second = NONE, -1, NONE
    for p in range(shift.piece_ptr[j], shift.piece_ptr[j + 1]):
        if shift.piece[p, Q_GAP] != gap or shift.piece[p, Q_LAST] < t:
            continue
        at = max(t, shift.piece[p, Q_FIRST])
        b = (at - limit[L_START]) // BUCKET_S
        late = max(0, at - shift.piece[p, Q_FLAT])
        own = limit[L_SCALE] * (shift.piece[p, Q_COST] + limit[L_LATE] * late) - prize[j]
        if known.least[owed, e, b] < NONE:
            cost, by = own + known.least[owed, e, b], known.by[owed, e, b]
            if cost < low:
                if by != low_by:
                    second = low
                low, low_by = cost, by
            elif by != low_by:
                second = min(second, cost)
        if known.other[owed, e, b] < NONE:
            cost = own + known.other[owed, e, b]
            if known.by[owed, e, b] == low_by:
                second = min(second, cost)
    known.there[owed, e, bucket] = low
    known.there_by[owed, e, bucket] = low_by
    known.there_other[owed, e, bucket] = second
