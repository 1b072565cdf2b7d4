"""Whether a slot can take a visit: every position, timed as the search does it."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import MAX_STOPS, Ints, Tables
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import E_KIND, E_REF, E_START, STOP
from visitplan_solvers.kernel.insertion import tried
from visitplan_solvers.kernel.layout import length_at, seq_at
from visitplan_solvers.kernel.state import Scratch, room_for_visit
from visitplan_solvers.kernel.timing import T_EVENTS, settled


@compiled
def position_of(T: Tables, S: Ints, r: int, v: int, space: Scratch) -> int:  # noqa: N803
    """Give the first position of slot r at which the visit fits, or -1."""
    if not room_for_visit(T, S, r):
        return -1
    for i in range(S[length_at(T, r)] + 1):
        if tried(T, S, r, i, v, space):
            return i
    return -1


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
    if n >= MAX_STOPS - 1:
        return 0
    for i in range(n + 1):
        for k in range(i):
            space.trial[k] = S[seq_at(T, r, k)]
        space.trial[i] = v
        for k in range(i, n):
            space.trial[k + 1] = S[seq_at(T, r, k)]
        settled(T, r, space.trial, 0, n + 1, 0, S, space.events, space.out)
        for e in range(space.out[T_EVENTS]):
            if space.events[e, E_KIND] == STOP and space.events[e, E_REF] == v:
                found[count] = space.events[e, E_START]
                count += 1
    return count
