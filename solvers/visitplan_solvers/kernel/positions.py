"""Where a visit would stand in one route, and what that adds."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    NEVER,
    S_DAY,
    S_END,
    S_END_PLACE,
    S_OVERTIME,
    S_START,
    S_START_PLACE,
    V_ORDER,
    V_STAY,
    W_DRIVE,
    W_LATE,
    W_LATE_MAX,
    W_WAIT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import (
    E_KIND,
    E_REF,
    E_START,
    STOP,
    arriving_seconds,
    next_start,
    second_of_day,
    travel_seconds,
)
from visitplan_solvers.kernel.layout import (
    cost_at,
    early_at,
    lateness_at,
    latest_at,
    length_at,
    mark_at,
    option,
    pin_at,
    seq_at,
    slot,
    start_at,
    visit,
    wait_at,
    weight,
)
from visitplan_solvers.kernel.state import Scratch, drive_fits, place_of, quickest
from visitplan_solvers.kernel.timing import (
    T_COST,
    T_DRIVE,
    T_EVENTS,
    T_LATE,
    has_one_end,
    lateness,
    timed,
)

FREE = -1
"""Instead of the least start: the visit takes what start it gets, and no pin."""


@compiled
def detour(T: Tables, S: Ints, r: int, i: int, v: int) -> int:
    """Give the extra free-flow driving of a visit at position i of slot r."""
    q = place_of(T, r, v)
    a = slot(T, r, S_START_PLACE) if i == 0 else place_of(T, r, S[seq_at(T, r, i - 1)])
    b = slot(T, r, S_END_PLACE) if i == S[length_at(T, r)] else place_of(T, r, S[seq_at(T, r, i)])
    return int(T.travel[0, a, q]) + int(T.travel[0, q, b]) - int(T.travel[0, a, b])


@compiled
def start_between(T: Tables, S: Ints, r: int, i: int, v: int, least: int) -> int:
    """Give the earliest start of visit v at position i of slot r by the ends on both sides.

    NEVER where its neighbours leave no room. Breaks and blocks are left aside, so that a start is
    no promise yet; NEVER is final. Constant time, after Savelsbergh (1992), "The vehicle routing
    problem with time windows: minimizing route duration", ORSA J. Comput. 4(2).
    """
    q = place_of(T, r, v)
    t = slot(T, r, S_START)
    a = slot(T, r, S_START_PLACE)
    if i > 0:
        t = S[early_at(T, r, i - 1)]
        a = place_of(T, r, S[seq_at(T, r, i - 1)])
    there = travel_seconds(T, a, q, second_of_day(T, r, t)) + arriving_seconds(T, a, v, q)
    begin = next_start(T, v, slot(T, r, S_DAY), max(t + there, least), -1)
    if begin >= NEVER:
        return NEVER
    done = begin + visit(T, v, V_STAY)
    if i == S[length_at(T, r)]:
        last = slot(T, r, S_END) + slot(T, r, S_OVERTIME)
        fits = done + quickest(T, q, slot(T, r, S_END_PLACE)) <= last
    else:
        row = S[seq_at(T, r, i)]
        b = place_of(T, r, row)
        way = quickest(T, q, b) + arriving_seconds(T, q, row, b)
        fits = done + way <= S[latest_at(T, r, i)]
    return begin if fits else NEVER


@compiled
def late_cost(T: Tables, S: Ints, r: int, i: int, v: int, begin: int) -> int:
    """Give what lateness costs at least where v starts at position i: its own, the next stop's.

    0 for what may be late in several windows of the day, where later can be less late.
    """
    day = slot(T, r, S_DAY)
    cost = 0
    if has_one_end(T, v, day):
        cost = lateness(T, v, day, begin)
    if i < S[length_at(T, r)]:
        row = S[seq_at(T, r, i)]
        if visit(T, row, V_ORDER) >= 0 and S[pin_at(T, row)] < 0 and has_one_end(T, row, day):
            a = place_of(T, r, v)
            b = place_of(T, r, row)
            t = begin + visit(T, v, V_STAY) + quickest(T, a, b) + arriving_seconds(T, a, row, b)
            now = lateness(T, row, day, S[start_at(T, r, i)])
            cost += max(0, lateness(T, row, day, t) - now)
    return weight(T, W_LATE) * cost


@compiled
def tried(T: Tables, S: Ints, r: int, i: int, v: int, space: Scratch) -> bool:
    """Time slot r with the visit at position i; the result is in `space.out`."""
    n = S[length_at(T, r)]
    for k in range(i):
        space.trial[k] = S[seq_at(T, r, k)]
    space.trial[i] = v
    for k in range(i, n):
        space.trial[k + 1] = S[seq_at(T, r, k)]
    timed(T, r, space.trial, 0, n + 1, False, S, space.events, space.out)
    return space.out[T_EVENTS] >= 0 and drive_fits(T, S, r, space.out[T_DRIVE])


@compiled
def start_in(space: Scratch, v: int) -> int:
    """Give the start of a visit in the route timed last."""
    for e in range(space.out[T_EVENTS]):
        if space.events[e, E_KIND] == STOP and space.events[e, E_REF] == v:
            return space.events[e, E_START]
    return NEVER


@compiled
def best_position(
    T: Tables, S: Ints, r: int, v: int, limit: int, least: int, most: int, space: Scratch
) -> tuple[int, int, int]:
    """Give the least route cost added by the visit in slot r below a limit, where, and its pin.

    With `least` FREE there is no pin; else the visit is pinned to the earliest start from
    `least` to `most` at each position. A detour can be paid back by waiting time that it fills,
    so positions are left out where it costs, with lateness, more than the limit and all waiting.
    Lateness beyond the route's own counts.
    """
    best = limit
    where = -1
    pin = -1
    slack = weight(T, W_WAIT) * S[wait_at(T, r)]
    for i in range(S[length_at(T, r)] + 1):
        more = weight(T, W_DRIVE) * detour(T, S, r, i, v) - slack
        if more >= best:
            continue
        begin = start_between(T, S, r, i, v, least)
        if begin > most or begin >= NEVER:
            continue
        if weight(T, W_LATE) > 0 and more + late_cost(T, S, r, i, v, begin) >= best:
            continue
        if least >= 0:
            S[pin_at(T, v)] = begin
        if tried(T, S, r, i, v, space):
            delta = space.out[T_COST] - S[cost_at(T, r)]
            delta += weight(T, W_LATE_MAX) * max(0, space.out[T_LATE] - S[lateness_at(T, r)])
            if delta < best:
                best = delta
                where = i
                pin = S[pin_at(T, v)]
    if least >= 0:
        S[pin_at(T, v)] = -1
    return best, where, pin


NOWHERE, COSTLIER = -1, -2
"""Instead of a position: none fits; or all cost the noted delta or more."""
M_MARK, M_DELTA, M_SPOT = range(3)


@compiled
def looked_up(T: Tables, S: Ints, k: int, space: Scratch) -> tuple[int, int]:
    """Give what an unpinned visit adds at option k as its slot stands, and the position.

    The position is NOWHERE where none fits, COSTLIER where it adds that much or more.
    """
    if space.memo.shape[0] > 0 and space.memo[k, M_MARK] == S[mark_at(T, option(T, k))]:
        return space.memo[k, M_DELTA], space.memo[k, M_SPOT]
    return 0, COSTLIER


@compiled
def best_kept(T: Tables, S: Ints, k: int, v: int, limit: int, space: Scratch) -> tuple[int, int]:
    """Give the least route cost added by unpinned visit v at its option k, and the position.

    NEVER and NOWHERE where none fits or costs less than the limit. What is found is kept for
    the slot's sequence as it stands.
    """
    delta, i = looked_up(T, S, k, space)
    if i == COSTLIER and delta < limit:
        r = option(T, k)
        delta, i, _ = best_position(T, S, r, v, limit, FREE, NEVER, space)
        if i < 0 and limit < NEVER:
            i = COSTLIER
        if space.memo.shape[0] > 0:
            space.memo[k, M_MARK] = S[mark_at(T, r)]
            space.memo[k, M_DELTA] = delta
            space.memo[k, M_SPOT] = i
    if i < 0 or delta >= limit:
        return NEVER, NOWHERE
    return delta, i
