"""When each stop of a route starts, and what the route costs.

A route's stops are visited in the given order, each as early as the leaving
time allows. Then leaving is put off as long as the return does not get later
("squeeze"), so that waiting is paid for as little as possible. Breaks and
appointments without a place are taken before a drive, where the person is.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    B_END,
    B_KIND,
    B_START,
    BLOCK_APPOINTMENT,
    NEVER,
    P_EARLIEST,
    P_LATEST,
    P_SECONDS,
    S_BLOCK_HI,
    S_BLOCK_LO,
    S_BREAK_HI,
    S_BREAK_LO,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_LEG_MAX,
    S_OVERTIME,
    S_SECOND_OF_DAY,
    S_START,
    S_START_PLACE,
    V_NEED,
    V_ORDER,
    V_PLACE,
    V_PUB_DAY,
    V_PUB_START,
    V_SERVICE,
    W_DRIVE,
    W_OVERTIME,
    W_PREFERRED,
    W_PREFERRED_CAP,
    W_STEP,
    W_TIME,
    W_WAIT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    anchor,
    anchors,
    block,
    days,
    pause,
    pin_at,
    preferred,
    preferred_ptr,
    slot,
    visit,
    weight,
    window,
    window_ptr,
)

# Kinds and columns of the events that `forward` writes.
STOP, BLOCK, PAUSE = 0, 1, 2
E_KIND, E_REF, E_START, E_SECONDS, E_DRIVE, E_DEPART = range(6)
MAX_EVENTS = 96
# What `timed` returns: cost, drive, wait, leave, return, number of events (-1: impossible).
T_COST, T_DRIVE, T_WAIT, T_LEAVE, T_RETURN, T_EVENTS = range(6)
PUBLISHED_TOLERANCE_S = 900
WISHES = 6
FIRST, SQUEEZED, WISHED, LAST = range(4)


@compiled
def travel_seconds(T: Tables, a: int, b: int, depart_s: int) -> int:
    """Give the seconds from place a to b when leaving at a second of the day."""
    k = anchors(T)
    if k == 1 or depart_s <= anchor(T, 0, 0):
        return int(T.travel[anchor(T, 0, 1), a, b])
    if depart_s >= anchor(T, k - 1, 0):
        return int(T.travel[anchor(T, k - 1, 1), a, b])
    i = 1
    while anchor(T, i, 0) < depart_s:
        i += 1
    t0 = anchor(T, i - 1, 0)
    t1 = anchor(T, i, 0)
    x0 = int(T.travel[anchor(T, i - 1, 1), a, b])
    x1 = int(T.travel[anchor(T, i, 1), a, b])
    # Rounded up: floor division of the negative.
    return x0 - ((x0 - x1) * (depart_s - t0)) // (t1 - t0)


@compiled
def next_start(T: Tables, row: int, day: int, t: int, pin: int) -> int:
    """Give the earliest start of a stop at or after t, or NEVER."""
    if pin >= 0:
        return pin if t <= pin else NEVER
    step = weight(T, W_STEP)
    key = row * days(T) + day
    for k in range(window_ptr(T, key), window_ptr(T, key + 1)):
        if t <= window(T, k, 1):
            s = max(t, window(T, k, 0))
            s = -(-s // step) * step
            if s <= window(T, k, 1):
                return s
    return NEVER


@compiled
def latest_start(T: Tables, row: int, day: int, bound: int, pin: int) -> int:
    """Give the latest start of a stop at or before the bound, or -1."""
    if pin >= 0:
        return pin if pin <= bound else -1
    step = weight(T, W_STEP)
    key = row * days(T) + day
    for k in range(window_ptr(T, key + 1) - 1, window_ptr(T, key) - 1, -1):
        if bound >= window(T, k, 0):
            s = min(bound, window(T, k, 1)) // step * step
            if s >= window(T, k, 0):
                return s
    return -1


@compiled
def wish_cost(T: Tables, row: int, day: int, start: int) -> int:
    """Cost of a start outside the preferred windows or away from the promised time."""
    cost = 0
    key = row * days(T) + day
    lo = preferred_ptr(T, key)
    hi = preferred_ptr(T, key + 1)
    if hi > lo:
        least = weight(T, W_PREFERRED_CAP)
        end = start + visit(T, row, V_SERVICE)
        for k in range(lo, hi):
            late = max(0, preferred(T, k, 0) - start) + max(0, end - preferred(T, k, 1))
            least = min(least, late)
        cost += weight(T, W_PREFERRED) * least
    if visit(T, row, V_PUB_DAY) == day and visit(T, row, V_PUB_START) >= 0:
        away = abs(start - visit(T, row, V_PUB_START))
        if away > PUBLISHED_TOLERANCE_S:
            cost += weight(T, W_TIME)
    return cost


@compiled
def forward(
    T: Tables, r: int, seq: Ints, lo: int, n: int, t0: int, mask: int, late: bool, S: Ints, ev: Ints
) -> tuple[int, int]:
    """Run through the stops as early as possible; write the events.

    `mask` has a bit for each break to be taken: at the first chance, or at
    the last one where `late`. Gives the number of events, or -1 where the
    order of stops is impossible, and the return.
    """
    day = slot(T, r, S_DAY)
    t = max(slot(T, r, S_START), t0)
    sod = slot(T, r, S_SECOND_OF_DAY) - slot(T, r, S_START)
    place = slot(T, r, S_START_PLACE)
    b = slot(T, r, S_BLOCK_LO)
    b_end = slot(T, r, S_BLOCK_HI)
    last_appointment = b_end - 1
    while last_appointment >= b and block(T, last_appointment, B_KIND) != BLOCK_APPOINTMENT:
        last_appointment -= 1
    k0 = slot(T, r, S_BREAK_LO)
    k = k0
    k_end = slot(T, r, S_BREAK_HI)
    step = weight(T, W_STEP)
    count = 0
    for i in range(n + 1):
        row = seq[lo + i] if i < n else -1
        q = visit(T, row, V_PLACE) if i < n else slot(T, r, S_END_PLACE)
        if q < 0:
            q = slot(T, r, S_START_PLACE)
        while True:
            while k < k_end and not (mask >> (k - k0)) & 1:
                k += 1
            drive = travel_seconds(T, place, q, t + sod)
            if i < n:
                begin = next_start(T, row, day, t + drive, S[pin_at(T, row)])
                if begin >= NEVER:
                    return -1, 0
                done = begin + visit(T, row, V_SERVICE)
            else:
                begin = t + drive
                done = begin
            if b < b_end and (done > block(T, b, B_START) or (i == n and b <= last_appointment)):
                block_s = block(T, b, B_START)
                # A break that would be too late after the block goes before it.
                if k < k_end and count > 0 and block(T, b, B_END) > pause(T, k, P_LATEST):
                    s = max(t, pause(T, k, P_EARLIEST))
                    s = -(-s // step) * step
                    if s > pause(T, k, P_LATEST) or s + pause(T, k, P_SECONDS) > block_s:
                        return -1, 0
                    ev[count, E_KIND] = PAUSE
                    ev[count, E_REF] = k
                    ev[count, E_START] = s
                    ev[count, E_SECONDS] = pause(T, k, P_SECONDS)
                    ev[count, E_DRIVE] = 0
                    ev[count, E_DEPART] = s
                    count += 1
                    t = s + pause(T, k, P_SECONDS)
                    k += 1
                    continue
                if block_s < t:
                    return -1, 0
                if count > 0 or block(T, b, B_KIND) == BLOCK_APPOINTMENT:
                    ev[count, E_KIND] = BLOCK
                    ev[count, E_REF] = b
                    ev[count, E_START] = block_s
                    ev[count, E_SECONDS] = block(T, b, B_END) - block_s
                    ev[count, E_DRIVE] = 0
                    ev[count, E_DEPART] = block_s
                    count += 1
                t = block(T, b, B_END)
                b += 1
                continue
            if k < k_end:
                must = done > pause(T, k, P_LATEST)
                if count == 0:
                    # Not yet on the way: a break now would be none of this route's.
                    if must:
                        return -1, 0
                elif must or (not late and t >= pause(T, k, P_EARLIEST)):
                    s = max(t, pause(T, k, P_EARLIEST))
                    s = -(-s // step) * step
                    if s > pause(T, k, P_LATEST):
                        return -1, 0
                    if b < b_end and s + pause(T, k, P_SECONDS) > block(T, b, B_START):
                        if block(T, b, B_START) < t:
                            return -1, 0
                        ev[count, E_KIND] = BLOCK
                        ev[count, E_REF] = b
                        ev[count, E_START] = block(T, b, B_START)
                        ev[count, E_SECONDS] = block(T, b, B_END) - block(T, b, B_START)
                        ev[count, E_DRIVE] = 0
                        ev[count, E_DEPART] = block(T, b, B_START)
                        count += 1
                        t = block(T, b, B_END)
                        b += 1
                        continue
                    ev[count, E_KIND] = PAUSE
                    ev[count, E_REF] = k
                    ev[count, E_START] = s
                    ev[count, E_SECONDS] = pause(T, k, P_SECONDS)
                    ev[count, E_DRIVE] = 0
                    ev[count, E_DEPART] = s
                    count += 1
                    t = s + pause(T, k, P_SECONDS)
                    k += 1
                    continue
            break
        if drive > slot(T, r, S_LEG_MAX):
            return -1, 0
        if i == n:
            if begin > slot(T, r, S_END) + slot(T, r, S_OVERTIME):
                return -1, 0
            return count, begin
        if count >= MAX_EVENTS - 4:
            return -1, 0
        ev[count, E_KIND] = STOP
        ev[count, E_REF] = row
        ev[count, E_START] = begin
        ev[count, E_SECONDS] = done - begin
        ev[count, E_DRIVE] = drive
        ev[count, E_DEPART] = t
        count += 1
        t = done
        place = q
    return -1, 0


@compiled
def leave_of(T: Tables, r: int, ev: Ints) -> int:
    """Give the latest leaving for the first event as it stands."""
    if ev[0, E_KIND] != STOP:
        return ev[0, E_START]
    if anchors(T) == 1:
        return ev[0, E_START] - ev[0, E_DRIVE]
    # Two steps of a fixed point; kept only where the arrival is still in time.
    sod = slot(T, r, S_SECOND_OF_DAY) - slot(T, r, S_START)
    q = visit(T, ev[0, E_REF], V_PLACE)
    if q < 0:
        q = slot(T, r, S_START_PLACE)
    leave = ev[0, E_START] - ev[0, E_DRIVE]
    for _ in range(3):
        drive = travel_seconds(T, slot(T, r, S_START_PLACE), q, leave + sod)
        if leave + drive <= ev[0, E_START] and leave >= ev[0, E_DEPART]:
            ev[0, E_DRIVE] = drive
            ev[0, E_DEPART] = leave
            return leave
        leave = ev[0, E_START] - drive
    return ev[0, E_DEPART]


@compiled
def squeezed_leave(T: Tables, r: int, ev: Ints, count: int, S: Ints) -> int:
    """Give the latest leaving that does not move the last event."""
    day = slot(T, r, S_DAY)
    later = ev[count - 1, E_START]
    for e in range(count - 2, -1, -1):
        bound = later - ev[e + 1, E_DRIVE] - ev[e, E_SECONDS]
        kind = ev[e, E_KIND]
        if kind == STOP:
            row = ev[e, E_REF]
            s = latest_start(T, row, day, bound, S[pin_at(T, row)])
            later = max(ev[e, E_START], s)
        elif kind == PAUSE:
            s = min(bound, pause(T, ev[e, E_REF], P_LATEST))
            later = max(ev[e, E_START], s)
        else:
            later = ev[e, E_START]
    if ev[0, E_KIND] != STOP:
        return later
    return later - ev[0, E_DRIVE]


@compiled
def due_breaks(T: Tables, r: int, leave: int, back: int) -> int:
    """Give a bit for each break whose whole stretch of starts the route spans."""
    mask = 0
    lo = slot(T, r, S_BREAK_LO)
    for k in range(lo, slot(T, r, S_BREAK_HI)):
        if leave <= pause(T, k, P_EARLIEST) and back >= pause(T, k, P_LATEST):
            mask |= 1 << (k - lo)
    return mask


@compiled
def price(T: Tables, r: int, ev: Ints, count: int, back: int, leave: int, out: Ints) -> int:
    """Write what a timed route costs, leaving at the given time."""
    drive = 0
    work = 0
    wishes = 0
    day = slot(T, r, S_DAY)
    for e in range(count):
        drive += ev[e, E_DRIVE]
        work += ev[e, E_SECONDS]
        if ev[e, E_KIND] == STOP:
            row = ev[e, E_REF]
            if visit(T, row, V_ORDER) >= 0 and visit(T, row, V_NEED) == 1:
                wishes += wish_cost(T, row, day, ev[e, E_START])
    last = ev[count - 1, E_START] + ev[count - 1, E_SECONDS]
    place = slot(T, r, S_START_PLACE)
    for e in range(count - 1, -1, -1):
        if ev[e, E_KIND] == STOP:
            q = visit(T, ev[e, E_REF], V_PLACE)
            if q >= 0:
                place = q
            break
    home = travel_seconds(
        T, place, slot(T, r, S_END_PLACE), last + slot(T, r, S_SECOND_OF_DAY) - slot(T, r, S_START)
    )
    drive += home
    wait = back - leave - drive - work
    over = max(0, back - slot(T, r, S_END))
    out[T_COST] = (
        weight(T, W_DRIVE) * drive
        + weight(T, W_WAIT) * wait
        + weight(T, W_OVERTIME) * over
        + wishes
    )
    out[T_DRIVE] = drive
    out[T_WAIT] = wait
    out[T_LEAVE] = leave
    out[T_RETURN] = back
    out[T_EVENTS] = count
    return wishes


@compiled
def settled(
    T: Tables, r: int, seq: Ints, lo: int, n: int, t0: int, S: Ints, ev: Ints, out: Ints
) -> int:
    """Time a route that leaves at t0 at the earliest, breaks included."""
    mask = 0
    late = False
    while True:
        count, back = forward(T, r, seq, lo, n, t0, mask, late, S, ev)
        if count < 0:
            if mask == 0 or late:
                out[T_EVENTS] = -1
                return -1
            late = True
            continue
        if count == 0:
            out[:] = 0
            return 0
        leave = leave_of(T, r, ev)
        missing = due_breaks(T, r, leave, back) & ~mask
        if missing == 0:
            return price(T, r, ev, count, back, leave, out)
        mask |= missing
        late = False


@compiled
def wished_leaves(T: Tables, r: int, ev: Ints, leave: int, count: int) -> int:
    """Write up to six later leavings at which some stop starts as its wish opens."""
    found = 0
    for e in range(count):
        if ev[e, E_KIND] != STOP:
            continue
        key = ev[e, E_REF] * days(T) + slot(T, r, S_DAY)
        for w in range(preferred_ptr(T, key), preferred_ptr(T, key + 1)):
            shift = preferred(T, w, 0) - ev[e, E_START]
            if 0 < shift < NEVER // 2 and found < WISHES:
                ev[MAX_EVENTS - 1, found] = leave + shift
                found += 1
    return found


@compiled
def timed(T: Tables, r: int, seq: Ints, lo: int, n: int, S: Ints, ev: Ints, out: Ints) -> None:
    """Find good times for a sequence of stops; the best found stays in `ev` and `out`.

    Tried in turn: as early as possible, squeezed, then later leavings for the
    wishes. One call of `settled` in a loop keeps the compiled code small.
    """
    phase = FIRST
    t0 = 0
    best = NEVER
    best_t0 = 0
    wishes = 0
    found = 0
    used = 0
    while True:
        wish = settled(T, r, seq, lo, n, t0, S, ev, out)
        possible = out[T_EVENTS] > 0
        if phase == LAST or (phase == FIRST and not possible):
            return
        if possible and out[T_COST] < best:
            best = out[T_COST]
            best_t0 = t0
            wishes = wish
        if phase == FIRST:
            phase = SQUEEZED
            if out[T_WAIT] > 0 and out[T_EVENTS] > 1:
                later = squeezed_leave(T, r, ev, out[T_EVENTS], S)
                if later > out[T_LEAVE]:
                    t0 = later
                    continue
        if phase == SQUEEZED:
            phase = WISHED
            if wishes > 0 and possible:
                found = wished_leaves(T, r, ev, out[T_LEAVE], out[T_EVENTS])
        if used < found:
            t0 = ev[MAX_EVENTS - 1, used]
            used += 1
            continue
        if t0 == best_t0:
            return
        phase = LAST
        t0 = best_t0
