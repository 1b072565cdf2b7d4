"""Undoing a round: slots are kept before their first change, visits when removed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.compiled.tables import (
    H_N_PATIENTS,
    H_N_SLOTS,
    H_N_VISITS,
    S_GROUP,
    S_STAND_HI,
    S_STAND_LO,
    V_NEED,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    TOTAL,
    busy_at,
    cost_at,
    day_at,
    drive_at,
    early_at,
    group_drive_at,
    group_work_at,
    lateness_at,
    latest_at,
    length_at,
    pin_at,
    seq_at,
    slot,
    slot_at,
    stamp_at,
    start_at,
    visit,
    wait_at,
    work_at,
)
from visitplan_solvers.kernel.state import be_late, count_visit, remark, spend_as
from visitplan_solvers.kernel.timing import wish_cost


class Undo(NamedTuple):
    """What a round changed, as it was before; and what it may not change."""

    kept: Ints  # [1 + slot] number of slots kept, then which
    is_kept: NDArray[np.uint8]  # [slot]
    bank: Ints  # [1 + visit] number of visits out, then which
    moved: Ints  # [1 + visit] number of visits whose pin moved where they stand, then which
    before: Ints  # a state: slots' rows, and day, at and pin of the bank's and the moved visits
    closed: NDArray[np.uint8]  # [slot] 1 where nothing is put in
    frozen: NDArray[np.uint8]  # [patient] 1 where no visit is taken out or put in


def undo_for(T: Tables, state: Ints) -> Undo:
    """Make the work space for a plan's rounds."""
    return Undo(
        np.zeros(1 + T.cells[H_N_SLOTS], np.int64),
        np.zeros(T.cells[H_N_SLOTS], np.uint8),
        np.zeros(1 + T.cells[H_N_VISITS], np.int64),
        np.zeros(1 + T.cells[H_N_VISITS], np.int64),
        state.copy(),
        np.zeros(T.cells[H_N_SLOTS], np.uint8),
        np.zeros(T.cells[H_N_PATIENTS], np.uint8),
    )


@compiled
def begin_round(U: Undo) -> None:
    """Forget what the last round changed."""
    for k in range(U.kept[0]):
        U.is_kept[U.kept[k + 1]] = 0
    U.kept[0] = 0
    U.bank[0] = 0
    U.moved[0] = 0


@compiled
def keep(T: Tables, S: Ints, U: Undo, r: int) -> None:
    """Keep slot r as it is before its first change in a round."""
    if U.is_kept[r]:
        return
    U.is_kept[r] = 1
    U.kept[0] += 1
    U.kept[U.kept[0]] = r
    before = U.before
    for i in range(S[length_at(T, r)]):
        before[seq_at(T, r, i)] = S[seq_at(T, r, i)]
        before[start_at(T, r, i)] = S[start_at(T, r, i)]
        before[early_at(T, r, i)] = S[early_at(T, r, i)]
        before[latest_at(T, r, i)] = S[latest_at(T, r, i)]
    before[length_at(T, r)] = S[length_at(T, r)]
    before[cost_at(T, r)] = S[cost_at(T, r)]
    before[drive_at(T, r)] = S[drive_at(T, r)]
    before[wait_at(T, r)] = S[wait_at(T, r)]
    before[work_at(T, r)] = S[work_at(T, r)]
    before[lateness_at(T, r)] = S[lateness_at(T, r)]
    before[stamp_at(T, r)] = S[stamp_at(T, r)]
    for k in range(slot(T, r, S_STAND_LO), slot(T, r, S_STAND_HI)):
        before[busy_at(T, k)] = S[busy_at(T, k)]


@compiled
def take_out(T: Tables, S: Ints, U: Undo, v: int) -> None:
    """Note where a visit is before it leaves the plan."""
    before = U.before
    U.bank[0] += 1
    U.bank[U.bank[0]] = v
    before[day_at(T, v)] = S[day_at(T, v)]
    before[slot_at(T, v, 0)] = S[slot_at(T, v, 0)]
    before[slot_at(T, v, 1)] = S[slot_at(T, v, 1)]
    before[pin_at(T, v)] = S[pin_at(T, v)]


@compiled
def note_move(T: Tables, S: Ints, U: Undo, v: int) -> None:
    """Note the pin of a visit before it moves, unless the round has noted it already."""
    for k in range(U.bank[0]):
        if U.bank[k + 1] == v:
            return
    for k in range(U.moved[0]):
        if U.moved[k + 1] == v:
            return
    U.moved[0] += 1
    U.moved[U.moved[0]] = v
    U.before[pin_at(T, v)] = S[pin_at(T, v)]


@compiled
def move_pin(T: Tables, S: Ints, v: int, pin: int) -> None:
    """Give a placed visit another pin; its slots are timed later."""
    if visit(T, v, V_NEED) == 2:
        day = S[day_at(T, v)]
        S[TOTAL] += wish_cost(T, v, day, pin) - wish_cost(T, v, day, S[pin_at(T, v)])
    S[pin_at(T, v)] = pin


@compiled
def roll_back(T: Tables, S: Ints, U: Undo) -> None:
    """Make the plan what it was before the round."""
    before = U.before
    for k in range(U.moved[0]):
        v = U.moved[k + 1]
        move_pin(T, S, v, before[pin_at(T, v)])
    for k in range(U.bank[0]):
        v = U.bank[k + 1]
        if S[day_at(T, v)] >= 0:
            count_visit(T, S, v, -1)
        S[day_at(T, v)] = -1
    for k in range(U.bank[0]):
        v = U.bank[k + 1]
        S[day_at(T, v)] = before[day_at(T, v)]
        S[slot_at(T, v, 0)] = before[slot_at(T, v, 0)]
        S[slot_at(T, v, 1)] = before[slot_at(T, v, 1)]
        S[pin_at(T, v)] = before[pin_at(T, v)]
        if S[day_at(T, v)] >= 0:
            count_visit(T, S, v, 1)
    for k in range(U.kept[0]):
        r = U.kept[k + 1]
        g = slot(T, r, S_GROUP)
        S[group_drive_at(T, g)] += before[drive_at(T, r)] - S[drive_at(T, r)]
        S[group_work_at(T, g)] += before[work_at(T, r)] - S[work_at(T, r)]
        S[TOTAL] += before[cost_at(T, r)] - S[cost_at(T, r)]
        for i in range(S[length_at(T, r)]):
            S[seq_at(T, r, i)] = -1
        for i in range(before[length_at(T, r)]):
            S[seq_at(T, r, i)] = before[seq_at(T, r, i)]
            S[start_at(T, r, i)] = before[start_at(T, r, i)]
            S[early_at(T, r, i)] = before[early_at(T, r, i)]
            S[latest_at(T, r, i)] = before[latest_at(T, r, i)]
        S[length_at(T, r)] = before[length_at(T, r)]
        S[cost_at(T, r)] = before[cost_at(T, r)]
        S[drive_at(T, r)] = before[drive_at(T, r)]
        S[wait_at(T, r)] = before[wait_at(T, r)]
        S[work_at(T, r)] = before[work_at(T, r)]
        S[stamp_at(T, r)] = before[stamp_at(T, r)]
        be_late(T, S, r, before[lateness_at(T, r)])
        spend_as(T, S, before, r)
        remark(T, S, r)
