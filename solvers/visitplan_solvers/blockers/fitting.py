"""Whether a slot can take a visit: every position, timed as the search does it."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    G_MAX_UNITS,
    G_MAX_VISITS,
    S_GROUP,
    V_ORDER,
    V_UNITS,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import E_KIND, E_REF, E_START, STOP
from visitplan_solvers.kernel.layout import (
    group,
    group_units_at,
    group_visits_at,
    length_at,
    most_stops,
    seq_at,
    slot,
    visit,
)
from visitplan_solvers.kernel.positions import start_in, tried
from visitplan_solvers.kernel.state import Scratch, drive_fits, room_for_visit
from visitplan_solvers.kernel.timing import T_DRIVE, T_EVENTS, settled, timed


@compiled
def position_of(T: Tables, S: Ints, r: int, v: int, space: Scratch) -> int:  # noqa: N803
    """Give the first position of slot r at which the visit fits, or -1."""
    if not room_for_visit(T, S, r, v):
        return -1
    for i in range(S[length_at(T, r)] + 1):
        if tried(T, S, r, i, v, space):
            return i
    return -1


@compiled
def own_start(T: Tables, S: Ints, r: int, v: int, space: Scratch) -> int:  # noqa: N803
    """Give the start that the visit has at the first position of slot r where it fits, or -1."""
    i = position_of(T, S, r, v, space)
    if i < 0:
        return -1
    n = S[length_at(T, r)]
    for k in range(i):
        space.trial[k] = S[seq_at(T, r, k)]
    space.trial[i] = v
    for k in range(i, n):
        space.trial[k + 1] = S[seq_at(T, r, k)]
    timed(T, r, space.trial, 0, n + 1, True, S, space.events, space.out)
    return start_in(space, v)


@compiled
def first_starts(
    T: Tables,  # noqa: N803
    S: Ints,  # noqa: N803
    r: int,
    v: int,
    space: Scratch,
    found: Ints,
) -> int:
    """Write the earliest start of the visit at each position of slot r; give their number."""
    n = S[length_at(T, r)]
    count = 0
    if n >= most_stops(T) - 1:
        return 0
    for i in range(n + 1):
        for k in range(i):
            space.trial[k] = S[seq_at(T, r, k)]
        space.trial[i] = v
        for k in range(i, n):
            space.trial[k + 1] = S[seq_at(T, r, k)]
        settled(T, r, space.trial, 0, n + 1, 0, 0, False, S, space.events, space.out)
        for e in range(space.out[T_EVENTS]):
            if space.events[e, E_KIND] == STOP and space.events[e, E_REF] == v:
                found[count] = space.events[e, E_START]
                count += 1
    return count


@compiled
def giving_way(T: Tables, S: Ints, r: int, v: int, space: Scratch) -> int:  # noqa: N803
    """Give the first position of slot r whose visit would leave room for v if not made, or -1."""
    g = slot(T, r, S_GROUP)
    if S[group_visits_at(T, g)] > group(T, g, G_MAX_VISITS):
        return -1
    least = S[group_units_at(T, g)] + visit(T, v, V_UNITS) - group(T, g, G_MAX_UNITS)
    n = S[length_at(T, r)]
    for j in range(n):
        row = S[seq_at(T, r, j)]
        if visit(T, row, V_ORDER) < 0 or visit(T, row, V_UNITS) < least:
            continue
        for i in range(n):
            at = 0
            for k in range(n):
                if at == i:
                    space.trial[at] = v
                    at += 1
                if k != j:
                    space.trial[at] = S[seq_at(T, r, k)]
                    at += 1
            if at < n:
                space.trial[at] = v
            timed(T, r, space.trial, 0, n, False, S, space.events, space.out)
            if space.out[T_EVENTS] >= 0 and drive_fits(T, S, r, space.out[T_DRIVE]):
                return j
    return -1


@compiled
def giving_way_alone(
    T: Tables,  # noqa: N803
    S: Ints,  # noqa: N803
    r: int,
    v: int,
    pairs: bool,
    space: Scratch,
    found: Ints,
) -> int:
    """Write the stops of slot r, one by one or in pairs, without which v fits; give their number.

    `found` has two columns of positions, the second -1 for a single stop.
    """
    g = slot(T, r, S_GROUP)
    n = S[length_at(T, r)]
    count = 0
    for a in range(n):
        if visit(T, S[seq_at(T, r, a)], V_ORDER) < 0:
            continue
        for b in range(a + 1, n) if pairs else range(-1, 0):
            if count >= found.shape[0]:
                return count
            if b >= 0 and visit(T, S[seq_at(T, r, b)], V_ORDER) < 0:
                continue
            gone = 2 if b >= 0 else 1
            units = visit(T, v, V_UNITS) - visit(T, S[seq_at(T, r, a)], V_UNITS)
            if b >= 0:
                units -= visit(T, S[seq_at(T, r, b)], V_UNITS)
            if S[group_visits_at(T, g)] + 1 - gone > group(T, g, G_MAX_VISITS):
                continue
            if S[group_units_at(T, g)] + units > group(T, g, G_MAX_UNITS):
                continue
            if fits_without(T, S, r, v, a, b, space):
                found[count, 0] = a
                found[count, 1] = b
                count += 1
    return count


@compiled
def fits_without(
    T: Tables,  # noqa: N803
    S: Ints,  # noqa: N803
    r: int,
    v: int,
    a: int,
    b: int,
    space: Scratch,
) -> bool:
    """Tell whether a visit fits into slot r without its stops at positions a and b (-1: none)."""
    n = S[length_at(T, r)]
    left = n - (2 if b >= 0 else 1)
    for i in range(left + 1):
        at = 0
        for k in range(n):
            if k in (a, b):
                continue
            if at == i:
                space.trial[at] = v
                at += 1
            space.trial[at] = S[seq_at(T, r, k)]
            at += 1
        if at <= left:
            space.trial[at] = v
        timed(T, r, space.trial, 0, left + 1, False, S, space.events, space.out)
        if space.out[T_EVENTS] >= 0 and drive_fits(T, S, r, space.out[T_DRIVE]):
            return True
    return False
