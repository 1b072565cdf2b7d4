"""Which visits a round takes out of the plan.

Each way looks at the plan from another side: visits near one another, all of a patient, whole
routes, one day around a place, the worst detours, chance, runs of stops, visits left out,
patients who see the wrong people, fixed starts, several days of one person.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    H_N_SLOTS,
    O_FIRST,
    O_FIRST_LIMIT,
    O_MAX_GAP,
    O_N,
    P_FIRST_ROW,
    P_PATTERNS,
    P_ROWS,
    S_GROUP,
    S_PERSON,
    V_FOLLOWER,
    V_LEADER,
    V_NEED,
    V_ORDER,
    V_PATIENT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    affinity,
    affinity_cost,
    cost_at,
    day_at,
    day_slot,
    day_slots_ptr,
    days,
    drive_at,
    length_at,
    near,
    near_size,
    order,
    patient,
    pin_at,
    roles,
    seq_at,
    slot,
    slot_at,
    visit,
    visits,
)
from visitplan_solvers.kernel.positions import detour
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.state import Scratch, count_visit, drive_fits, refresh, unlink
from visitplan_solvers.kernel.undo import Undo, keep, take_out

(
    NEAR,
    PATIENTS,
    ROUTE,
    DAY,
    WORST_DETOUR,
    RANDOM,
    STRINGS,
    LEFT_OUT,
    CONTINUITY,
    PINNED,
    PERSON,
    SWAP,
) = range(12)
WAYS = 12


@compiled
def take_away(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take one placed visit out; its slots are timed later."""
    take_out(T, S, U, v)
    count_visit(T, S, v, -1)
    for k in range(visit(T, v, V_NEED)):
        r = S[slot_at(T, v, k)]
        keep(T, S, U, r)
        unlink(T, S, r, v)
        S[slot_at(T, v, k)] = -1
    S[day_at(T, v)] = -1
    S[pin_at(T, v)] = -1


@compiled
def remove_one(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take one visit out, and the service before or after it in a sequence."""
    if S[day_at(T, v)] < 0:
        return
    take_away(T, S, v, U)
    other = max(visit(T, v, V_FOLLOWER), visit(T, v, V_LEADER))
    if other >= 0 and S[day_at(T, other)] >= 0:
        take_away(T, S, other, U)


@compiled
def has_largest_gap(T: Tables, o: int) -> bool:
    """Tell whether a largest gap binds the days of an order to each other."""
    return order(T, o, O_MAX_GAP) <= days(T) or order(T, o, O_FIRST_LIMIT) < days(T)


@compiled
def remove(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take a visit out; with it all whose days are bound to its day.

    These are the order's where a largest gap binds them or those of the service before or after
    in a sequence, the patient's where day patterns do.
    """
    p = visit(T, v, V_PATIENT)
    if S[day_at(T, v)] < 0 or U.frozen[p]:
        return
    if patient(T, p, P_PATTERNS) > 0:
        first = patient(T, p, P_FIRST_ROW)
        for u in range(first, first + patient(T, p, P_ROWS)):
            remove_one(T, S, u, U)
        return
    o = visit(T, v, V_ORDER)
    other = max(visit(T, v, V_FOLLOWER), visit(T, v, V_LEADER))
    if has_largest_gap(T, o) or (other >= 0 and has_largest_gap(T, visit(T, other, V_ORDER))):
        first = order(T, o, O_FIRST)
        for u in range(first, first + order(T, o, O_N)):
            remove_one(T, S, u, U)
        return
    remove_one(T, S, v, U)


@compiled
def remove_patient(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take out all visits of a visit's patient."""
    p = visit(T, v, V_PATIENT)
    first = patient(T, p, P_FIRST_ROW)
    for u in range(first, first + patient(T, p, P_ROWS)):
        remove(T, S, u, U)


@compiled
def remove_route(T: Tables, S: Ints, r: int, U: Undo) -> None:
    """Take all visits out of a slot."""
    i = 0
    while i < S[length_at(T, r)]:
        v = S[seq_at(T, r, i)]
        before = S[length_at(T, r)]
        if visit(T, v, V_ORDER) >= 0:
            remove(T, S, v, U)
        if S[length_at(T, r)] == before:
            i += 1


@compiled
def remove_string(T: Tables, S: Ints, r: int, v: int, most: int, rng: Rng, U: Undo) -> None:
    """Take out a run of stops of slot r around a visit."""
    n = S[length_at(T, r)]
    if n == 0:
        return
    at = 0
    while at < n and S[seq_at(T, r, at)] != v:
        at += 1
    size = 1 + below(rng, min(most, n))
    lo = max(0, at - below(rng, size))
    hi = min(n, lo + size)
    rows = S[seq_at(T, r, lo) : seq_at(T, r, hi)].copy()
    for row in rows:
        if visit(T, row, V_ORDER) >= 0:
            remove(T, S, row, U)


@compiled
def open_visit(T: Tables, rng: Rng, U: Undo) -> int:
    """Draw a visit that may be moved."""
    all_visits = visits(T)
    v = below(rng, all_visits)
    for _ in range(50):
        if not U.frozen[visit(T, v, V_PATIENT)]:
            break
        v = below(rng, all_visits)
    return v


@compiled
def worst_visit(T: Tables, S: Ints, rng: Rng, U: Undo) -> int:
    """Give the visit with the largest detour among some drawn by chance."""
    worst = -1
    most = -1
    for _ in range(12):
        v = open_visit(T, rng, U)
        if S[day_at(T, v)] < 0:
            continue
        r = S[slot_at(T, v, 0)]
        i = 0
        while S[seq_at(T, r, i)] != v:
            i += 1
        saved = S[cost_at(T, r)]
        if S[length_at(T, r)] > 1:
            unlink(T, S, r, v)
            saved = detour(T, S, r, i, v)
            for k in range(S[length_at(T, r)], i, -1):
                S[seq_at(T, r, k)] = S[seq_at(T, r, k - 1)]
            S[seq_at(T, r, i)] = v
            S[length_at(T, r)] += 1
        if saved > most:
            most = saved
            worst = v
    return worst


@compiled
def strangest_visit(T: Tables, S: Ints, rng: Rng, U: Undo) -> int:
    """Give the visit made by the least suitable person among some drawn by chance."""
    worst = -1
    most = -1
    for _ in range(12):
        v = open_visit(T, rng, U)
        if S[day_at(T, v)] < 0:
            continue
        c = slot(T, S[slot_at(T, v, 0)], S_PERSON)
        cost = affinity_cost(T, v, affinity(T, v, c))
        if cost > most:
            most = cost
            worst = v
    return worst


@compiled
def slot_of(T: Tables, c: int, d: int) -> int:
    """Give the first slot of a person's day, or -1."""
    for k in range(day_slots_ptr(T, d), day_slots_ptr(T, d + 1)):
        if slot(T, day_slot(T, k), S_PERSON) == c:
            return day_slot(T, k)
    return -1


@compiled
def remove_near(T: Tables, S: Ints, v: int, way: int, size: int, rng: Rng, U: Undo) -> None:
    """Take out a visit and others near it, in a way that goes through neighbours."""
    d = S[day_at(T, v)]
    if d >= 0:
        if way == STRINGS:
            remove_string(T, S, S[slot_at(T, v, 0)], v, size, rng, U)
        elif way == ROUTE:
            remove_route(T, S, S[slot_at(T, v, 0)], U)
        elif way == PATIENTS:
            remove_patient(T, S, v, U)
        else:
            remove(T, S, v, U)
    for k in range(near_size(T)):
        if U.bank[0] >= size:
            break
        u = near(T, v, k)
        if S[day_at(T, u)] < 0 or below(rng, 4) == 0:
            continue
        if (way in (DAY, ROUTE)) and S[day_at(T, u)] != d and below(rng, 4) > 0:
            continue
        if way == PINNED and S[pin_at(T, u)] < 0 and below(rng, 2) > 0:
            continue
        if way == STRINGS:
            remove_string(T, S, S[slot_at(T, u, 0)], u, 4, rng, U)
        elif way == ROUTE:
            remove_route(T, S, S[slot_at(T, u, 0)], U)
        elif way == PATIENTS:
            remove_patient(T, S, u, U)
        else:
            remove(T, S, u, U)


@compiled
def make_room(T: Tables, S: Ints, v: int, size: int, rng: Rng, U: Undo) -> None:
    """Take out a patient and runs of stops of a suitable person on several days.

    So a patient's person can change, or the days of the visits.
    """
    remove_patient(T, S, v, U)
    best = -1
    least = 1 << 40
    for _ in range(4):
        d = below(rng, days(T))
        width = day_slots_ptr(T, d + 1) - day_slots_ptr(T, d)
        if width == 0:
            continue
        for _ in range(min(width, 12)):
            c = slot(T, day_slot(T, day_slots_ptr(T, d) + below(rng, width)), S_PERSON)
            if roles(T, v, c, d) == 0:
                continue
            cost = affinity_cost(T, v, affinity(T, v, c)) + below(rng, 1200)
            if cost < least:
                least = cost
                best = c
    if best < 0:
        return
    for d in range(days(T)):
        r = slot_of(T, best, d)
        if r >= 0 and S[length_at(T, r)] > 0 and U.bank[0] < size and below(rng, 3) > 0:
            row = S[seq_at(T, r, below(rng, S[length_at(T, r)]))]
            remove_string(T, S, r, row, 3, rng, U)


@compiled
def remove_by(T: Tables, S: Ints, way: int, size: int, rng: Rng, U: Undo) -> None:
    """Take out about `size` visits in the given way."""
    all_visits = visits(T)
    v = open_visit(T, rng, U)
    if way == LEFT_OUT:
        # Around a visit without a place, if there is one: its order's other visits go too.
        for _ in range(all_visits):
            if S[day_at(T, v)] < 0 and not U.frozen[visit(T, v, V_PATIENT)]:
                break
            v = v + 1 if v + 1 < all_visits else 0
        way = PATIENTS if below(rng, 2) == 0 else NEAR
        remove_patient(T, S, v, U)
    elif way == PINNED:
        for _ in range(20):
            if S[pin_at(T, v)] >= 0:
                break
            v = open_visit(T, rng, U)
    elif way == CONTINUITY:
        v = strangest_visit(T, S, rng, U)
        if v >= 0:
            make_room(T, S, v, size, rng, U)
        return
    if way == RANDOM:
        for _ in range(size):
            remove(T, S, open_visit(T, rng, U), U)
    elif way == WORST_DETOUR:
        for _ in range(2 * size):
            u = worst_visit(T, S, rng, U)
            if u < 0 or U.bank[0] >= size:
                break
            remove(T, S, u, U)
    elif way == PERSON:
        if S[day_at(T, v)] >= 0:
            c = slot(T, S[slot_at(T, v, 0)], S_PERSON)
            first = below(rng, days(T))
            for k in range(days(T)):
                r = slot_of(T, c, (first + k) % days(T))
                if r >= 0 and U.bank[0] < size:
                    remove_route(T, S, r, U)
    elif way == SWAP:
        make_room(T, S, v, size, rng, U)
    else:
        remove_near(T, S, v, way, size, rng, U)


@compiled
def remove_rest_of_day(T: Tables, S: Ints, r: int, U: Undo) -> None:
    """Take all visits out of the person's other slots of the day; they are neighbours."""
    g = slot(T, r, S_GROUP)
    other = r - 1
    while other >= 0 and slot(T, other, S_GROUP) == g:
        remove_route(T, S, other, U)
        other -= 1
    other = r + 1
    while other < T.cells[H_N_SLOTS] and slot(T, other, S_GROUP) == g:
        remove_route(T, S, other, U)
        other += 1


@compiled
def settle(T: Tables, S: Ints, U: Undo, space: Scratch) -> bool:
    """Time the slots that lost visits; False where that is impossible with what may not move.

    Where the direct way between what stays is too long a leg, or at its new
    hours a day's driving is too long, the whole slot is emptied, then the day:
    routes of appointments alone are known to be possible.
    """
    k = 0
    while k < U.kept[0]:
        r = U.kept[k + 1]
        if refresh(T, S, r, space) and drive_fits(T, S, r, S[drive_at(T, r)]):
            k += 1
            continue
        out = U.bank[0]
        remove_route(T, S, r, U)
        if U.bank[0] == out:
            remove_rest_of_day(T, S, r, U)
        if U.bank[0] == out:
            return False
        k = 0
    return True
