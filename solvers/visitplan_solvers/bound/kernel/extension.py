"""From a way to a stop to the ways to the next stop."""

from __future__ import annotations

import numpy as np

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.dominance import dominated
from visitplan_solvers.bound.kernel.ends import push
from visitplan_solvers.bound.kernel.gaps import Onward
from visitplan_solvers.bound.kernel.shift import (
    AT_PLACE,
    BUCKET_S,
    COUNT,
    DEAD,
    FAR,
    FROM,
    GAP,
    L_DRIVE,
    L_FIXED,
    L_GRID,
    L_LATE,
    L_LEG,
    L_MOST,
    L_SCALE,
    L_START,
    L_TASKS,
    L_WAIT,
    N_END,
    N_KIND,
    N_START,
    NODE,
    NONE,
    PENDING,
    Q_COST,
    Q_FIRST,
    Q_FLAT,
    Q_GAP,
    Q_LAST,
    R_EARLIEST,
    R_LATEST,
    R_SECONDS,
    A,
    B,
    C,
    Cuts,
    Ints,
    Shift,
    Space,
)


@compiled
def up(t: int, grid: int) -> int:
    """Round up to the grid."""
    return -(-t // grid) * grid


@compiled
def rest(
    space: Space, shift: Shift, known: Onward, k: int, j: int, gap: int, owed: int, bucket: int
) -> int:
    """Give the least cost after stop j, reached from label k, as far as it is known."""
    e = known.entry[j, gap]
    if e < 0:
        return -NONE
    owed &= known.least.shape[0] - 1
    by = known.by[owed, e, bucket]
    if by >= 0:
        seen = space.seen[k, by >> 6] & shift.near[j, by >> 6]
        if by == space.label[k, NODE] or (seen >> np.uint64(by & 63)) & np.uint64(1):
            return int(known.other[owed, e, bucket])
    return int(known.least[owed, e, bucket])


@compiled
def on_arrival(
    shift: Shift, known: Onward, j: int, gap: int, owed: int, before: int, t: int
) -> int:
    """Give the least cost from an arrival at stop j on, its own and its prize included."""
    e = known.entry[j, gap]
    if t > known.last[e]:
        return NONE
    owed &= known.least.shape[0] - 1
    bucket = max(0, t - shift.limit[L_START]) // BUCKET_S
    if known.there_by[owed, e, bucket] == before:
        return int(known.there_other[owed, e, bucket])
    return int(known.there[owed, e, bucket])


@compiled
def extend(
    shift: Shift,
    space: Space,
    cuts: Cuts,
    prize: Ints,
    known: Onward,
    ceiling: int,
    k: int,
    j: int,
    used: int,
    exact: bool,
) -> int:
    """Write the labels that label k gives at stop j; give the number of labels then.

    A label is left out if, with the least that the rest of a route can cost
    after it, it stays at or above the ceiling.
    """
    limit, label = shift.limit, space.label
    n = limit[L_TASKS]
    grid, scale = limit[L_GRID], limit[L_SCALE]
    wait = limit[L_WAIT] * scale
    node = label[k, NODE]
    drive = shift.minutes_s[node, j]
    if drive > limit[L_LEG]:
        return used
    fixed = j < limit[L_FIXED]
    count = label[k, COUNT] + (0 if fixed else 1)
    if count > limit[L_MOST]:
        return used
    service = 0 if node == n else shift.service[node]
    ca = label[k, A] + service
    cb = min(label[k, B] + service, FAR)
    gap = label[k, GAP]
    pending = label[k, PENDING]
    rules = shift.rule.shape[0]
    words = shift.near.shape[1]
    half = space.bucket.shape[0] // 2
    taken = pending
    while True:
        length = 0
        least = 0
        by = cb
        ok = True
        for q in range(rules):
            if (taken >> q) & 1:
                length += shift.rule[q, R_SECONDS]
                least = max(least, shift.rule[q, R_EARLIEST] + shift.rule[q, R_SECONDS])
                ok = ok and ca <= shift.rule[q, R_LATEST]
                by = min(by, shift.rule[q, R_LATEST])
        if ok:
            # A break is taken before the drive or after it, whichever fits.
            least = up(least, grid)
            left = pending & ~taken
            before, passes = -1, False
            ra = rb = way = idled = 0
            for p in range(shift.piece_ptr[j], shift.piece_ptr[j + 1]):
                to = shift.piece[p, Q_GAP]
                if to < gap:
                    continue
                if to != before:
                    before, passes = to, True
                    blocked = length
                    for e in range(gap, to):
                        if shift.event[e, N_KIND] == AT_PLACE:
                            passes = False
                        blocked += shift.event[e, N_END] - shift.event[e, N_START]
                    latest = by
                    if to > gap:
                        latest = min(by, shift.event[gap, N_START])
                        passes = passes and ca <= latest
                    idled = 0
                    way = scale * limit[L_DRIVE] * drive
                    if node == n:
                        ra = up(ca + drive + blocked, grid)
                        rb = (latest + drive + blocked) // grid * grid
                        if rb < ra:
                            idled = ra - (latest + drive + blocked)
                            rb = ra
                    else:
                        ra = ca + shift.padded[node, j] + blocked
                        rb = latest + shift.padded[node, j] + blocked
                        way = shift.paid[node, j]
                    if passes and known.entry[j, to] >= 0:
                        at = on_arrival(shift, known, j, to, left, node, max(ra, least))
                        passes = label[k, C] + way + at < ceiling
                if not passes:
                    continue
                first = max(shift.piece[p, Q_FIRST], least)
                a = max(first, ra)
                last = shift.piece[p, Q_LAST]
                if a > last:
                    continue
                idle = idled + max(0, first - rb)
                flat = shift.piece[p, Q_FLAT]
                b = max(a, min(rb, flat))
                cost = way + wait * idle + scale * shift.piece[p, Q_COST]
                cost += scale * limit[L_LATE] * max(0, a - flat)
                possible = True
                for q in range(rules):
                    if (left >> q) & 1:
                        bound = shift.rule[q, R_LATEST] - shift.service[j]
                        if a > bound:
                            possible = False
                        b = min(b, bound)
                if not possible:
                    continue
                if used >= label.shape[0] or space.work[0] > space.work[1]:
                    return -1
                label[used, NODE] = j
                label[used, FROM] = k
                label[used, A] = a
                label[used, B] = b
                label[used, C] = label[k, C] + cost - prize[j]
                for w in range((cuts.price.shape[0] + 63) // 64):
                    bits = space.odd[k, w] & cuts.at[j, w]
                    cut = w * 64
                    while bits:
                        if bits & np.uint64(1):
                            label[used, C] += cuts.price[cut]
                        bits >>= np.uint64(1)
                        cut += 1
                label[used, GAP] = to + 1 if fixed else to
                label[used, PENDING] = left
                label[used, COUNT] = count
                label[used, DEAD] = 0
                at = min(half - 1, (a - limit[L_START]) // BUCKET_S)
                if label[used, C] + rest(space, shift, known, k, j, to, left, at) >= ceiling:
                    continue
                for w in range((cuts.price.shape[0] + 63) // 64):
                    space.odd[used, w] = (space.odd[k, w] ^ cuts.at[j, w]) & cuts.alive[at, w]
                if exact:
                    for w in range(words):
                        space.seen[used, w] = (
                            space.seen[k, w] & shift.near[j, w] & shift.alive[at, w]
                        )
                    space.seen[used, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
                else:
                    space.seen[used, :] = 0
                if not dominated(space, cuts.price, exact, words, wait, used, j):
                    push(space, used, at)
                    used += 1
        if taken == 0:
            return used
        taken = (taken - 1) & pending
