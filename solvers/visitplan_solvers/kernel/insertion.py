"""The cheapest feasible place for a visit, for one person or two."""

from __future__ import annotations

import numpy as np

from visitplan_solvers.compiled.tables import (
    NEVER,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_PERSON,
    S_START,
    S_START_PLACE,
    V_NEED,
    V_PLACE,
    V_SERVICE,
    W_DRIVE,
    W_WAIT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import next_start
from visitplan_solvers.kernel.layout import (
    cost_at,
    day_at,
    day_slot,
    day_slots_ptr,
    days,
    length_at,
    pin_at,
    preferred,
    preferred_ptr,
    roles,
    seq_at,
    slot,
    slot_at,
    start_at,
    visit,
    wait_at,
    weight,
    window,
    window_ptr,
)
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.spacing import day_fits, day_toll, has_window
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    drive_fits,
    link,
    people_cost,
    person_delta,
    refresh,
    room_for_visit,
)
from visitplan_solvers.kernel.timing import T_COST, T_DRIVE, T_EVENTS, timed, wish_cost
from visitplan_solvers.kernel.undo import Undo, keep

PIN_TRIALS = 8
"""Starts tried a day for a visit by two."""


@compiled
def place_in(T: Tables, r: int, row: int) -> int:
    """Give the place of a stop in slot r."""
    q = visit(T, row, V_PLACE)
    return q if q >= 0 else slot(T, r, S_START_PLACE)


@compiled
def detour(T: Tables, S: Ints, r: int, i: int, v: int) -> int:
    """Give the extra free-flow driving of a visit at position i of slot r."""
    q = place_in(T, r, v)
    a = slot(T, r, S_START_PLACE) if i == 0 else place_in(T, r, S[seq_at(T, r, i - 1)])
    b = slot(T, r, S_END_PLACE) if i == S[length_at(T, r)] else place_in(T, r, S[seq_at(T, r, i)])
    return int(T.travel[0, a, q]) + int(T.travel[0, q, b]) - int(T.travel[0, a, b])


@compiled
def tried(T: Tables, S: Ints, r: int, i: int, v: int, space: Scratch) -> bool:
    """Time slot r with the visit at position i; the result is in `space.out`."""
    n = S[length_at(T, r)]
    for k in range(i):
        space.trial[k] = S[seq_at(T, r, k)]
    space.trial[i] = v
    for k in range(i, n):
        space.trial[k + 1] = S[seq_at(T, r, k)]
    timed(T, r, space.trial, 0, n + 1, S, space.events, space.out)
    return space.out[T_EVENTS] >= 0 and drive_fits(T, S, r, space.out[T_DRIVE])


@compiled
def best_position(
    T: Tables, S: Ints, r: int, v: int, limit: int, blink: int, rng: Rng, space: Scratch
) -> tuple[int, int]:
    """Give the least route cost added by the visit in slot r below a limit, and where.

    A detour can be paid back by waiting time that it fills, so positions are
    left out only where the detour costs more than the limit and all waiting.
    Each position is passed over by chance `blink` in 1000 (Christiaens and
    Vanden Berghe 2020, "Slack induction by string removals", Transp. Sci. 54(2)).
    """
    best = limit
    where = -1
    slack = weight(T, W_WAIT) * S[wait_at(T, r)]
    for i in range(S[length_at(T, r)] + 1):
        if weight(T, W_DRIVE) * detour(T, S, r, i, v) - slack >= best:
            continue
        if blink > 0 and below(rng, 1000) < blink:
            continue
        if tried(T, S, r, i, v, space):
            delta = space.out[T_COST] - S[cost_at(T, r)]
            if delta < best:
                best = delta
                where = i
    return best, where


@compiled
def insert_single(
    T: Tables, S: Ints, v: int, blink: int, rng: Rng, space: Scratch, U: Undo
) -> bool:
    """Put a visit for one where it costs least; False where no place is feasible."""
    best = NEVER
    best_r = -1
    best_i = -1
    for d in range(days(T)):
        if not has_window(T, v, d) or not day_fits(T, S, v, d):
            continue
        toll = day_toll(T, S, v, d)
        for k in range(day_slots_ptr(T, d), day_slots_ptr(T, d + 1)):
            r = day_slot(T, k)
            c = slot(T, r, S_PERSON)
            if roles(T, v, c, d) == 0 or not room_for_visit(T, S, r):
                continue
            person = toll + person_delta(T, S, v, c, d)
            if person >= best + weight(T, W_WAIT) * S[wait_at(T, r)]:
                continue
            delta, i = best_position(T, S, r, v, best - person, blink, rng, space)
            if i >= 0:
                best = delta + person
                best_r = r
                best_i = i
    if best_r < 0:
        return False
    keep(T, S, U, best_r)
    link(T, S, best_r, best_i, v)
    S[slot_at(T, v, 0)] = best_r
    S[day_at(T, v)] = slot(T, best_r, S_DAY)
    count_visit(T, S, v, 1)
    refresh(T, S, best_r, space)
    return True


@compiled
def start_to_try(T: Tables, S: Ints, v: int, d: int, rng: Rng) -> int:
    """Draw a start for a visit by two: a window's opening, a wish, or any time of a window."""
    key = v * days(T) + d
    lo = window_ptr(T, key)
    w = lo + below(rng, window_ptr(T, key + 1) - lo)
    first = window(T, w, 0)
    last = window(T, w, 1)
    kind = below(rng, 4)
    t = first
    if kind == 1 and preferred_ptr(T, key + 1) > preferred_ptr(T, key):
        t = preferred(T, preferred_ptr(T, key), 0)
    elif kind >= 2:
        r = day_slot(
            T, day_slots_ptr(T, d) + below(rng, day_slots_ptr(T, d + 1) - day_slots_ptr(T, d))
        )
        if kind == 2 and S[length_at(T, r)] > 0:
            # Just after, or so that it ends just before, a stop of a route of that day.
            i = below(rng, S[length_at(T, r)])
            row = S[seq_at(T, r, i)]
            hop = int(T.travel[0, place_in(T, r, row), place_in(T, r, v)])
            t = S[start_at(T, r, i)] + visit(T, row, V_SERVICE) + hop
        else:
            begin = max(first, slot(T, r, S_START))
            t = begin + below(rng, max(1, min(last, slot(T, r, S_END)) - begin))
    return next_start(T, v, d, max(t, first), -1)


@compiled
def insert_pair(T: Tables, S: Ints, v: int, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Put a visit for two, at a start drawn from many; False where none was feasible."""
    best = NEVER
    best_t = -1
    best_r = (-1, -1)
    best_i = (-1, -1)
    for d in range(days(T)):
        if not has_window(T, v, d) or not day_fits(T, S, v, d):
            continue
        toll = day_toll(T, S, v, d)
        for _ in range(PIN_TRIALS):
            t = start_to_try(T, S, v, d, rng)
            if t >= NEVER:
                continue
            S[pin_at(T, v)] = t
            wish = wish_cost(T, v, d, t) + toll
            # For each role mask the cheapest two people.
            cost = np.full((4, 2), NEVER, np.int64)
            slot_of = np.full((4, 2), -1, np.int64)
            spot_of = np.full((4, 2), -1, np.int64)
            for k in range(day_slots_ptr(T, d), day_slots_ptr(T, d + 1)):
                r = day_slot(T, k)
                mask = roles(T, v, slot(T, r, S_PERSON), d)
                if mask == 0 or not room_for_visit(T, S, r):
                    continue
                limit = min(cost[mask, 1], best - wish)
                delta, i = best_position(T, S, r, v, limit, 0, rng, space)
                if i < 0:
                    continue
                same = slot_of[mask, 0]
                if same >= 0 and slot(T, same, S_PERSON) == slot(T, r, S_PERSON):
                    if delta < cost[mask, 0]:
                        cost[mask, 0] = delta
                        slot_of[mask, 0] = r
                        spot_of[mask, 0] = i
                elif delta < cost[mask, 0]:
                    cost[mask, 1] = cost[mask, 0]
                    slot_of[mask, 1] = slot_of[mask, 0]
                    spot_of[mask, 1] = spot_of[mask, 0]
                    cost[mask, 0] = delta
                    slot_of[mask, 0] = r
                    spot_of[mask, 0] = i
                else:
                    cost[mask, 1] = delta
                    slot_of[mask, 1] = r
                    spot_of[mask, 1] = i
            for a in range(1, 4):
                for b in range(a, 4):
                    if (a | b) != 3:
                        continue
                    x = 0
                    y = 1 if a == b else 0
                    if cost[a, x] >= NEVER or cost[b, y] >= NEVER:
                        continue
                    r1 = slot_of[a, x]
                    r2 = slot_of[b, y]
                    c1 = slot(T, r1, S_PERSON)
                    c2 = slot(T, r2, S_PERSON)
                    total = cost[a, x] + cost[b, y] + wish + people_cost(T, v, c1, c2, d)
                    if total < best:
                        best = total
                        best_t = t
                        best_r = (r1, r2)
                        best_i = (spot_of[a, x], spot_of[b, y])
    if best_r[0] < 0:
        S[pin_at(T, v)] = -1
        return False
    S[pin_at(T, v)] = best_t
    for k in range(2):
        keep(T, S, U, best_r[k])
        link(T, S, best_r[k], best_i[k], v)
        S[slot_at(T, v, k)] = best_r[k]
    S[day_at(T, v)] = slot(T, best_r[0], S_DAY)
    count_visit(T, S, v, 1)
    refresh(T, S, best_r[0], space)
    refresh(T, S, best_r[1], space)
    return True


@compiled
def insert(T: Tables, S: Ints, v: int, blink: int, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Put a visit where it costs least; False where no place was found."""
    if visit(T, v, V_NEED) == 2:
        return insert_pair(T, S, v, rng, space, U)
    return insert_single(T, S, v, blink, rng, space, U)
