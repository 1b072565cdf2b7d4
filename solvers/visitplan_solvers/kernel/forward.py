"""One run through a route's stops, as early as a leaving time allows.

Breaks, absences and appointments without a place are taken before a drive,
where the person is.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    B_END,
    B_KIND,
    B_START,
    BLOCK_APPOINTMENT,
    H_ANCHORS,
    H_N_ANCHORS,
    H_N_DAYS,
    H_N_VISITS,
    H_SLOT,
    H_VISIT,
    H_WEIGHT,
    H_WINDOW,
    H_WINDOW_PTR,
    NEVER,
    P_EARLIEST,
    P_LATEST,
    P_SECONDS,
    S_BLOCK_HI,
    S_BLOCK_LO,
    S_BREAK_HI,
    S_BREAK_LO,
    S_CHANGE_AT,
    S_CHANGE_BY,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_LEG_MAX,
    S_OVERTIME,
    S_SECOND_OF_DAY,
    S_START,
    S_START_PLACE,
    SLOT_WIDTH,
    V_PLACE,
    V_PUB_DAY,
    V_PUB_START,
    V_STAY,
    VISIT_WIDTH,
    W_ARRIVAL_S,
    W_STEP,
    X_PIN,
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
    slot,
    weight,
    window,
    window_ptr,
)

# Kinds and columns of the events that `forward` writes.
STOP, BLOCK, PAUSE = 0, 1, 2
E_KIND, E_REF, E_START, E_SECONDS, E_DRIVE, E_DEPART, E_ARRIVING = range(7)
EVENT_WIDTH = 7
PUBLISHED_TOLERANCE_S = 900
"""How far from its promised start a visit may begin free of charge."""


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
def arriving_seconds(T: Tables, place: int, row: int, q: int) -> int:
    """Give the seconds between the end of the drive from a place to a stop at q and its start.

    An address takes them once for all visits made there one after the other.
    """
    return weight(T, W_ARRIVAL_S) if place != q and row < T.cells[H_N_VISITS] else 0


@compiled
def second_of_day(T: Tables, r: int, t: int) -> int:
    """Give the local wall-clock second of the day at a time of slot r's day."""
    second = slot(T, r, S_SECOND_OF_DAY) + t - slot(T, r, S_START)
    if t >= slot(T, r, S_CHANGE_AT):
        second += slot(T, r, S_CHANGE_BY)
    return second


@compiled
def step_of(T: Tables, row: int) -> int:
    """Give the step of a stop's starts: appointments begin when they begin."""
    return weight(T, W_STEP) if row < T.cells[H_N_VISITS] else 1


@compiled
def next_start(T: Tables, row: int, day: int, t: int, pin: int) -> int:
    """Give the earliest start of a stop at or after t, or NEVER."""
    if pin >= 0:
        return pin if t <= pin else NEVER
    step = step_of(T, row)
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
    step = step_of(T, row)
    key = row * days(T) + day
    for k in range(window_ptr(T, key + 1) - 1, window_ptr(T, key) - 1, -1):
        if bound >= window(T, k, 0):
            s = min(bound, window(T, k, 1)) // step * step
            if s >= window(T, k, 0):
                return s
    return -1


@compiled
def write_event(
    ev: Ints,
    e: int,
    kind: int,
    ref: int,
    start: int,
    seconds: int,
    drive: int,
    depart: int,
    arriving: int,
) -> None:
    """Write event e of a run."""
    ev[e, E_KIND] = kind
    ev[e, E_REF] = ref
    ev[e, E_START] = start
    ev[e, E_SECONDS] = seconds
    ev[e, E_DRIVE] = drive
    ev[e, E_DEPART] = depart
    ev[e, E_ARRIVING] = arriving


@compiled
def forward(
    T: Tables,
    r: int,
    seq: Ints,
    lo: int,
    n: int,
    t0: int,
    mask: int,
    late: bool,
    kept: bool,
    S: Ints,
    ev: Ints,
) -> tuple[int, int]:
    """Run through the stops as early as possible; write the events.

    `mask` has a bit for each break to be taken: at the first chance, or at
    the last one where `late`. Where `kept`, no visit begins sooner before its
    promised start than is free of charge. Gives the number of events, or -1
    where the order of stops is impossible, and the return.

    The hottest function of all: it reads the cells of its slot once instead of through
    `layout`, since the compiler cannot know that writing an event changes no cell.
    """
    C = T.cells
    own = C[H_SLOT] + r * SLOT_WIDTH
    rows = C[H_VISIT]
    day = C[own + S_DAY]
    pointers = C[H_WINDOW_PTR] + day
    spans = C[H_WINDOW]
    pins = C[X_PIN]
    days_all = C[H_N_DAYS]
    step = C[C[H_WEIGHT] + W_STEP]
    arriving_s = C[C[H_WEIGHT] + W_ARRIVAL_S]
    visits_all = C[H_N_VISITS]
    one = C[H_N_ANCHORS] == 1
    metric = C[C[H_ANCHORS] + 1]
    leg_max = C[own + S_LEG_MAX]
    home = C[own + S_START_PLACE]
    t = max(C[own + S_START], t0)
    place = home
    b = C[own + S_BLOCK_LO]
    b_end = C[own + S_BLOCK_HI]
    last_appointment = b_end - 1
    while last_appointment >= b and block(T, last_appointment, B_KIND) != BLOCK_APPOINTMENT:
        last_appointment -= 1
    k0 = C[own + S_BREAK_LO]
    k = k0
    k_end = C[own + S_BREAK_HI] if mask else k0
    count = 0
    for i in range(n + 1):
        row = seq[lo + i] if i < n else -1
        at = rows + row * VISIT_WIDTH
        q = C[at + V_PLACE] if i < n else C[own + S_END_PLACE]
        if q < 0:
            q = home
        while True:
            while k < k_end and not (mask >> (k - k0)) & 1:
                k += 1
            if one:
                drive = int(T.travel[metric, place, q])
            else:
                drive = travel_seconds(T, place, q, second_of_day(T, r, t))
            arriving = 0
            if i < n:
                if place != q and row < visits_all:
                    arriving = arriving_s
                arrival = t + drive + arriving
                pin = S[pins + row]
                begin = NEVER
                if pin >= 0:
                    if arrival <= pin:
                        begin = pin
                else:
                    if kept and C[at + V_PUB_DAY] == day:
                        arrival = max(arrival, C[at + V_PUB_START] - PUBLISHED_TOLERANCE_S)
                    key = pointers + row * days_all
                    for w in range(C[key], C[key + 1]):
                        if arrival <= C[spans + 2 * w + 1]:
                            first = max(arrival, C[spans + 2 * w])
                            rest = first % step
                            if rest > 0 and row < visits_all:
                                first += step - rest
                            if first <= C[spans + 2 * w + 1]:
                                begin = first
                                break
                if begin >= NEVER:
                    return -1, 0
                done = begin + C[at + V_STAY]
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
                    write_event(ev, count, PAUSE, k, s, pause(T, k, P_SECONDS), 0, s, 0)
                    count += 1
                    t = s + pause(T, k, P_SECONDS)
                    k += 1
                    continue
                if block_s < t:
                    return -1, 0
                if count > 0 or block(T, b, B_KIND) == BLOCK_APPOINTMENT:
                    write_event(
                        ev, count, BLOCK, b, block_s, block(T, b, B_END) - block_s, 0, block_s, 0
                    )
                    count += 1
                t = block(T, b, B_END)
                b += 1
                continue
            if k < k_end:
                # A return at the very latest start makes a break due as well.
                must = done > pause(T, k, P_LATEST) or (i == n and done == pause(T, k, P_LATEST))
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
                        write_event(
                            ev,
                            count,
                            BLOCK,
                            b,
                            block(T, b, B_START),
                            block(T, b, B_END) - block(T, b, B_START),
                            0,
                            block(T, b, B_START),
                            0,
                        )
                        count += 1
                        t = block(T, b, B_END)
                        b += 1
                        continue
                    write_event(ev, count, PAUSE, k, s, pause(T, k, P_SECONDS), 0, s, 0)
                    count += 1
                    t = s + pause(T, k, P_SECONDS)
                    k += 1
                    continue
            break
        if drive > leg_max:
            return -1, 0
        if i == n:
            if begin > C[own + S_END] + C[own + S_OVERTIME]:
                return -1, 0
            return count, begin
        if count >= ev.shape[0] - 4:
            return -1, 0
        write_event(ev, count, STOP, row, begin, done - begin, drive, t, arriving)
        count += 1
        t = done
        place = q
    return -1, 0
