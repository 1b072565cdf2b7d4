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
    G_MAX_DRIVE,
    G_MAX_VISITS,
    H_N_KNOWN,
    H_N_ORDERS,
    H_N_PATIENTS,
    MAX_STOPS,
    O_MIN,
    O_N,
    O_PENALTY,
    O_PENALTY_MIN,
    S_GROUP,
    S_PERSON,
    V_NEED,
    V_ORDER,
    V_PATIENT,
    V_PUB_DAY,
    V_SERVICE,
    W_DAY,
    W_EXTRA_PERSON,
    W_FAIR,
    W_STAFF,
    X_DAY,
    X_LENGTH,
    X_SEQ,
    X_SERVED,
    X_SIZE,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import E_KIND, E_START, MAX_EVENTS, STOP
from visitplan_solvers.kernel.layout import (
    TOTAL,
    affinity,
    affinity_cost,
    cost_at,
    day_at,
    distinct_at,
    drive_at,
    group,
    group_drive_at,
    group_visits_at,
    known,
    length_at,
    load_at,
    needs_at,
    order,
    pin_at,
    published,
    seen_at,
    seq_at,
    served_at,
    share,
    slot,
    slot_at,
    start_at,
    visit,
    wait_at,
    weight,
)
from visitplan_solvers.kernel.timing import T_COST, T_DRIVE, T_EVENTS, T_WAIT, timed, wish_cost


class Scratch(NamedTuple):
    """Work space of one search, so that nothing is allocated in its rounds."""

    trial: Ints
    events: Ints
    out: Ints


def scratch() -> Scratch:
    """Make work space."""
    return Scratch(
        np.zeros(MAX_STOPS + 1, np.int64),
        np.zeros((MAX_EVENTS, 6), np.int64),
        np.zeros(6, np.int64),
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
    space = scratch()
    for r, rows in enumerate(appointments):
        for i, row in enumerate(rows):
            S[seq_at(T, r, i)] = row
        S[length_at(T, r)] = len(rows)
        if not refresh(T, S, r, space) or not drive_fits(T, S, r, S[drive_at(T, r)]):
            raise Unreachable(r)
    S[TOTAL] += sum(unserved_cost(T, o, 0) for o in range(header[H_N_ORDERS]))
    S[TOTAL] += sum(extra_cost(T, S, p) for p in range(header[H_N_PATIENTS]))
    return S


class Unreachable(Exception):  # noqa: N818 - a condition, turned into a numbered error above
    """The fixed points of slot `args[0]` cannot be attended one after the other."""


@compiled
def refresh(T: Tables, S: Ints, r: int, space: Scratch) -> bool:
    """Time slot r anew; False where its sequence is impossible (it then stays as it was)."""
    timed(T, r, S, seq_at(T, r, 0), S[length_at(T, r)], S, space.events, space.out)
    if space.out[T_EVENTS] < 0:
        return False
    g = slot(T, r, S_GROUP)
    S[group_drive_at(T, g)] += space.out[T_DRIVE] - S[drive_at(T, r)]
    S[TOTAL] += space.out[T_COST] - S[cost_at(T, r)]
    S[cost_at(T, r)] = space.out[T_COST]
    S[drive_at(T, r)] = space.out[T_DRIVE]
    S[wait_at(T, r)] = space.out[T_WAIT]
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
    return missing * order(T, o, O_PENALTY) + below * order(T, o, O_PENALTY_MIN)


@compiled
def extra_cost(T: Tables, S: Ints, p: int) -> int:
    """Cost of the people a patient sees beyond those needed."""
    needed = 2 if S[needs_at(T, p, 2)] > 0 else 1
    return weight(T, W_EXTRA_PERSON) * max(0, S[distinct_at(T, p)] - needed)


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
    cost -= unserved_cost(T, o, S[served_at(T, o)]) + extra_cost(T, S, p)
    S[served_at(T, o)] += by
    S[needs_at(T, p, need)] += by
    count_person(T, S, p, c1, by)
    if need == 2:
        count_person(T, S, p, c2, by)
    cost += unserved_cost(T, o, S[served_at(T, o)]) + extra_cost(T, S, p)
    minutes = visit(T, v, V_SERVICE) // 60
    for k in range(need):
        r = S[slot_at(T, v, k)]
        c = slot(T, r, S_PERSON)
        S[group_visits_at(T, slot(T, r, S_GROUP))] += by
        cost -= fair_cost(T, c, S[load_at(T, c)])
        S[load_at(T, c)] += by * minutes
        cost += fair_cost(T, c, S[load_at(T, c)])
    S[TOTAL] += cost


@compiled
def person_delta(T: Tables, S: Ints, v: int, c: int, day: int) -> int:
    """Coupled cost of giving a visit for one to a person, unserved aside."""
    p = visit(T, v, V_PATIENT)
    minutes = visit(T, v, V_SERVICE) // 60
    cost = people_cost(T, v, c, -1, day)
    cost += fair_cost(T, c, S[load_at(T, c)] + minutes) - fair_cost(T, c, S[load_at(T, c)])
    if S[seen_at(T, p, c)] + known(T, p, c) == 0 and S[distinct_at(T, p)] >= (
        2 if S[needs_at(T, p, 2)] > 0 else 1
    ):
        cost += weight(T, W_EXTRA_PERSON)
    return cost


@compiled
def room_for_visit(T: Tables, S: Ints, r: int) -> bool:
    """Tell whether the person's day has room for one more visit by its limit."""
    return (
        S[group_visits_at(T, slot(T, r, S_GROUP))] < group(T, slot(T, r, S_GROUP), G_MAX_VISITS)
        and S[length_at(T, r)] < MAX_STOPS - 1
    )


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
