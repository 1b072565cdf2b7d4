"""The cheapest routes of one shift under given prizes for visits: labels with a stretch of starts.

A label is a way from the shift's start to a stop. It costs `c` if the stop
starts anywhere in [a, b], and the price of waiting more for each second after
b: leaving home later is free, waiting on the way is not. Ways that meet a stop
of their own neighbourhood again are forbidden (ng-routes: Baldacci, Mingozzi
and Roberti 2011, "New route relaxation and pricing strategies for the vehicle
routing problem", Operations Research 59(5)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.bound.kernel.compiler import compiled

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

FAR = 1 << 40
NONE = 1 << 61
# Entries of `limit`: numbers of one shift.
(
    L_TASKS,
    L_FIXED,
    L_WAIT,
    L_OVER,
    L_LATE,
    L_END,
    L_LATEST_RETURN,
    L_GRID,
    L_LEG,
    L_MOST,
    L_START,
    L_SCALE,
    L_DRIVE,
) = range(13)
# Columns of `piece`: first and last start, where the flat part ends, cost, events before.
Q_FIRST, Q_LAST, Q_FLAT, Q_COST, Q_GAP = range(5)
# Columns of `event`.
N_START, N_END, N_KIND = range(3)
AT_PLACE = 2
# Columns of `rule`: breaks.
R_EARLIEST, R_LATEST, R_SECONDS = range(3)
# Columns of a label.
NODE, FROM, A, B, C, GAP, PENDING, COUNT, NEXT, LATER, DEAD = range(11)
WIDTH = 11


class Shift(NamedTuple):
    """One shift as the pricing sees it; nodes are stops, then the start, then the end."""

    limit: Ints
    service: Ints  # [stop]
    minutes_s: Ints  # [node, node] seconds of driving
    paid: Ints  # [node, node] scaled cost of a drive and of the wait for the next grid point
    padded: Ints  # [node, node] seconds of driving up to the grid
    piece: Ints  # [piece, 5]
    piece_ptr: Ints  # [stop + 1]
    event: Ints  # [event, 3]
    rule: Ints  # [break, 3]
    near: Words  # [stop, words] which stops a stop remembers
    alive: Words  # [bucket, words] which stops can still start so late


BUCKET_S = 300
BUCKETS = 512


class Cuts(NamedTuple):
    """Cuts that a way pays for at every second stop of theirs."""

    price: Ints  # [cut] scaled
    at: Words  # [stop, words] a bit for each cut that a stop is in
    alive: Words  # [bucket, words] a bit for each cut with a stop that can still start


class Space(NamedTuple):
    """Room for labels of one thread."""

    label: Ints  # [most, WIDTH]
    seen: Words  # [most, words]
    odd: Words  # [most, words] cuts of which a way has an odd number of stops
    bucket: Ints  # heads and tails
    by_node: Ints


@compiled
def up(t: int, grid: int) -> int:
    """Round up to the grid."""
    return -(-t // grid) * grid


@compiled
def owed(space: Space, price: Ints, a: int, b: int) -> int:
    """Give what label a may still pay for cuts that label b does not."""
    total = 0
    if price.shape[0] == 0:
        return 0
    for w in range((price.shape[0] + 63) // 64):
        bits = space.odd[a, w] & ~space.odd[b, w]
        n = w * 64
        while bits:
            if bits & np.uint64(1):
                total += price[n]
            bits >>= np.uint64(1)
            n += 1
    return total


@compiled
def dominated(
    space: Space, price: Ints, exact: bool, words: int, wait: int, k: int, node: int
) -> bool:
    """Tell whether a label is of no use; take out those that it makes useless."""
    label = space.label
    before = -1
    other = space.by_node[node]
    while other >= 0:
        after = label[other, NEXT]
        if (
            label[other, GAP] == label[k, GAP]
            and label[other, PENDING] == label[k, PENDING]
        ):
            if (
                label[other, A] <= label[k, A]
                and label[other, COUNT] <= label[k, COUNT]
                and label[other, C] + wait * max(0, label[k, B] - label[other, B])
                <= label[k, C]
            ):
                inside = True
                for w in range(words):
                    if space.seen[other, w] & ~space.seen[k, w]:
                        inside = False
                        break
                if inside and exact and price.shape[0] > 0:
                    spare = label[k, C] - label[other, C]
                    spare -= wait * max(0, label[k, B] - label[other, B])
                    inside = owed(space, price, other, k) <= spare
                if inside:
                    return True
            if (
                label[k, A] <= label[other, A]
                and label[k, COUNT] <= label[other, COUNT]
                and label[k, C] + wait * max(0, label[other, B] - label[k, B])
                <= label[other, C]
            ):
                inside = True
                for w in range(words):
                    if space.seen[k, w] & ~space.seen[other, w]:
                        inside = False
                        break
                if inside and exact and price.shape[0] > 0:
                    spare = label[other, C] - label[k, C]
                    spare -= wait * max(0, label[other, B] - label[k, B])
                    inside = owed(space, price, k, other) <= spare
                if inside:
                    label[other, DEAD] = 1
                    if before >= 0:
                        label[before, NEXT] = after
                    else:
                        space.by_node[node] = after
                    other = after
                    continue
        before = other
        other = after
    label[k, NEXT] = space.by_node[node]
    space.by_node[node] = k
    return False


@compiled
def home(H: Shift, space: Space, k: int) -> int:
    """Give the least cost of ending a way after label k, or NONE where it cannot end."""
    limit, label = H.limit, space.label
    node = label[k, NODE]
    n = limit[L_TASKS]
    end = n + 1
    scale = limit[L_SCALE]
    wait = limit[L_WAIT] * scale
    service = 0 if node == n else H.service[node]
    ca = label[k, A] + service
    cb = min(label[k, B] + service, FAR)
    drive = H.minutes_s[node, end]
    best = NONE
    if drive > limit[L_LEG]:
        return best
    pending = label[k, PENDING]
    gap = label[k, GAP]
    events = H.event.shape[0]
    rules = H.rule.shape[0]
    last_due = gap
    for e in range(gap, events):
        if H.event[e, N_KIND] == AT_PLACE:
            return best
        if H.event[e, N_KIND] > 0:
            last_due = e + 1
    taken = pending
    while True:
        length = 0
        least = 0
        by = cb
        ok = True
        for q in range(rules):
            if (taken >> q) & 1:
                length += H.rule[q, R_SECONDS]
                least = max(least, H.rule[q, R_EARLIEST] + H.rule[q, R_SECONDS])
                ok = ok and ca <= H.rule[q, R_LATEST]
                by = min(by, H.rule[q, R_LATEST])
        if ok:
            blocked = 0
            for g in range(gap, events + 1):
                if g > gap:
                    if ca > H.event[gap, N_START]:
                        break
                    blocked += H.event[g - 1, N_END] - H.event[g - 1, N_START]
                if g < last_due:
                    continue
                latest = by if g == gap else min(by, H.event[gap, N_START])
                t = max(ca + drive + length + blocked, least)
                if g > gap:
                    t = max(t, H.event[g - 1, N_END])
                if t > limit[L_LATEST_RETURN] or (g < events and t > H.event[g, N_START]):
                    continue
                fits = True
                for q in range(rules):
                    if (pending & ~taken) >> q & 1 and t >= H.rule[q, R_LATEST]:
                        fits = False
                if not fits:
                    continue
                idle = max(0, t - (latest + drive + length + blocked))
                cost = (
                    scale * limit[L_DRIVE] * drive
                    + wait * idle
                    + scale * limit[L_OVER] * max(0, t - limit[L_END])
                )
                best = min(best, cost)
        if taken == 0:
            break
        taken = (taken - 1) & pending
    return best


@compiled
def begin(H: Shift, space: Space) -> int:
    """Write the labels at the shift's start: one for each stretch of leaving; give how many."""
    limit, label = H.limit, space.label
    n = limit[L_TASKS]
    count = 0
    rules = H.rule.shape[0]
    events = H.event.shape[0]
    for gap in range(events + 1):
        if gap > 0 and H.event[gap - 1, N_KIND] > 0:
            break
        first = limit[L_START] if gap == 0 else max(limit[L_START], H.event[gap - 1, N_END])
        last = limit[L_END] if gap == events else min(limit[L_END], H.event[gap, N_START])
        # Breaks come by their earliest start: leaving after it makes one undue.
        a = first
        for q in range(rules + 1):
            b = last if q == rules else min(last, H.rule[q, R_EARLIEST])
            if a <= b:
                label[count, NODE] = n
                label[count, FROM] = -1
                label[count, A] = a
                label[count, B] = b
                label[count, C] = 0
                label[count, GAP] = gap
                pending = 0
                for k in range(q, rules):
                    pending |= 1 << k
                label[count, PENDING] = pending
                label[count, COUNT] = 0
                label[count, NEXT] = -1
                label[count, LATER] = -1
                label[count, DEAD] = 0
                space.seen[count, :] = 0
                space.odd[count, :] = 0
                count += 1
                a = b + 1
    return count


@compiled
def push(space: Space, k: int, bucket: int) -> None:
    """Put a label at the end of its bucket."""
    half = space.bucket.shape[0] // 2
    space.label[k, LATER] = -1
    tail = space.bucket[half + bucket]
    if tail >= 0:
        space.label[tail, LATER] = k
    else:
        space.bucket[bucket] = k
    space.bucket[half + bucket] = k


@compiled
def extend(
    H: Shift,
    space: Space,
    cuts: Cuts,
    prize: Ints,
    rest: Ints,
    ceiling: int,
    k: int,
    j: int,
    used: int,
    exact: bool,
) -> int:
    """Write the labels that label k gives at stop j; give the number of labels then.

    A label is left out if, with the most that can still be won after it
    (`rest`, by bucket), it stays at or above the ceiling.
    """
    limit, label = H.limit, space.label
    n = limit[L_TASKS]
    grid, scale = limit[L_GRID], limit[L_SCALE]
    wait = limit[L_WAIT] * scale
    node = label[k, NODE]
    drive = H.minutes_s[node, j]
    if drive > limit[L_LEG]:
        return used
    fixed = j < limit[L_FIXED]
    count = label[k, COUNT] + (0 if fixed else 1)
    if count > limit[L_MOST]:
        return used
    service = 0 if node == n else H.service[node]
    ca = label[k, A] + service
    cb = min(label[k, B] + service, FAR)
    gap = label[k, GAP]
    pending = label[k, PENDING]
    rules = H.rule.shape[0]
    words = H.near.shape[1]
    half = space.bucket.shape[0] // 2
    taken = pending
    while True:
        length = 0
        least = 0
        by = cb
        ok = True
        for q in range(rules):
            if (taken >> q) & 1:
                length += H.rule[q, R_SECONDS]
                least = max(least, H.rule[q, R_EARLIEST] + H.rule[q, R_SECONDS])
                ok = ok and ca <= H.rule[q, R_LATEST]
                by = min(by, H.rule[q, R_LATEST])
        if ok:
            # A break is taken before the drive or after it, whichever fits.
            least = up(least, grid)
            for p in range(H.piece_ptr[j], H.piece_ptr[j + 1]):
                to = H.piece[p, Q_GAP]
                if to < gap:
                    continue
                blocked = length
                passes = True
                for e in range(gap, to):
                    if H.event[e, N_KIND] == AT_PLACE:
                        passes = False
                    blocked += H.event[e, N_END] - H.event[e, N_START]
                latest = by
                if to > gap:
                    latest = min(by, H.event[gap, N_START])
                    passes = passes and ca <= latest
                if not passes:
                    continue
                idle = 0
                cost = scale * limit[L_DRIVE] * drive
                if node == n:
                    ra = up(ca + drive + blocked, grid)
                    rb = (latest + drive + blocked) // grid * grid
                    if rb < ra:
                        idle = ra - (latest + drive + blocked)
                        rb = ra
                else:
                    ra = ca + H.padded[node, j] + blocked
                    rb = latest + H.padded[node, j] + blocked
                    cost = H.paid[node, j]
                first = max(H.piece[p, Q_FIRST], least)
                a = max(first, ra)
                last = H.piece[p, Q_LAST]
                if a > last:
                    continue
                idle += max(0, first - rb)
                flat = H.piece[p, Q_FLAT]
                b = max(a, min(rb, flat))
                cost += wait * idle + scale * H.piece[p, Q_COST]
                cost += scale * limit[L_LATE] * max(0, a - flat)
                left = pending & ~taken
                possible = True
                for q in range(rules):
                    if (left >> q) & 1:
                        bound = H.rule[q, R_LATEST] - H.service[j]
                        if a > bound:
                            possible = False
                        b = min(b, bound)
                if not possible:
                    continue
                if used >= label.shape[0]:
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
                if label[used, C] - rest[at] >= ceiling:
                    continue
                for w in range((cuts.price.shape[0] + 63) // 64):
                    space.odd[used, w] = (space.odd[k, w] ^ cuts.at[j, w]) & cuts.alive[at, w]
                if exact:
                    for w in range(words):
                        space.seen[used, w] = space.seen[k, w] & H.near[j, w] & H.alive[at, w]
                    space.seen[used, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
                else:
                    space.seen[used, :] = 0
                if not dominated(space, cuts.price, exact, words, wait, used, j):
                    push(space, used, at)
                    used += 1
        if taken == 0:
            return used
        taken = (taken - 1) & pending


@compiled
def on_the_way(space: Space, k: int, j: int) -> bool:
    """Tell whether label k's way has been at stop j."""
    while k >= 0:
        if space.label[k, NODE] == j:
            return True
        k = space.label[k, FROM]
    return False


@compiled
def most_after(H: Shift, prize: Ints, gain: Ints) -> Ints:
    """Give by bucket of time the most that stops after it can win, each taken once.

    A knapsack of the time left, stops cut where they do not fit. A stop takes
    its service and its shortest drive from anywhere. Writes to `gain` what each can win.
    """
    limit = H.limit
    n, fixed = limit[L_TASKS], limit[L_FIXED]
    takes = np.ones(n, np.int64)
    last = np.zeros(n, np.int64)
    for j in range(n):
        shortest = NONE
        cheapest = NONE
        for i in range(n + 1):
            if i != j and H.minutes_s[i, j] <= limit[L_LEG]:
                shortest = min(shortest, H.minutes_s[i, j])
                cheapest = min(cheapest, limit[L_SCALE] * limit[L_DRIVE] * H.minutes_s[i, j])
        if shortest == NONE:
            continue
        cost = NONE
        for p in range(H.piece_ptr[j], H.piece_ptr[j + 1]):
            cost = min(cost, H.piece[p, Q_COST])
            last[j] = max(last[j], H.piece[p, Q_LAST])
        gain[j] = max(0, prize[j] - cheapest - limit[L_SCALE] * cost)
        takes[j] = max(1, H.service[j] + shortest)
    ratio = np.empty(n, np.float64)
    for j in range(n):
        ratio[j] = -gain[j] / takes[j]
    order = np.argsort(ratio)
    result = np.zeros(BUCKETS, np.int64)
    for bucket in range(BUCKETS):
        t = limit[L_START] + bucket * BUCKET_S
        room = limit[L_LATEST_RETURN] - t
        for j in order:
            if room <= 0 or gain[j] == 0:
                break
            if last[j] < t:
                continue
            if takes[j] <= room:
                result[bucket] += gain[j]
            else:
                # A whole unit more, since the part is rounded down.
                result[bucket] += int(gain[j] * (room / takes[j])) + 1 + gain[j] // 1_000_000
            room -= takes[j]
    return result


@compiled
def price(
    H: Shift,
    cuts: Cuts,
    space: Space,
    prize: Ints,
    exact: bool,
    most: int,
    ceiling: int,
    routes: Ints,
    worth: Ints,
) -> tuple[int, int, int]:
    """Find the least reduced cost of a route, and the best routes.

    Writes to `routes` (length, then stops) the best way to each last stop, and
    to `worth` their reduced costs. Gives the least reduced cost, the number of
    routes written and the number of labels (-1: no room, nothing is known).
    Routes at the ceiling and above are not looked for: the least given is then
    the ceiling at most.
    With `exact` the least cost is a lower bound for all routes; without, a way
    forgets where it has been save that it never repeats a stop.
    """
    limit, label = H.limit, space.label
    n = limit[L_TASKS]
    half = space.bucket.shape[0] // 2
    space.bucket[:] = -1
    space.by_node[: n + 2] = -1
    used = begin(H, space)
    best_at = np.full(n + 1, NONE, np.int64)
    label_at = np.full(n + 1, -1, np.int64)
    wanted = np.zeros(n, np.bool_)
    for k in range(used):
        push(space, k, min(half - 1, (label[k, A] - limit[L_START]) // BUCKET_S))
    gain = np.zeros(n, np.int64)
    rest = most_after(H, prize, gain)
    for j in range(n):
        # Looking quickly leaves out what its own drive does not pay for.
        wanted[j] = j < limit[L_FIXED] or (prize[j] > 0 if exact else gain[j] > 0)
    need_none = True
    for e in range(H.event.shape[0]):
        if H.event[e, N_KIND] > 0:
            need_none = False
    for bucket in range(half):
        k = space.bucket[bucket]
        while k >= 0:
            if label[k, DEAD] == 0:
                node = label[k, NODE]
                if node < n or not need_none:
                    total = home(H, space, k)
                    if total < NONE:
                        total += label[k, C]
                        if total < best_at[node]:
                            best_at[node] = total
                            label_at[node] = k
                for j in range(n):
                    if not wanted[j] or j == node:
                        continue
                    if exact:
                        if (space.seen[k, j >> 6] >> np.uint64(j & 63)) & np.uint64(1):
                            continue
                    elif on_the_way(space, k, j):
                        continue
                    used = extend(H, space, cuts, prize, rest, ceiling, k, j, used, exact)
                    if used < 0:
                        return 0, 0, -1
            k = label[k, LATER]
    best = min(ceiling, 0 if need_none else NONE)
    for node in range(n + 1):
        best = min(best, best_at[node])
    written = 0
    for at in np.argsort(best_at):
        if written >= most or best_at[at] >= NONE:
            break
        k = label_at[at]
        length = 0
        while label[k, FROM] >= 0:
            length += 1
            k = label[k, FROM]
        if length + 1 > routes.shape[1]:
            continue
        k = label_at[at]
        routes[written, 0] = length
        for i in range(length, 0, -1):
            routes[written, i] = label[k, NODE]
            k = label[k, FROM]
        worth[written] = best_at[at]
        written += 1
    return best, written, used


@compiled
def along(H: Shift, cuts: Cuts, space: Space, prize: Ints, stops: Ints) -> int:
    """Give the least cost of a route with these stops in this order, or NONE."""
    space.bucket[:] = -1
    rest = np.zeros(BUCKETS, np.int64)
    used = begin(H, space)
    first = 0
    for j in stops:
        space.by_node[j] = -1
        end = used
        for k in range(first, end):
            if space.label[k, DEAD] == 0:
                used = extend(H, space, cuts, prize, rest, NONE, k, j, used, False)
                if used < 0:
                    return NONE
        first = end
    best = NONE
    for k in range(first, used):
        if space.label[k, DEAD] == 0:
            total = home(H, space, k)
            if total < NONE:
                best = min(best, total + space.label[k, C])
    return best
