"""Rounds of ruin and recreate with annealed acceptance.

After Christiaens and Vanden Berghe (2020), "Slack induction by string
removals for vehicle routing problems", Transportation Science 54(2), with
removals that fit weeks, and visits by two people.
"""

from __future__ import annotations

import numpy as np

from visitplan_solvers.compiled.tables import O_PENALTY, V_NEED, V_ORDER, V_SERVICE, Ints, Tables
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.insertion import insert
from visitplan_solvers.kernel.layout import (
    TOTAL,
    day_at,
    days,
    order,
    visit,
    visits,
    window_ptr,
)
from visitplan_solvers.kernel.pool import Pool, add_route
from visitplan_solvers.kernel.removal import WAYS, remove_by, settle
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.state import Scratch
from visitplan_solvers.kernel.undo import Undo, begin_round, roll_back, take_out

BY_CHANCE, BY_PENALTY, BY_OPTIONS, BY_SERVICE = range(4)


@compiled
def options_of(T: Tables, v: int) -> int:
    """Count the windows of a visit: few means hard to place."""
    return window_ptr(T, (v + 1) * days(T)) - window_ptr(T, v * days(T))


@compiled
def sort_bank(T: Tables, U: Undo, by: int, rng: Rng) -> None:
    """Sort the visits out by how hard they are, or by chance; those for two come first."""
    n = U.bank[0]
    keys = np.empty(n, np.int64)
    for k in range(n):
        v = U.bank[k + 1]
        key = below(rng, 1000)
        if by == BY_PENALTY:
            key -= order(T, visit(T, v, V_ORDER), O_PENALTY) * 1000
        elif by == BY_OPTIONS:
            key += options_of(T, v) * 1000
        elif by == BY_SERVICE:
            key -= visit(T, v, V_SERVICE) * 1000
        if visit(T, v, V_NEED) == 2 and by != BY_CHANCE:
            key -= 1 << 50
        keys[k] = key
    for a in range(1, n):
        key = keys[a]
        v = U.bank[a + 1]
        b = a - 1
        while b >= 0 and keys[b] > key:
            keys[b + 1] = keys[b]
            U.bank[b + 2] = U.bank[b + 1]
            b -= 1
        keys[b + 1] = key
        U.bank[b + 2] = v


@compiled
def add_unassigned(T: Tables, S: Ints, U: Undo, most: int, rng: Rng) -> None:
    """Add some of the visits that have no place yet to those taken out."""
    all_visits = visits(T)
    at = below(rng, all_visits)
    out = 0
    removed = U.bank[0]
    for _ in range(all_visits):
        at = at + 1 if at + 1 < all_visits else 0
        if S[day_at(T, at)] < 0:
            mine = False
            for k in range(removed):
                if U.bank[k + 1] == at:
                    mine = True
                    break
            if not mine:
                take_out(T, S, U, at)
                out += 1
                if out >= most:
                    return


@compiled
def recreate(T: Tables, S: Ints, U: Undo, blink: int, rng: Rng, space: Scratch) -> None:
    """Put the visits taken out back, each where it costs least."""
    draw = below(rng, 10)
    by = (
        BY_CHANCE
        if draw < 5
        else (BY_PENALTY if draw < 7 else (BY_OPTIONS if draw < 9 else BY_SERVICE))
    )
    sort_bank(T, U, by, rng)
    for k in range(U.bank[0]):
        insert(T, S, U.bank[k + 1], blink, rng, space, U)


@compiled
def search(
    T: Tables,
    S: Ints,
    B: Ints,
    U: Undo,
    P: Pool,
    rng: Rng,
    space: Scratch,
    logs: Ints,
    rounds: int,
    warm: int,
    cool: int,
    size_most: int,
    blink: int,
) -> int:
    """Do rounds on S, keep the best in B and routes of accepted plans in P.

    The temperature falls linearly from `warm` to `cool`; `logs` holds
    -ln(u) in 1024ths for drawn u, so that no platform's logarithm matters.
    Gives the number of times the best was improved.
    """
    improved = 0
    for n in range(rounds):
        heat = warm + (cool - warm) * n // max(1, rounds)
        begin_round(U)
        before = S[TOTAL]
        way = below(rng, WAYS)
        remove_by(T, S, way, 1 + below(rng, size_most), rng, U)
        settle(T, S, U, space)
        add_unassigned(T, S, U, 8, rng)
        recreate(T, S, U, blink, rng, space)
        slack = heat * logs[below(rng, logs.shape[0])] // 1024
        if S[TOTAL] < before + slack:
            for k in range(U.kept[0]):
                add_route(T, S, U.kept[k + 1], P)
            if S[TOTAL] < B[TOTAL]:
                B[:] = S
                improved += 1
        else:
            roll_back(T, S, U)
    return improved
