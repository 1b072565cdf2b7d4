"""How a way begins and how it ends."""

from __future__ import annotations

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.shift import (
    AT_PLACE,
    COUNT,
    DEAD,
    FAR,
    FROM,
    GAP,
    L_DRIVE,
    L_END,
    L_LATEST_RETURN,
    L_LEG,
    L_OVER,
    L_SCALE,
    L_START,
    L_TASKS,
    L_WAIT,
    LATER,
    N_END,
    N_KIND,
    N_START,
    NEXT,
    NODE,
    NONE,
    PENDING,
    R_EARLIEST,
    R_LATEST,
    R_SECONDS,
    A,
    B,
    C,
    Shift,
    Space,
)


@compiled
def home(shift: Shift, space: Space, k: int) -> int:
    """Give the least cost of ending a way after label k, or NONE where it cannot end."""
    limit, label = shift.limit, space.label
    node = label[k, NODE]
    n = limit[L_TASKS]
    end = n + 1
    scale = limit[L_SCALE]
    wait = limit[L_WAIT] * scale
    service = 0 if node == n else shift.service[node]
    ca = label[k, A] + service
    cb = min(label[k, B] + service, FAR)
    drive = shift.minutes_s[node, end]
    best = NONE
    if drive > limit[L_LEG]:
        return best
    pending = label[k, PENDING]
    gap = label[k, GAP]
    events = shift.event.shape[0]
    rules = shift.rule.shape[0]
    last_due = gap
    for e in range(gap, events):
        if shift.event[e, N_KIND] == AT_PLACE:
            return best
        if shift.event[e, N_KIND] > 0:
            last_due = e + 1
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
            blocked = 0
            for g in range(gap, events + 1):
                if g > gap:
                    if ca > shift.event[gap, N_START]:
                        break
                    blocked += shift.event[g - 1, N_END] - shift.event[g - 1, N_START]
                if g < last_due:
                    continue
                latest = by if g == gap else min(by, shift.event[gap, N_START])
                t = max(ca + drive + length + blocked, least)
                if g > gap:
                    t = max(t, shift.event[g - 1, N_END])
                if t > limit[L_LATEST_RETURN] or (g < events and t > shift.event[g, N_START]):
                    continue
                fits = True
                for q in range(rules):
                    if (pending & ~taken) >> q & 1 and t >= shift.rule[q, R_LATEST]:
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
def begin(shift: Shift, space: Space) -> int:
    """Write the labels at the shift's start: one for each stretch of leaving; give how many."""
    limit, label = shift.limit, space.label
    n = limit[L_TASKS]
    count = 0
    rules = shift.rule.shape[0]
    events = shift.event.shape[0]
    for gap in range(events + 1):
        if gap > 0 and shift.event[gap - 1, N_KIND] > 0:
            break
        first = limit[L_START] if gap == 0 else max(limit[L_START], shift.event[gap - 1, N_END])
        last = limit[L_END] if gap == events else min(limit[L_END], shift.event[gap, N_START])
        # Breaks come by their earliest start: leaving after it makes one undue.
        a = first
        for q in range(rules + 1):
            b = last if q == rules else min(last, shift.rule[q, R_EARLIEST])
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
