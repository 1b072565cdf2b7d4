"""The plan that the search works on, and what couples its routes.

Route costs (driving, waiting, overtime, wishes) belong to single routes;
persons per patient, fair shares and unserved visits couple them. Both are
kept up to date change by change; `recomputed` in the tests adds them up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from visitplan_solvers.compiled.tables import (
    B_KIND,
    BLOCK_ABSENCE,
    C_FROM,
    C_PRICE,
    C_UNTIL,
    C_WANTED,
    G_MAX_DRIVE,
    G_MAX_UNITS,
    G_MAX_VISITS,
    G_SLOTS,
    H_N_DAYS,
    H_N_KNOWN,
    H_N_OPTIONS,
    H_N_ORDERS,
    H_N_PATIENTS,
    H_N_SLOTS,
    H_STOPS,
    K_FREE,
    K_WANTED,
    O_MIN,
    O_N,
    O_OWED,
    O_PENALTY,
    O_PENALTY_MIN,
    P_CLOCK_HI,
    P_CLOCK_LO,
    P_EXTRA,
    P_FEW,
    P_FREE,
    P_LEAST,
    P_MAX_PEOPLE,
    P_PAST,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_GROUP,
    S_OVERTIME,
    S_PERSON,
    S_STAND_HI,
    S_STAND_LO,
    S_START,
    S_START_PLACE,
    V_ITEM,
    V_LOAD,
    V_NEED,
    V_ORDER,
    V_PATIENT,
    V_PLACE,
    V_PUB_DAY,
    V_STAY,
    V_UNITS,
    W_DAY,
    W_FAIR,
    W_LATE_MAX,
    W_OWED,
    W_SLACK,
    W_STAFF,
    X_DAY,
    X_LENGTH,
    X_SEQ,
    X_SERVED,
    X_SIZE,
    Y_FROM,
    Y_SLACK,
    Y_UNTIL,
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
    EVENT_WIDTH,
    STOP,
    arriving_seconds,
    latest_start,
    next_start,
    second_of_day,
    travel_seconds,
)
from visitplan_solvers.kernel.layout import (
    TOTAL,
    WORST,
    affinity,
    affinity_cost,
    anchor,
    anchors,
    block,
    busy_at,
    clock,
    clock_at,
    cost_at,
    day_at,
    distinct_at,
    drive_at,
    early_at,
    group,
    group_drive_at,
    group_units_at,
    group_visits_at,
    group_work_at,
    known,
    lateness_at,
    latest_at,
    length_at,
    load_at,
    mark_at,
    most_stops,
    needs_at,
    order,
    patient,
    people_at,
    pin_at,
    published,
    seen_at,
    seq_at,
    served_at,
    share,
    slack,
    slacks,
    slot,
    slot_at,
    slots,
    spare_at,
    stamp_at,
    standby,
    start_at,
    visit,
    wait_at,
    weight,
    work_at,
)
from visitplan_solvers.kernel.timing import (
    KEPT,
    T_COST,
    T_DRIVE,
    T_EVENTS,
    T_LATE,
    T_RETURN,
    T_WAIT,
    T_WORK,
    timed,
    wish_cost,
)


class Scratch(NamedTuple):
    """Work space of one search, so that nothing is allocated in its rounds.

    `memo` keeps, for each option of an item, where a visit would best stand in that route and
    what that adds, as long as the route has the mark for which it was found.
    """

    trial: Ints
    events: Ints
    out: Ints
    memo: Ints  # [option, 4] M_MARK, M_DELTA, M_SPOT; or empty where nothing is kept
    pending: Ints  # [option of an item, 2] those to be timed: option and toll
    rank: Ints  # [row, 4] the best routes for visits that tie two
    hope: Ints  # [day] what such a visit may cost at least


def scratch(T: Tables, *, remembers: bool = False) -> Scratch:
    """Make work space; one that remembers insertions serves one set of tables only."""
    stops = int(T.cells[H_STOPS])
    kept = int(T.cells[H_N_OPTIONS]) if remembers else 0
    return Scratch(
        np.zeros(stops + 1, np.int64),
        np.zeros((2 * stops + 24, EVENT_WIDTH), np.int64),
        np.zeros(2 * KEPT, np.int64),
        np.zeros((kept, 4), np.int64),
        np.zeros((int(T.cells[H_N_SLOTS]) + 1, 2), np.int64),
        np.zeros((14, 4), np.int64),
        np.zeros(int(T.cells[H_N_DAYS]), np.int64),
    )


def empty_state(T: Tables, appointments: Sequence[Sequence[int]]) -> Ints:
    """Make the plan without visits; `appointments` lists each slot's placed ones in order.

    Raises:
        Unreachable: Fixed points of a slot that cannot be attended by road.
    """
    header = T.cells
    S = np.zeros(header[X_SIZE], np.int64)
    S[header[X_SEQ] : header[X_LENGTH]] = -1
    S[header[X_DAY] : header[X_SERVED]] = -1
    for p in range(header[H_N_PATIENTS]):
        S[distinct_at(T, p)] = sum(int(known(T, p, c)) for c in range(header[H_N_KNOWN]))
    for k in range(slacks(T)):
        S[spare_at(T, k)] = slack(T, k, K_FREE)
        S[TOTAL] += slack_cost(T, k, slack(T, k, K_FREE))
    space = scratch(T)
    for r, rows in enumerate(appointments):
        for i, row in enumerate(rows):
            S[seq_at(T, r, i)] = row
        S[length_at(T, r)] = len(rows)
        if not refresh(T, S, r, space) or not drive_fits(T, S, r, S[drive_at(T, r)]):
            raise Unreachable(r)
    S[TOTAL] += sum(unserved_cost(T, o, 0) for o in range(header[H_N_ORDERS]))
    for p in range(header[H_N_PATIENTS]):
        S[TOTAL] += faces_cost(T, S, p, 0, 0) + clocks_cost(T, S, p)
    return S


class Unreachable(Exception):  # noqa: N818 - a condition, turned into a numbered error above
    """The fixed points of slot `args[0]` cannot be attended one after the other."""


@compiled
def be_late(T: Tables, S: Ints, r: int, late: int) -> None:
    """Set a slot's largest lateness and keep the plan's."""
    before = S[lateness_at(T, r)]
    if late == before:
        return
    S[lateness_at(T, r)] = late
    worst = S[WORST]
    if late > worst:
        worst = late
    elif before == worst:
        worst = 0
        for k in range(slots(T)):
            worst = max(worst, S[lateness_at(T, k)])
    S[TOTAL] += weight(T, W_LATE_MAX) * (worst - S[WORST])
    S[WORST] = worst


@compiled
def quickest(T: Tables, a: int, b: int) -> int:
    """Give the least seconds from place a to b at any hour."""
    least = T.travel[anchor(T, 0, 1), a, b]
    for k in range(1, anchors(T)):
        least = min(least, T.travel[anchor(T, k, 1), a, b])
    return int(least)


@compiled
def place_of(T: Tables, r: int, row: int) -> int:
    """Give the place of a stop in slot r."""
    q = visit(T, row, V_PLACE)
    return q if q >= 0 else slot(T, r, S_START_PLACE)


@compiled
def mark(T: Tables, S: Ints, r: int) -> None:
    """Stamp a slot's sequence, and note how early and how late each stop can be.

    Earliest ends and latest starts leave breaks and blocks aside: they tell which
    positions cannot do for a new visit, not which ones can.
    """
    n = S[length_at(T, r)]
    day = slot(T, r, S_DAY)
    h = np.uint64(1469598103934665603)
    t = slot(T, r, S_START)
    place = slot(T, r, S_START_PLACE)
    for i in range(n):
        row = S[seq_at(T, r, i)]
        item = visit(T, row, V_ITEM)
        h = (h ^ np.uint64(item + 1)) * np.uint64(1099511628211)
        h = (h ^ np.uint64(S[pin_at(T, row)] + 1)) * np.uint64(1099511628211)
        h ^= h >> np.uint64(29)
        q = place_of(T, r, row)
        drive = travel_seconds(T, place, q, second_of_day(T, r, t))
        drive += arriving_seconds(T, place, row, q)
        begin = next_start(T, row, day, t + drive, S[pin_at(T, row)])
        # A sequence that does not do is never inserted into: any early end serves.
        t = min(begin, slot(T, r, S_END)) + visit(T, row, V_STAY)
        S[early_at(T, r, i)] = t
        place = q
    S[stamp_at(T, r)] = np.int64(h >> np.uint64(1)) | 1
    bound = slot(T, r, S_END) + slot(T, r, S_OVERTIME)
    place = slot(T, r, S_END_PLACE)
    for i in range(n - 1, -1, -1):
        row = S[seq_at(T, r, i)]
        q = place_of(T, r, row)
        bound -= quickest(T, q, place) + visit(T, row, V_STAY)
        if i < n - 1:
            bound -= arriving_seconds(T, q, S[seq_at(T, r, i + 1)], place)
        bound = latest_start(T, row, day, bound, S[pin_at(T, row)])
        S[latest_at(T, r, i)] = bound
        place = q


@compiled
def remark(T: Tables, S: Ints, r: int) -> None:
    """Set the mark for which an insertion into a slot holds, in all slots of the person's day.

    On a day of two shifts the limits of the day leave to one what the other does not use.
    """
    g = slot(T, r, S_GROUP)
    if group(T, g, G_SLOTS) == 1:
        S[mark_at(T, r)] = S[stamp_at(T, r)]
        return
    # Slots of a day are neighbours.
    for k in range(max(0, r - group(T, g, G_SLOTS)), min(slots(T), r + group(T, g, G_SLOTS) + 1)):
        if slot(T, k, S_GROUP) == g:
            mark = S[stamp_at(T, k)] + 4 * (S[group_drive_at(T, g)] - S[drive_at(T, k)])
            mark += 4_000_012 * (S[group_work_at(T, g)] - S[work_at(T, k)])
            S[mark_at(T, k)] = mark


@compiled
def refresh(T: Tables, S: Ints, r: int, space: Scratch) -> bool:
    """Time slot r anew; False where its sequence is impossible (it then stays as it was)."""
    timed(T, r, S, seq_at(T, r, 0), S[length_at(T, r)], True, S, space.events, space.out)
    if space.out[T_EVENTS] < 0:
        return False
    g = slot(T, r, S_GROUP)
    S[group_drive_at(T, g)] += space.out[T_DRIVE] - S[drive_at(T, r)]
    S[group_work_at(T, g)] += space.out[T_WORK] - S[work_at(T, r)]
    S[TOTAL] += space.out[T_COST] - S[cost_at(T, r)]
    S[cost_at(T, r)] = space.out[T_COST]
    S[drive_at(T, r)] = space.out[T_DRIVE]
    S[wait_at(T, r)] = space.out[T_WAIT]
    S[work_at(T, r)] = space.out[T_WORK]
    be_late(T, S, r, space.out[T_LATE])
    stand_by(T, S, r, space)
    mark(T, S, r)
    remark(T, S, r)
    i = 0
    for e in range(space.out[T_EVENTS]):
        if space.events[e, E_KIND] == STOP:
            S[start_at(T, r, i)] = space.events[e, E_START]
            i += 1
    return True


@compiled
def unserved_cost(T: Tables, o: int, served: int) -> int:
    """Cost of an order with so many visits served."""
    missing = order(T, o, O_N) - served
    below = max(0, order(T, o, O_MIN) - served)
    owed = max(0, order(T, o, O_OWED) - served)
    cost = missing * order(T, o, O_PENALTY) + below * order(T, o, O_PENALTY_MIN)
    return cost + owed * weight(T, W_OWED)


@compiled
def faces_cost(T: Tables, S: Ints, p: int, new: int, more: int) -> int:
    """Cost of the people a patient sees beyond those needed, and of those too few.

    With `new` people and visits `more` than the plan has.
    """
    needed = max(2 if S[needs_at(T, p, 2)] > 0 else 1, patient(T, p, P_FREE))
    people = S[distinct_at(T, p)] + new
    visits = patient(T, p, P_PAST) + S[needs_at(T, p, 1)] + S[needs_at(T, p, 2)] + more
    few = max(0, min(patient(T, p, P_LEAST), visits) - people)
    return patient(T, p, P_EXTRA) * max(0, people - needed) + patient(T, p, P_FEW) * few


@compiled
def clocks_cost(T: Tables, S: Ints, p: int) -> int:
    """Cost of the visits that a patient's clocks still want."""
    cost = 0
    for k in range(patient(T, p, P_CLOCK_LO), patient(T, p, P_CLOCK_HI)):
        cost += clock(T, k, C_PRICE) * max(0, clock(T, k, C_WANTED) - S[clock_at(T, k)])
    return cost


@compiled
def tick(T: Tables, S: Ints, p: int, day: int, by: int) -> None:
    """Count a visit of a patient on a day for the clocks that it is in time for."""
    for k in range(patient(T, p, P_CLOCK_LO), patient(T, p, P_CLOCK_HI)):
        if clock(T, k, C_FROM) <= day <= clock(T, k, C_UNTIL):
            S[clock_at(T, k)] += by


@compiled
def slack_cost(T: Tables, k: int, free: int) -> int:
    """Cost of too little time left free for crises."""
    return weight(T, W_SLACK) * (max(0, slack(T, k, K_WANTED) - free) // 60)


@compiled
def spend(T: Tables, S: Ints, k: int, busy: int) -> None:
    """Set the seconds that a route takes of stretch k of its slot, kept free for crises."""
    which = standby(T, k, Y_SLACK)
    before = S[spare_at(T, which)]
    after = before + S[busy_at(T, k)] - busy
    S[TOTAL] += slack_cost(T, which, after) - slack_cost(T, which, before)
    S[spare_at(T, which)] = after
    S[busy_at(T, k)] = busy


@compiled
def spend_as(T: Tables, S: Ints, D: Ints, r: int) -> None:
    """Set what slot r takes of the time kept free for crises to what it takes in state D."""
    for k in range(slot(T, r, S_STAND_LO), slot(T, r, S_STAND_HI)):
        spend(T, S, k, D[busy_at(T, k)])


@compiled
def stand_by(T: Tables, S: Ints, r: int, space: Scratch) -> None:
    """Note how much of the time wanted free for crises the route timed last takes."""
    ev = space.events
    for k in range(slot(T, r, S_STAND_LO), slot(T, r, S_STAND_HI)):
        first = standby(T, k, Y_FROM)
        last = standby(T, k, Y_UNTIL)
        busy = 0
        t = 0
        for e in range(space.out[T_EVENTS]):
            t = ev[e, E_START] + ev[e, E_SECONDS]
            if ev[e, E_KIND] == STOP:
                leave = ev[e, E_DEPART]
                there = leave + ev[e, E_DRIVE] + ev[e, E_ARRIVING]
                busy += max(0, min(there, last) - max(leave, first))
            elif ev[e, E_KIND] == BLOCK and block(T, ev[e, E_REF], B_KIND) == BLOCK_ABSENCE:
                continue
            busy += max(0, min(t, last) - max(ev[e, E_START], first))
        if space.out[T_EVENTS] > 0:
            busy += max(0, min(space.out[T_RETURN], last) - max(t, first))
        spend(T, S, k, busy)


@compiled
def fair_cost(T: Tables, c: int, load: int) -> int:
    """Cost of a person's visit minutes above the fair share."""
    return weight(T, W_FAIR) * max(0, load - share(T, c))


@compiled
def people_cost(T: Tables, v: int, c1: int, c2: int, day: int) -> int:
    """Cost of who comes: primary, care team, language, promises."""
    bits = affinity(T, v, c1)
    promised = published(T, v, c1)
    if c2 >= 0:
        bits |= affinity(T, v, c2)
        promised &= published(T, v, c2)
    cost = affinity_cost(T, v, bits)
    if visit(T, v, V_PUB_DAY) >= 0:
        if not promised:
            cost += weight(T, W_STAFF)
        if visit(T, v, V_PUB_DAY) != day:
            cost += weight(T, W_DAY)
    return cost


@compiled
def count_person(T: Tables, S: Ints, p: int, c: int, by: int) -> None:
    """Count a visit of a patient by a person, or take it back."""
    before = S[seen_at(T, p, c)] + known(T, p, c)
    S[seen_at(T, p, c)] += by
    after = S[seen_at(T, p, c)] + known(T, p, c)
    if before == 0 and after > 0:
        S[distinct_at(T, p)] += 1
    elif before > 0 and after == 0:
        S[distinct_at(T, p)] -= 1
    if by > 0 and S[seen_at(T, p, c)] == 1:
        S[people_at(T, p)] += 1
    elif by < 0 and S[seen_at(T, p, c)] == 0:
        S[people_at(T, p)] -= 1


@compiled
def count_visit(T: Tables, S: Ints, v: int, by: int) -> None:
    """Add the coupled cost of visit v as placed (by=1), or take it away (by=-1)."""
    o = visit(T, v, V_ORDER)
    p = visit(T, v, V_PATIENT)
    need = visit(T, v, V_NEED)
    c1 = slot(T, S[slot_at(T, v, 0)], S_PERSON)
    c2 = slot(T, S[slot_at(T, v, 1)], S_PERSON) if need == 2 else -1
    cost = by * people_cost(T, v, c1, c2, S[day_at(T, v)])
    if need == 2:
        cost += by * wish_cost(T, v, S[day_at(T, v)], S[pin_at(T, v)])
    cost -= unserved_cost(T, o, S[served_at(T, o)]) + faces_cost(T, S, p, 0, 0)
    cost -= clocks_cost(T, S, p)
    tick(T, S, p, S[day_at(T, v)], by)
    S[served_at(T, o)] += by
    S[needs_at(T, p, need)] += by
    count_person(T, S, p, c1, by)
    if need == 2:
        count_person(T, S, p, c2, by)
    cost += unserved_cost(T, o, S[served_at(T, o)]) + faces_cost(T, S, p, 0, 0)
    cost += clocks_cost(T, S, p)
    minutes = visit(T, v, V_LOAD)
    for k in range(need):
        r = S[slot_at(T, v, k)]
        c = slot(T, r, S_PERSON)
        S[group_visits_at(T, slot(T, r, S_GROUP))] += by
        S[group_units_at(T, slot(T, r, S_GROUP))] += by * visit(T, v, V_UNITS)
        cost -= fair_cost(T, c, S[load_at(T, c)])
        S[load_at(T, c)] += by * minutes
        cost += fair_cost(T, c, S[load_at(T, c)])
    S[TOTAL] += cost


@compiled
def new_person(T: Tables, S: Ints, v: int, c: int) -> int:
    """Coupled cost of a visit for one by a person, what the option says aside.

    That is the person's load, and being one more face for the patient.
    """
    p = visit(T, v, V_PATIENT)
    minutes = visit(T, v, V_LOAD)
    cost = fair_cost(T, c, S[load_at(T, c)] + minutes) - fair_cost(T, c, S[load_at(T, c)])
    new = 1 if S[seen_at(T, p, c)] + known(T, p, c) == 0 else 0
    return cost + faces_cost(T, S, p, new, 1) - faces_cost(T, S, p, 0, 0)


@compiled
def room_for_visit(T: Tables, S: Ints, r: int, v: int) -> bool:
    """Tell whether the person's day has room for a visit by its limits."""
    g = slot(T, r, S_GROUP)
    return (
        S[group_visits_at(T, g)] < group(T, g, G_MAX_VISITS)
        and S[group_units_at(T, g)] + visit(T, v, V_UNITS) <= group(T, g, G_MAX_UNITS)
        and S[length_at(T, r)] < most_stops(T) - 1
    )


@compiled
def may_come(T: Tables, S: Ints, v: int, c: int, others: int) -> bool:
    """Tell whether a person may come to a visit's patient beside so many new others."""
    p = visit(T, v, V_PATIENT)
    most = patient(T, p, P_MAX_PEOPLE)
    return S[seen_at(T, p, c)] > 0 or S[people_at(T, p)] + others < most


@compiled
def drive_fits(T: Tables, S: Ints, r: int, drive: int) -> bool:
    """Tell whether the person's day may hold this driving in slot r."""
    g = slot(T, r, S_GROUP)
    return S[group_drive_at(T, g)] - S[drive_at(T, r)] + drive <= group(T, g, G_MAX_DRIVE)


@compiled
def link(T: Tables, S: Ints, r: int, i: int, v: int) -> None:
    """Put a visit at position i of a slot's sequence."""
    for k in range(S[length_at(T, r)], i, -1):
        S[seq_at(T, r, k)] = S[seq_at(T, r, k - 1)]
    S[seq_at(T, r, i)] = v
    S[length_at(T, r)] += 1


@compiled
def unlink(T: Tables, S: Ints, r: int, v: int) -> None:
    """Take a visit out of a slot's sequence."""
    n = S[length_at(T, r)]
    i = 0
    while S[seq_at(T, r, i)] != v:
        i += 1
    for k in range(i, n - 1):
        S[seq_at(T, r, k)] = S[seq_at(T, r, k + 1)]
    S[seq_at(T, r, n - 1)] = -1
    S[length_at(T, r)] = n - 1
