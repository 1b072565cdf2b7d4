"""Fixed starts of visits that tie two routes are put off, to make room before them."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    NEVER,
    S_DAY,
    S_START,
    S_START_PLACE,
    V_AFTER_MAX,
    V_AFTER_MIN,
    V_FOLLOWER,
    V_LEADER,
    V_NEED,
    V_STAY,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import (
    arriving_seconds,
    next_start,
    second_of_day,
    travel_seconds,
)
from visitplan_solvers.kernel.layout import (
    day_at,
    length_at,
    pin_at,
    seq_at,
    slot,
    slot_at,
    visit,
)
from visitplan_solvers.kernel.pins import arrival_at, is_pinned, may_move, timed_anew
from visitplan_solvers.kernel.positions import detour
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.state import Scratch, place_of
from visitplan_solvers.kernel.undo import Undo, keep, move_pin, note_move

MOST_TURNS = 16
"""How often pins may drive others before themselves until a push is given up."""


@compiled
def push_on(T: Tables, S: Ints, r: int, U: Undo) -> bool:
    """Put off the pins of slot r that can no longer be reached; False where one cannot be."""
    t = slot(T, r, S_START)
    place = slot(T, r, S_START_PLACE)
    day = slot(T, r, S_DAY)
    for i in range(S[length_at(T, r)]):
        row = S[seq_at(T, r, i)]
        q = place_of(T, r, row)
        t += travel_seconds(T, place, q, second_of_day(T, r, t))
        t += arriving_seconds(T, place, row, q)
        begin = next_start(T, row, day, t, S[pin_at(T, row)])
        if begin >= NEVER:
            if not is_pinned(T, S, row) or not put_off(T, S, row, t, U):
                return False
            begin = S[pin_at(T, row)]
        t = begin + visit(T, row, V_STAY)
        place = q
    return True


@compiled
def put_off(T: Tables, S: Ints, v: int, t: int, U: Undo) -> bool:
    """Move a pin to the first start from t on; its slots are kept, and timed later."""
    if not may_move(T, S, U, v):
        return False
    begin = next_start(T, v, S[day_at(T, v)], t, -1)
    if begin >= NEVER:
        return False
    for k in range(visit(T, v, V_NEED)):
        keep(T, S, U, S[slot_at(T, v, k)])
    note_move(T, S, U, v)
    move_pin(T, S, v, begin)
    return True


@compiled
def hold_apart(T: Tables, S: Ints, v: int, U: Undo) -> bool:
    """Put off the other of two services in sequence as far as a visit's new start asks."""
    u = visit(T, v, V_FOLLOWER)
    if u >= 0 and S[day_at(T, u)] >= 0:
        least = S[pin_at(T, v)] + visit(T, v, V_AFTER_MIN)
        return S[pin_at(T, u)] >= least or put_off(T, S, u, least, U)
    w = visit(T, v, V_LEADER)
    if w >= 0 and S[day_at(T, w)] >= 0:
        least = S[pin_at(T, v)] - visit(T, w, V_AFTER_MAX)
        return S[pin_at(T, w)] >= least or put_off(T, S, w, least, U)
    return True


@compiled
def put_off_all(T: Tables, S: Ints, v: int, t: int, U: Undo) -> bool:
    """Move a pin to t or later, and every pin that it drives before itself."""
    if not put_off(T, S, v, t, U):
        return False
    # Each turn moves a pin later or is the last; a chain that goes on too far is given up.
    for _ in range(MOST_TURNS):
        pins = 0
        for k in range(U.moved[0]):
            pins += S[pin_at(T, U.moved[k + 1])]
        for k in range(U.moved[0]):
            if not hold_apart(T, S, U.moved[k + 1], U):
                return False
        k = 0
        while k < U.moved[0]:
            w = U.moved[k + 1]
            for n in range(visit(T, w, V_NEED)):
                if not push_on(T, S, S[slot_at(T, w, n)], U):
                    return False
            k += 1
        for k in range(U.moved[0]):
            pins -= S[pin_at(T, U.moved[k + 1])]
        if pins == 0:
            return True
    return False


@compiled
def push(T: Tables, S: Ints, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Make room for one of the visits taken out before a pin of a changed slot.

    Nothing is moved where a route could not be kept so; tells whether anything was.
    """
    if U.kept[0] == 0 or U.bank[0] == 0:
        return False
    r = U.kept[1 + below(rng, U.kept[0])]
    n = S[length_at(T, r)]
    if n == 0:
        return False
    first = below(rng, n)
    i = 0
    while i < n and not is_pinned(T, S, S[seq_at(T, r, (first + i) % n)]):
        i += 1
    if i == n:
        return False
    i = (first + i) % n
    v = S[seq_at(T, r, i)]
    b = U.bank[1 + below(rng, U.bank[0])]
    t = arrival_at(T, S, r, i) + detour(T, S, r, i, b) + visit(T, b, V_STAY)
    if t <= S[pin_at(T, v)]:
        return False
    known = U.moved[0]
    done = put_off_all(T, S, v, t, U)
    for k in range(known, U.moved[0]):
        done = done and timed_anew(T, S, U.moved[k + 1], space)
    if done:
        return True
    for k in range(known, U.moved[0]):
        move_pin(T, S, U.moved[k + 1], U.before[pin_at(T, U.moved[k + 1])])
    for k in range(known, U.moved[0]):
        timed_anew(T, S, U.moved[k + 1], space)
    U.moved[0] = known
    return False
