"""Which visits a round takes out of the plan.

Each way looks at the plan from another side: visits near one another, all of
a patient, a whole route, one day around a place, the worst detours, chance.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    H_N_SLOTS,
    O_FIRST,
    O_FIRST_LIMIT,
    O_MAX_GAP,
    O_N,
    S_DAY,
    S_GROUP,
    V_NEED,
    V_ORDER,
    V_PATIENT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.insertion import detour
from visitplan_solvers.kernel.layout import (
    cost_at,
    day_at,
    days,
    drive_at,
    length_at,
    near,
    near_size,
    order,
    pin_at,
    seq_at,
    slot,
    slot_at,
    visit,
    visits,
)
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.state import Scratch, count_visit, drive_fits, refresh, unlink
from visitplan_solvers.kernel.undo import Undo, keep, take_out

NEAR, PATIENTS, ROUTE, DAY, WORST, RANDOM, STRINGS, LEFT_OUT = range(8)
WAYS = 8


@compiled
def remove_one(T: Tables, S: Ints, v: int, U: Undo) -> None:
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
def remove(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take a visit out; with it all of its order where a largest gap binds them."""
    if S[day_at(T, v)] < 0:
        return
    o = visit(T, v, V_ORDER)
    if order(T, o, O_MAX_GAP) <= days(T) or order(T, o, O_FIRST_LIMIT) < days(T):
        first = order(T, o, O_FIRST)
        for u in range(first, first + order(T, o, O_N)):
            if S[day_at(T, u)] >= 0:
                remove_one(T, S, u, U)
        return
    remove_one(T, S, v, U)


@compiled
def remove_patient(T: Tables, S: Ints, v: int, U: Undo) -> None:
    """Take out all visits of a visit's patient; rows of a patient are neighbours."""
    p = visit(T, v, V_PATIENT)
    all_visits = visits(T)
    u = v
    while u > 0 and visit(T, u - 1, V_PATIENT) == p:
        u -= 1
    while u < all_visits and visit(T, u, V_PATIENT) == p:
        remove(T, S, u, U)
        u += 1


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
def worst_visit(T: Tables, S: Ints, rng: Rng) -> int:
    """Give the visit with the largest detour among some drawn by chance."""
    all_visits = visits(T)
    worst = -1
    most = -1
    for _ in range(12):
        v = below(rng, all_visits)
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
def remove_by(T: Tables, S: Ints, way: int, size: int, rng: Rng, U: Undo) -> None:
    """Take out about `size` visits in the given way."""
    all_visits = visits(T)
    v = below(rng, all_visits)
    if way == LEFT_OUT:
        # Around a visit without a place, if there is one: its order's other visits go too.
        for _ in range(all_visits):
            if S[day_at(T, v)] < 0:
                break
            v = v + 1 if v + 1 < all_visits else 0
        way = PATIENTS if below(rng, 2) == 0 else NEAR
        remove_patient(T, S, v, U)
    if way == RANDOM:
        for _ in range(size):
            remove(T, S, below(rng, all_visits), U)
    elif way == PATIENTS:
        remove_patient(T, S, v, U)
        for k in range(near_size(T)):
            if U.bank[0] >= size:
                break
            if below(rng, 3) > 0:
                remove_patient(T, S, near(T, v, k), U)
    elif way == ROUTE:
        if S[day_at(T, v)] >= 0:
            remove_route(T, S, S[slot_at(T, v, 0)], U)
            d = slot(T, S[slot_at(T, v, 0)], S_DAY) if S[slot_at(T, v, 0)] >= 0 else 0
            for k in range(near_size(T)):
                u = near(T, v, k)
                if U.bank[0] >= size:
                    break
                if S[day_at(T, u)] >= 0 and (S[day_at(T, u)] == d or below(rng, 4) == 0):
                    remove_route(T, S, S[slot_at(T, u, 0)], U)
    elif way == WORST:
        while U.bank[0] < size:
            u = worst_visit(T, S, rng)
            if u < 0:
                break
            remove(T, S, u, U)
    else:
        d = S[day_at(T, v)]
        if d >= 0:
            if way == STRINGS:
                remove_string(T, S, S[slot_at(T, v, 0)], v, size, rng, U)
            else:
                remove(T, S, v, U)
        for k in range(near_size(T)):
            if U.bank[0] >= size:
                break
            u = near(T, v, k)
            if S[day_at(T, u)] < 0 or below(rng, 4) == 0:
                continue
            if way == DAY and S[day_at(T, u)] != d:
                continue
            if way == STRINGS:
                remove_string(T, S, S[slot_at(T, u, 0)], u, 4, rng, U)
            else:
                remove(T, S, u, U)


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
def settle(T: Tables, S: Ints, U: Undo, space: Scratch) -> None:
    """Time the slots that lost visits.

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
        k = 0 if U.bank[0] > out else k + 1
