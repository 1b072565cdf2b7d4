"""Where each visit may stand at all, and what the person there costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.compiled.shifts import Slot


def options(
    rows: list[list[int]],
    all_slots: tuple[Slot, ...],
    roles: NDArray[np.uint8],
    window_ptr: t.Ints,
    days: int,
) -> tuple[t.Ints, t.Ints]:
    """List for each item, by day, the slots in which it may stand at all.

    Other rows of an item have none: what the search remembers of one serves all.
    """
    person = np.array([slot.person for slot in all_slots], np.int64)
    day = np.array([slot.day for slot in all_slots], np.int64)
    found: list[t.Ints] = []
    pointer = np.zeros(len(rows) * days + 1, np.int64)
    total = 0
    for v, row in enumerate(rows):
        if row[t.V_ITEM] != v:
            pointer[v * days : (v + 1) * days + 1] = total
            continue
        opens = np.diff(window_ptr[v * days : (v + 1) * days + 1]) > 0
        mine = np.flatnonzero((roles[v, person, day] > 0) & opens[day])
        found.append(mine)
        end = total + np.searchsorted(day[mine], np.arange(days + 1))
        total += len(mine)
        pointer[v * days : (v + 1) * days + 1] = end
    option = np.concatenate(found) if found else np.zeros(0, np.int64)
    return option.astype(np.int64), pointer


def price_options(arrays: t.Arrays) -> None:
    """Fill in what an option's person and day cost a visit for one: suitability and promises."""
    days = int(arrays.days[0])
    slots = arrays.slot
    for v in range(arrays.affinity.shape[0]):
        row = arrays.visit[v]
        if row[t.V_NEED] != 1:
            continue
        mine = slice(int(arrays.option_ptr[v * days]), int(arrays.option_ptr[(v + 1) * days]))
        where = arrays.option[mine]
        person, day = slots[where, t.S_PERSON], slots[where, t.S_DAY]
        cost = arrays.affinity_cost[v, arrays.affinity[v, person]].copy()
        if row[t.V_PUB_DAY] >= 0:
            cost += arrays.weight[t.W_STAFF] * (arrays.published[v, person] == 0)
            cost += arrays.weight[t.W_DAY] * (day != row[t.V_PUB_DAY])
        arrays.option_cost[mine] = cost
