"""Taking over what another search did in its own part of the plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.compiled.tables import S_GROUP, V_PATIENT, Ints, Tables
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    TOTAL,
    cost_at,
    day_at,
    drive_at,
    early_at,
    group_drive_at,
    group_work_at,
    lateness_at,
    latest_at,
    length_at,
    mark_at,
    pin_at,
    seq_at,
    slot,
    slot_at,
    slots,
    stamp_at,
    start_at,
    visit,
    visits,
    wait_at,
    work_at,
)
from visitplan_solvers.kernel.state import be_late, count_visit, spend_as


@compiled
def adopt(
    T: Tables, S: Ints, D: Ints, closed: NDArray[np.uint8], frozen: NDArray[np.uint8]
) -> None:
    """Make plan S what plan D is, in the slots not closed and for the patients not frozen.

    Both began as one plan, and D changed nothing outside this part.
    """
    for v in range(visits(T)):
        if not frozen[visit(T, v, V_PATIENT)] and S[day_at(T, v)] >= 0:
            count_visit(T, S, v, -1)
    for v in range(visits(T)):
        if not frozen[visit(T, v, V_PATIENT)]:
            S[day_at(T, v)] = D[day_at(T, v)]
            S[slot_at(T, v, 0)] = D[slot_at(T, v, 0)]
            S[slot_at(T, v, 1)] = D[slot_at(T, v, 1)]
            S[pin_at(T, v)] = D[pin_at(T, v)]
    for r in range(slots(T)):
        if closed[r]:
            continue
        g = slot(T, r, S_GROUP)
        S[TOTAL] += D[cost_at(T, r)] - S[cost_at(T, r)]
        S[group_drive_at(T, g)] += D[drive_at(T, r)] - S[drive_at(T, r)]
        S[group_work_at(T, g)] += D[work_at(T, r)] - S[work_at(T, r)]
        for i in range(max(S[length_at(T, r)], D[length_at(T, r)])):
            S[seq_at(T, r, i)] = D[seq_at(T, r, i)]
            S[start_at(T, r, i)] = D[start_at(T, r, i)]
            S[early_at(T, r, i)] = D[early_at(T, r, i)]
            S[latest_at(T, r, i)] = D[latest_at(T, r, i)]
        S[length_at(T, r)] = D[length_at(T, r)]
        S[cost_at(T, r)] = D[cost_at(T, r)]
        S[drive_at(T, r)] = D[drive_at(T, r)]
        S[wait_at(T, r)] = D[wait_at(T, r)]
        S[work_at(T, r)] = D[work_at(T, r)]
        S[stamp_at(T, r)] = D[stamp_at(T, r)]
        S[mark_at(T, r)] = D[mark_at(T, r)]
        be_late(T, S, r, D[lateness_at(T, r)])
        spend_as(T, S, D, r)
    for v in range(visits(T)):
        if not frozen[visit(T, v, V_PATIENT)] and S[day_at(T, v)] >= 0:
            count_visit(T, S, v, 1)
