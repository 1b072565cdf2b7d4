"""The cheapest feasible place for a visit for one, and the choice among kinds of visits."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    NEVER,
    P_FEW,
    P_LEAST,
    S_DAY,
    S_PERSON,
    V_FOLLOWER,
    V_ITEM,
    V_LEADER,
    V_NEED,
    V_PATIENT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    day_at,
    days,
    option,
    option_cost,
    option_ptr,
    patient,
    slot,
    slot_at,
    visit,
)
from visitplan_solvers.kernel.positions import COSTLIER, NOWHERE, best_kept, looked_up
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.spacing import day_fits, day_toll
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    link,
    may_come,
    new_person,
    refresh,
    room_for_visit,
)
from visitplan_solvers.kernel.together import insert_pair, insert_sequence
from visitplan_solvers.kernel.undo import Undo, keep


@compiled
def best_slot(
    T: Tables, S: Ints, v: int, blink: int, rng: Rng, space: Scratch, U: Undo
) -> tuple[int, int, int, int]:
    """Give what a visit for one adds at least, the slot and position, and the next best slot's.

    Each slot is passed over by chance `blink` in 1000 (Christiaens and Vanden Berghe 2020,
    "Slack induction by string removals", Transp. Sci. 54(2)).
    """
    best = NEVER
    second = NEVER
    best_r = -1
    best_i = -1
    waiting = 0
    item = visit(T, v, V_ITEM)
    p = visit(T, v, V_PATIENT)
    # One more face is worth this much at most to a patient who should see several.
    worth = patient(T, p, P_FEW) if patient(T, p, P_LEAST) > 1 else 0
    for d in range(days(T)):
        lo = option_ptr(T, item * days(T) + d)
        hi = option_ptr(T, item * days(T) + d + 1)
        if lo == hi or not day_fits(T, S, v, d):
            continue
        toll = day_toll(T, S, v, d)
        for k in range(lo, hi):
            delta, i = looked_up(T, S, k, space)
            if i == NOWHERE:
                continue
            delta += toll + option_cost(T, k)
            if delta - worth >= second:
                continue
            if i == COSTLIER:
                # To be timed; what is known already comes first and leaves little of that.
                space.pending[waiting, 0] = k
                space.pending[waiting, 1] = toll
                waiting += 1
                continue
            r = option(T, k)
            c = slot(T, r, S_PERSON)
            if U.closed[r] or not room_for_visit(T, S, r, v) or not may_come(T, S, v, c, 0):
                continue
            if blink > 0 and below(rng, 1000) < blink:
                continue
            delta += new_person(T, S, v, c)
            if delta < best:
                second = best
                best = delta
                best_r = r
                best_i = i
            elif delta < second:
                second = delta
    for n in range(waiting):
        k = space.pending[n, 0]
        r = option(T, k)
        c = slot(T, r, S_PERSON)
        if U.closed[r] or not room_for_visit(T, S, r, v) or not may_come(T, S, v, c, 0):
            continue
        person = space.pending[n, 1] + option_cost(T, k) + new_person(T, S, v, c)
        if person >= second or (blink > 0 and below(rng, 1000) < blink):
            continue
        delta, i = best_kept(T, S, k, v, second - person, space)
        if i < 0:
            continue
        delta += person
        if delta < best:
            second = best
            best = delta
            best_r = r
            best_i = i
        elif delta < second:
            second = delta
    return best, best_r, best_i, second


@compiled
def put(T: Tables, S: Ints, v: int, r: int, i: int, space: Scratch, U: Undo) -> None:
    """Put a visit for one at position i of slot r."""
    keep(T, S, U, r)
    link(T, S, r, i, v)
    S[slot_at(T, v, 0)] = r
    S[day_at(T, v)] = slot(T, r, S_DAY)
    count_visit(T, S, v, 1)
    refresh(T, S, r, space)


@compiled
def is_joint(T: Tables, v: int) -> bool:
    """Tell whether a visit takes two people, at once or one after the other."""
    return visit(T, v, V_NEED) == 2 or visit(T, v, V_FOLLOWER) >= 0 or visit(T, v, V_LEADER) >= 0


@compiled
def insert(T: Tables, S: Ints, v: int, blink: int, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Put a visit where it costs least; False where no place was found.

    Of two services in sequence either stands for both.
    """
    if S[day_at(T, v)] >= 0:
        return True
    if visit(T, v, V_NEED) == 2:
        return insert_pair(T, S, v, rng, space, U)
    if visit(T, v, V_FOLLOWER) >= 0:
        return insert_sequence(T, S, v, rng, space, U)
    if visit(T, v, V_LEADER) >= 0:
        return insert_sequence(T, S, visit(T, v, V_LEADER), rng, space, U)
    _, r, i, _ = best_slot(T, S, v, blink, rng, space, U)
    if r < 0:
        return False
    put(T, S, v, r, i, space, U)
    return True
