"""Fixed starts of visits that tie two routes fall back as far as their routes allow.

A pin makes two routes independent of each other, at a price: what was taken out before it leaves a
wait, and nothing can be put in before it that needs it to be later (`pushing`).
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    S_START,
    S_START_PLACE,
    V_AFTER_MAX,
    V_AFTER_MIN,
    V_FOLLOWER,
    V_LEADER,
    V_NEED,
    V_ORDER,
    V_PATIENT,
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
    TOTAL,
    day_at,
    early_at,
    length_at,
    pin_at,
    seq_at,
    slot,
    slot_at,
    visit,
)
from visitplan_solvers.kernel.state import Scratch, place_of, refresh
from visitplan_solvers.kernel.undo import Undo, keep, move_pin, note_move

PASSES = 2
"""How often the pins of changed routes are looked at."""


@compiled
def is_pinned(T: Tables, S: Ints, row: int) -> bool:
    """Tell whether a stop is a visit with a fixed start."""
    return visit(T, row, V_ORDER) >= 0 and S[pin_at(T, row)] >= 0


@compiled
def arrival_at(T: Tables, S: Ints, r: int, i: int) -> int:
    """Give the earliest arrival at stop i of slot r by what stands before; breaks aside."""
    row = S[seq_at(T, r, i)]
    t = slot(T, r, S_START)
    a = slot(T, r, S_START_PLACE)
    if i > 0:
        t = S[early_at(T, r, i - 1)]
        a = place_of(T, r, S[seq_at(T, r, i - 1)])
    q = place_of(T, r, row)
    drive = travel_seconds(T, a, q, second_of_day(T, r, t))
    return t + drive + arriving_seconds(T, a, row, q)


@compiled
def spot_of(T: Tables, S: Ints, r: int, v: int) -> int:
    """Give the position of a visit in slot r."""
    i = 0
    while S[seq_at(T, r, i)] != v:
        i += 1
    return i


@compiled
def may_move(T: Tables, S: Ints, U: Undo, v: int) -> bool:
    """Tell whether the round may change a visit's start."""
    may = U.frozen[visit(T, v, V_PATIENT)] == 0
    for k in range(visit(T, v, V_NEED)):
        may = may and U.closed[S[slot_at(T, v, k)]] == 0
    return may


@compiled
def timed_anew(T: Tables, S: Ints, v: int, space: Scratch) -> bool:
    """Time the slots of a visit; False where one of them is impossible."""
    possible = True
    for k in range(visit(T, v, V_NEED)):
        possible = possible and refresh(T, S, S[slot_at(T, v, k)], space)
    return possible


@compiled
def earliest(T: Tables, S: Ints, v: int) -> int:
    """Give the earliest start of a placed visit by what stands before it, breaks aside."""
    t = 0
    for k in range(visit(T, v, V_NEED)):
        r = S[slot_at(T, v, k)]
        t = max(t, arrival_at(T, S, r, spot_of(T, S, r, v)))
    u = visit(T, v, V_FOLLOWER)
    if u >= 0 and S[day_at(T, u)] >= 0:
        t = max(t, S[pin_at(T, u)] - visit(T, v, V_AFTER_MAX))
    w = visit(T, v, V_LEADER)
    if w >= 0 and S[day_at(T, w)] >= 0:
        t = max(t, S[pin_at(T, w)] + visit(T, w, V_AFTER_MIN))
    return next_start(T, v, S[day_at(T, v)], t, -1)


@compiled
def pull_one(T: Tables, S: Ints, v: int, space: Scratch, U: Undo) -> bool:
    """Let a pin fall back to the earliest start that its routes allow, where that costs less."""
    pin = S[pin_at(T, v)]
    t = earliest(T, S, v)
    if t >= pin:
        return False
    before = S[TOTAL]
    for k in range(visit(T, v, V_NEED)):
        keep(T, S, U, S[slot_at(T, v, k)])
    note_move(T, S, U, v)
    move_pin(T, S, v, t)
    if timed_anew(T, S, v, space) and S[TOTAL] <= before:
        return True
    move_pin(T, S, v, pin)
    timed_anew(T, S, v, space)
    return False


@compiled
def pull(T: Tables, S: Ints, space: Scratch, U: Undo) -> None:
    """Let the pins in the round's changed slots fall back, and those tied to them."""
    for _ in range(PASSES):
        moved = False
        k = 0
        while k < U.kept[0]:
            r = U.kept[k + 1]
            for i in range(S[length_at(T, r)]):
                v = S[seq_at(T, r, i)]
                if is_pinned(T, S, v) and may_move(T, S, U, v):
                    moved |= pull_one(T, S, v, space, U)
            k += 1
        if not moved:
            return
