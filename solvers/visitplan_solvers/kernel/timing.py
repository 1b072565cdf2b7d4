"""When each stop of a route starts, and what the route costs.

A route's stops are visited in the given order, each as early as the leaving
time allows. Then leaving is put off as long as the return does not get later
("squeeze"), so that waiting is paid for as little as possible.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    B_KIND,
    BLOCK_ABSENCE,
    BLOCK_APPOINTMENT,
    G_MAX_WORK,
    H_N_VISITS,
    NEVER,
    P_EARLIEST,
    P_LATEST,
    R_FROM,
    R_TRAINEE,
    R_UNTIL,
    S_BLOCK_HI,
    S_BLOCK_LO,
    S_BREAK_HI,
    S_BREAK_LO,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_GROUP,
    S_LEG_MAX,
    S_RIDE_HI,
    S_RIDE_LO,
    S_START_PLACE,
    V_LATE,
    V_NEED,
    V_ORDER,
    V_PLACE,
    V_PUB_DAY,
    V_PUB_START,
    V_SERVICE,
    W_ARRIVAL,
    W_DRIVE,
    W_LATE,
    W_LONG,
    W_LONG_S,
    W_OVERTIME,
    W_PREFERRED,
    W_PREFERRED_CAP,
    W_RIDE,
    W_TIME,
    W_WAIT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import (
    BLOCK,
    E_ARRIVING,
    E_DEPART,
    E_DRIVE,
    E_KIND,
    E_REF,
    E_SECONDS,
    E_START,
    PAUSE,
    PUBLISHED_TOLERANCE_S,
    STOP,
    forward,
    latest_start,
    second_of_day,
    travel_seconds,
)
from visitplan_solvers.kernel.layout import (
    anchors,
    block,
    closing,
    closing_ptr,
    days,
    group,
    group_work_at,
    pause,
    pin_at,
    preferred,
    preferred_ptr,
    ride,
    slot,
    visit,
    weight,
    work_at,
)

# What `timed` returns: cost, drive, wait, leave, return, number of events (-1: impossible),
# time at work (absences aside), largest lateness of a visit, a bit for each break taken.
T_COST, T_DRIVE, T_WAIT, T_LEAVE, T_RETURN, T_EVENTS, T_WORK, T_LATE, T_BREAKS = range(9)
KEPT = 9
"""From here on `out` holds the same for the best way so far."""
FIRST, SQUEEZED, WISHED, PROMISED, PROMISED_LATER, LAST = range(6)


@compiled
def lateness(T: Tables, row: int, day: int, start: int) -> int:
    """Give the seconds by which a start is too late for the visit's windows of the day."""
    if visit(T, row, V_LATE) == 0:
        return 0
    key = row * days(T) + day
    least = NEVER
    for k in range(closing_ptr(T, key), closing_ptr(T, key + 1)):
        if closing(T, k, 0) <= start:
            least = min(least, max(0, start - closing(T, k, 1)))
    return least if least < NEVER else 0


@compiled
def has_one_end(T: Tables, row: int, day: int) -> bool:
    """Tell whether a visit that may be late has one window on a day."""
    key = row * days(T) + day
    return visit(T, row, V_LATE) > 0 and closing_ptr(T, key + 1) == closing_ptr(T, key) + 1


@compiled
def in_time(T: Tables, row: int, day: int, start: int) -> int:
    """Give the latest start that is in time in a window open at a start, or the start itself."""
    latest = start
    key = row * days(T) + day
    for k in range(closing_ptr(T, key), closing_ptr(T, key + 1)):
        if closing(T, k, 0) <= start:
            latest = max(latest, closing(T, k, 1))
    return latest


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
def leave_of(T: Tables, r: int, ev: Ints) -> int:
    """Give the latest leaving for the first event as it stands, inside the shift.

    Who starts with a visit in overtime leaves by the shift's end all the same.
    """
    if ev[0, E_KIND] != STOP:
        return ev[0, E_START]
    if anchors(T) == 1:
        arrive = ev[0, E_START] - ev[0, E_ARRIVING]
        ev[0, E_DEPART] = min(arrive - ev[0, E_DRIVE], slot(T, r, S_END))
        return ev[0, E_DEPART]
    # Two steps of a fixed point; kept only where the arrival is still in time.
    q = visit(T, ev[0, E_REF], V_PLACE)
    if q < 0:
        q = slot(T, r, S_START_PLACE)
    arrive = ev[0, E_START] - ev[0, E_ARRIVING]
    leave = min(arrive - ev[0, E_DRIVE], slot(T, r, S_END))
    for _ in range(3):
        drive = travel_seconds(T, slot(T, r, S_START_PLACE), q, second_of_day(T, r, leave))
        in_time = leave + drive <= arrive and leave >= ev[0, E_DEPART]
        # At a slower hour the drive can become longer than a leg may be.
        if in_time and drive <= slot(T, r, S_LEG_MAX):
            ev[0, E_DRIVE] = drive
            ev[0, E_DEPART] = leave
            return leave
        leave = min(arrive - drive, slot(T, r, S_END))
    return ev[0, E_DEPART]


@compiled
def squeezed_leave(T: Tables, r: int, ev: Ints, count: int, S: Ints) -> int:
    """Give the latest leaving that does not move the last event."""
    day = slot(T, r, S_DAY)
    later = ev[count - 1, E_START]
    for e in range(count - 2, -1, -1):
        bound = later - ev[e + 1, E_ARRIVING] - ev[e + 1, E_DRIVE] - ev[e, E_SECONDS]
        kind = ev[e, E_KIND]
        if kind == STOP:
            row = ev[e, E_REF]
            s = latest_start(T, row, day, bound, S[pin_at(T, row)])
            if visit(T, row, V_LATE) > 0:
                s = min(s, in_time(T, row, day, ev[e, E_START]))
            later = max(ev[e, E_START], s)
        elif kind == PAUSE:
            s = min(bound, pause(T, ev[e, E_REF], P_LATEST))
            later = max(ev[e, E_START], s)
        else:
            later = ev[e, E_START]
    if ev[0, E_KIND] != STOP:
        return later
    return later - ev[0, E_ARRIVING] - ev[0, E_DRIVE]


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
def taken_breaks(T: Tables, r: int, ev: Ints, count: int) -> int:
    """Give a bit for each break among the events."""
    mask = 0
    for e in range(count):
        if ev[e, E_KIND] == PAUSE:
            mask |= 1 << (ev[e, E_REF] - slot(T, r, S_BREAK_LO))
    return mask


@compiled
def left_behind(T: Tables, r: int, ev: Ints, count: int, leave: int, back: int) -> int:
    """Count the trainees who could ride along in a slot and have no time for all of its way."""
    lo = slot(T, r, S_RIDE_LO)
    hi = slot(T, r, S_RIDE_HI)
    if lo == hi:
        return 0
    visits = 0
    for e in range(count):
        if ev[e, E_KIND] == STOP and ev[e, E_REF] < T.cells[H_N_VISITS]:
            visits += 1
    if visits == 0:
        return 0
    found = 0
    k = lo
    while k < hi:
        trainee = ride(T, k, R_TRAINEE)
        rides = False
        while k < hi and ride(T, k, R_TRAINEE) == trainee:
            rides = rides or (ride(T, k, R_FROM) <= leave and back <= ride(T, k, R_UNTIL))
            k += 1
        if not rides:
            found += 1
    return found


@compiled
def price(T: Tables, r: int, ev: Ints, count: int, back: int, leave: int, out: Ints) -> int:
    """Write what a timed route costs, leaving at the given time."""
    drive = 0
    work = 0
    arriving = 0
    wishes = 0
    away = 0
    late = 0
    latest = 0
    day = slot(T, r, S_DAY)
    for e in range(count):
        drive += ev[e, E_DRIVE]
        work += ev[e, E_SECONDS]
        arriving += ev[e, E_ARRIVING]
        if ev[e, E_KIND] == STOP:
            row = ev[e, E_REF]
            if visit(T, row, V_ORDER) >= 0:
                seconds = lateness(T, row, day, ev[e, E_START])
                late += seconds
                latest = max(latest, seconds)
                if visit(T, row, V_NEED) == 1:
                    wishes += wish_cost(T, row, day, ev[e, E_START])
        elif ev[e, E_KIND] == BLOCK and block(T, ev[e, E_REF], B_KIND) == BLOCK_ABSENCE:
            away += ev[e, E_SECONDS]
    last = ev[count - 1, E_START] + ev[count - 1, E_SECONDS]
    place = slot(T, r, S_START_PLACE)
    for e in range(count - 1, -1, -1):
        if ev[e, E_KIND] == STOP:
            q = visit(T, ev[e, E_REF], V_PLACE)
            if q >= 0:
                place = q
            break
    home = travel_seconds(T, place, slot(T, r, S_END_PLACE), second_of_day(T, r, last))
    drive += home
    wait = back - leave - drive - work - arriving
    over = max(0, back - slot(T, r, S_END))
    out[T_COST] = (
        weight(T, W_DRIVE) * drive
        + weight(T, W_WAIT) * wait
        + weight(T, W_OVERTIME) * over
        + weight(T, W_LATE) * late
        + weight(T, W_ARRIVAL) * arriving
        + weight(T, W_LONG) * (max(0, drive - weight(T, W_LONG_S)) // 60)
        + weight(T, W_RIDE) * left_behind(T, r, ev, count, leave, back)
        + wishes
    )
    out[T_DRIVE] = drive
    out[T_WAIT] = wait
    out[T_LEAVE] = leave
    out[T_RETURN] = back
    out[T_EVENTS] = count
    out[T_WORK] = back - leave - away
    out[T_LATE] = latest
    return wishes


@compiled
def has_appointment(T: Tables, r: int) -> bool:
    """Tell whether slot r has an appointment without a place."""
    for b in range(slot(T, r, S_BLOCK_LO), slot(T, r, S_BLOCK_HI)):
        if block(T, b, B_KIND) == BLOCK_APPOINTMENT:
            return True
    return False


@compiled
def settled(
    T: Tables,
    r: int,
    seq: Ints,
    lo: int,
    n: int,
    t0: int,
    guess: int,
    kept: bool,
    S: Ints,
    ev: Ints,
    out: Ints,
) -> int:
    """Time a route that leaves at t0 at the earliest, breaks included.

    A break is due only where the timed route spans its stretch: `guess` says which are tried
    first, a bit each. Those taken in the end are in `out[T_BREAKS]`. Gives the price of wishes.
    """
    t0 = min(t0, slot(T, r, S_END))
    mask = guess
    late = False
    while True:
        count, back = forward(T, r, seq, lo, n, t0, mask, late, kept, S, ev)
        if count == 0:
            out[:] = 0
            return 0
        if count > 0:
            leave = leave_of(T, r, ev)
            due = due_breaks(T, r, leave, back)
            if (mask == 0 and due == 0) or taken_breaks(T, r, ev, count) == due:
                out[T_BREAKS] = due
                return price(T, r, ev, count, back, leave, out)
        if guess:
            # Not as guessed: begin anew without breaks.
            guess = 0
            mask = 0
            continue
        if count < 0:
            if mask == 0 or late:
                out[T_EVENTS] = -1
                return -1
            late = True
        elif due & ~mask:
            mask |= due
            late = False
        elif late:
            # Breaks that crowd each other out: one of those due has no place.
            out[T_EVENTS] = -1
            return -1
        else:
            late = True


@compiled
def has_promise(T: Tables, r: int, seq: Ints, lo: int, n: int, S: Ints) -> bool:
    """Tell whether a stop of slot r whose start is open was promised for this day."""
    if weight(T, W_TIME) == 0:
        return False
    for i in range(lo, lo + n):
        row = seq[i]
        if visit(T, row, V_PUB_DAY) == slot(T, r, S_DAY) and S[pin_at(T, row)] < 0:
            return True
    return False


@compiled
def wished_leaves(T: Tables, r: int, ev: Ints, leave: int, count: int, most: int) -> int:
    """Write up to `most` later leavings at which some stop starts as its wish opens."""
    found = 0
    for e in range(count):
        if ev[e, E_KIND] != STOP:
            continue
        key = ev[e, E_REF] * days(T) + slot(T, r, S_DAY)
        for w in range(preferred_ptr(T, key), preferred_ptr(T, key + 1)):
            shift = preferred(T, w, 0) - ev[e, E_START]
            if 0 < shift < NEVER // 2 and found < most:
                ev[ev.shape[0] - 1, found] = leave + shift
                found += 1
    return found


@compiled
def timed(
    T: Tables, r: int, seq: Ints, lo: int, n: int, final: bool, S: Ints, ev: Ints, out: Ints
) -> None:
    """Find good times for a sequence of stops; the best found stays in `out`.

    Tried in turn: as early as possible, squeezed, then later leavings for the
    wishes, then with promised starts kept by waiting for them. One call of `settled`
    in a loop keeps the compiled code small. A way that is longer than what the day's
    other shift leaves of the working time is none; squeezed, a way is as short as it
    can be. Where `final`, `ev` has the events of the best; else those of any of the
    ways, of which fewer are tried.
    """
    if n == 0 and not has_appointment(T, r):
        # Nobody leaves: whether the empty way would be allowed does not matter.
        out[:] = 0
        return
    g = slot(T, r, S_GROUP)
    most_work = group(T, g, G_MAX_WORK) - S[group_work_at(T, g)] + S[work_at(T, r)]
    phase = FIRST
    t0 = 0
    best = NEVER
    best_t0 = 0
    wishes = 0
    found = 0
    used = 0
    kept = False
    best_kept = False
    guess = (1 << (slot(T, r, S_BREAK_HI) - slot(T, r, S_BREAK_LO))) - 1 if n > 3 else 0
    while True:
        wish = settled(T, r, seq, lo, n, t0, guess, kept, S, ev, out)
        possible = out[T_EVENTS] > 0
        if phase == LAST or (phase == FIRST and not possible):
            return
        if possible:
            guess = out[T_BREAKS]
            if out[T_COST] < best and out[T_WORK] <= most_work:
                best = out[T_COST]
                best_t0 = t0
                best_kept = kept
                wishes = wish
                out[KEPT:] = out[:KEPT]
        if phase == FIRST:
            phase = SQUEEZED
            unpaid = weight(T, W_WAIT) == 0 and out[T_WORK] <= most_work
            if out[T_WAIT] > 0 and out[T_EVENTS] > 1 and not unpaid:
                later = squeezed_leave(T, r, ev, out[T_EVENTS], S)
                if later > out[T_LEAVE]:
                    t0 = later
                    continue
        if phase == SQUEEZED:
            phase = WISHED
            if wishes > 0 and possible:
                found = wished_leaves(T, r, ev, out[T_LEAVE], out[T_EVENTS], 6 if final else 2)
        if used < found:
            t0 = ev[ev.shape[0] - 1, used]
            used += 1
            continue
        if phase == WISHED:
            phase = PROMISED
            if wishes > 0 and has_promise(T, r, seq, lo, n, S):
                kept = True
                t0 = 0
                continue
        if phase == PROMISED:
            phase = PROMISED_LATER
            if kept and possible and out[T_WAIT] > 0 and out[T_EVENTS] > 1:
                later = squeezed_leave(T, r, ev, out[T_EVENTS], S)
                if later > out[T_LEAVE]:
                    t0 = later
                    continue
        if best >= NEVER:
            out[T_EVENTS] = -1
            return
        if t0 == best_t0 and kept == best_kept:
            return
        if not final:
            out[:KEPT] = out[KEPT:]
            return
        phase = LAST
        t0 = best_t0
        kept = best_kept
        guess = out[KEPT + T_BREAKS]
