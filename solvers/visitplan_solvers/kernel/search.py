"""Rounds of ruin and recreate with annealed acceptance.

After Christiaens and Vanden Berghe (2020), "Slack induction by string
removals for vehicle routing problems", Transportation Science 54(2), with
removals that fit weeks, visits by two people, and ways chosen by success
(Ropke and Pisinger 2006, "An adaptive large neighborhood search heuristic for
the pickup and delivery problem with time windows", Transportation Science 40(4)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from visitplan_solvers.compiled.tables import (
    NEVER,
    O_PENALTY,
    V_ORDER,
    V_PATIENT,
    V_SERVICE,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.insertion import best_slot, insert, is_joint, put
from visitplan_solvers.kernel.layout import (
    TOTAL,
    day_at,
    days,
    order,
    visit,
    visits,
    window_ptr,
)
from visitplan_solvers.kernel.pins import pull
from visitplan_solvers.kernel.pool import Pool, add_route
from visitplan_solvers.kernel.pushing import push
from visitplan_solvers.kernel.removal import WAYS, remove_by, settle
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.state import Scratch
from visitplan_solvers.kernel.undo import Undo, begin_round, roll_back, take_out

BY_CHANCE, BY_PENALTY, BY_OPTIONS, BY_SERVICE, BY_REGRET = range(5)
# What a round is worth to its way: a better plan than ever, than before, or another one.
BEST_EVER, BETTER, ACCEPTED = 20, 6, 1
REGRETS = 12
"""Most visits that are put back by regret: its work grows with the square of them."""
PUSHES = 3
"""One round in so many makes room before a pin."""
HOPEFUL = 8
"""So many temperatures above what is accepted, pins that fall back can still make up for it."""


class Habits(NamedTuple):
    """How often each way of removal is taken, and what came of it."""

    weight: Ints  # [way]
    uses: Ints
    gains: Ints


def habits() -> Habits:
    """Give even weights."""
    zeros = np.zeros((2, WAYS), np.int64)
    return Habits(np.full(WAYS, 100, np.int64), zeros[0], zeros[1])


@compiled
def learn(H: Habits) -> None:
    """Move the weights a fifth of the way to what each use gained of late; none below a floor."""
    total = 0
    for way in range(WAYS):
        total += 1000 * H.gains[way] // max(1, H.uses[way])
    for way in range(WAYS):
        if H.uses[way] > 0:
            rate = 1000 * H.gains[way] // H.uses[way]
            share = 100 * WAYS * rate // max(1, total)
            H.weight[way] = max(25, (4 * H.weight[way] + share) // 5)
        H.uses[way] = 0
        H.gains[way] = 0


@compiled
def draw_way(H: Habits, rng: Rng) -> int:
    """Draw a way of removal by weight."""
    total = 0
    for way in range(WAYS):
        total += H.weight[way]
    at = below(rng, total)
    way = 0
    while at >= H.weight[way]:
        at -= H.weight[way]
        way += 1
    return way


@compiled
def options_of(T: Tables, v: int) -> int:
    """Count the windows of a visit: few means hard to place."""
    return window_ptr(T, (v + 1) * days(T)) - window_ptr(T, v * days(T))


@compiled
def sort_bank(T: Tables, U: Undo, by: int, rng: Rng) -> None:
    """Sort the visits out by how hard they are, or by chance; those that tie routes come first."""
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
        if by != BY_CHANCE and is_joint(T, v):
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
        if S[day_at(T, at)] < 0 and not U.frozen[visit(T, at, V_PATIENT)]:
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
def insert_by_regret(T: Tables, S: Ints, U: Undo, blink: int, rng: Rng, space: Scratch) -> None:
    """Put visits back, each time the one that loses most if its best slot goes to another.

    Regret-2 of Ropke and Pisinger (2006); those that tie routes come first.
    """
    n = U.bank[0]
    for k in range(n):
        if is_joint(T, U.bank[k + 1]):
            insert(T, S, U.bank[k + 1], blink, rng, space, U)
    n = U.bank[0]
    hopeless = np.zeros(n, np.uint8)
    while True:
        most = -1
        which = -1
        best_r = -1
        best_i = -1
        for k in range(n):
            v = U.bank[k + 1]
            if hopeless[k] or S[day_at(T, v)] >= 0 or is_joint(T, v):
                continue
            cost, r, i, second = best_slot(T, S, v, blink, rng, space, U)
            if r < 0:
                hopeless[k] = 1
                continue
            regret = min(second, NEVER) - cost
            if regret > most:
                most = regret
                which = v
                best_r = r
                best_i = i
        if which < 0:
            return
        put(T, S, which, best_r, best_i, space, U)


@compiled
def recreate(T: Tables, S: Ints, U: Undo, blink: int, rng: Rng, space: Scratch) -> None:
    """Put the visits taken out back, each where it costs least."""
    draw = below(rng, 20)
    by = BY_SERVICE
    if draw < 8:
        by = BY_CHANCE
    elif draw < 12:
        by = BY_PENALTY
    elif draw < 15:
        by = BY_OPTIONS
    elif draw < 18 and U.bank[0] <= REGRETS:
        by = BY_REGRET
    if by == BY_REGRET:
        insert_by_regret(T, S, U, blink, rng, space)
        return
    sort_bank(T, U, by, rng)
    # Services in sequence may add to the bank while it is gone through.
    k = 0
    while k < U.bank[0]:
        insert(T, S, U.bank[k + 1], blink, rng, space, U)
        k += 1


@compiled
def search(
    T: Tables,
    S: Ints,
    B: Ints,
    U: Undo,
    P: Pool,
    H: Habits,
    rng: Rng,
    space: Scratch,
    logs: Ints,
    rounds: int,
    heat: int,
    size_most: int,
    blink: int,
) -> int:
    """Do rounds on S, keep the best in B and routes of accepted plans in P.

    `heat` is the temperature; `logs` holds -ln(u) in 1024ths for drawn u, so
    that no platform's logarithm matters. Gives the number of times the best was improved.
    """
    improved = 0
    for _ in range(rounds):
        begin_round(U)
        before = S[TOTAL]
        way = draw_way(H, rng)
        H.uses[way] += 1
        remove_by(T, S, way, 1 + below(rng, size_most), rng, U)
        if not settle(T, S, U, space):
            roll_back(T, S, U)
            continue
        add_unassigned(T, S, U, 8, rng)
        pushed = below(rng, PUSHES) == 0 and push(T, S, rng, space, U)
        recreate(T, S, U, blink, rng, space)
        slack = heat * logs[below(rng, logs.shape[0])] // 1024
        if pushed or S[TOTAL] < before + slack + HOPEFUL * heat:
            pull(T, S, space, U)
        if S[TOTAL] < before + slack:
            for k in range(U.kept[0]):
                add_route(T, S, U.kept[k + 1], P)
            if S[TOTAL] < B[TOTAL]:
                B[:] = S
                improved += 1
                H.gains[way] += BEST_EVER
            elif S[TOTAL] < before:
                H.gains[way] += BETTER
            elif S[TOTAL] > before:
                H.gains[way] += ACCEPTED
        else:
            roll_back(T, S, U)
    learn(H)
    return improved
