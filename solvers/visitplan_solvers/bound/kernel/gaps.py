"""The table of least costs after each stop: what its rows and columns are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.shift import (
    BUCKET_S,
    L_LATEST_RETURN,
    L_START,
    L_TASKS,
    NONE,
    Q_GAP,
    Q_LAST,
    Ints,
    Shift,
)

Flags = NDArray[np.bool_]
OWED = 2
"""Breaks that are heeded."""


class Onward(NamedTuple):
    """Least costs by breaks owed (as bits), entry and bucket of time.

    An entry is a stop in one gap between events.
    """

    entry: Ints  # [stop, gap] number of the entry, or -1
    node: Ints  # [entry]
    last: Ints  # [entry] last start
    of_gap: Ints  # [gap + 1] first entry of each gap
    least: Ints  # [owed, entry, bucket] after a start in the bucket or later
    by: Ints  # [owed, entry, bucket] next stop of that, -1: home
    other: Ints  # [owed, entry, bucket] least with another next stop
    there: Ints  # [owed, entry, bucket] on arrival in a bucket, with the stop's own cost
    there_by: Ints
    there_other: Ints


@compiled
def nothing_known(shift: Shift) -> Onward:
    """Give the table that bounds nothing."""
    none = np.full((shift.limit[L_TASKS], shift.event.shape[0] + 1), -1, np.int64)
    row, table = np.zeros(1, np.int64), np.zeros((1, 1, 1), np.int64)
    return Onward(none, row, row, row, table, table, table, table, table, table)


@compiled
def entries(shift: Shift, wanted: Flags) -> Onward:
    """Number stops by the gaps in which they can start, with room for the table."""
    limit = shift.limit
    n = limit[L_TASKS]
    gaps = shift.event.shape[0] + 1
    entry = np.full((n, gaps), -1, np.int64)
    node = np.empty(n * gaps, np.int64)
    last = np.empty(n * gaps, np.int64)
    of_gap = np.zeros(gaps + 1, np.int64)
    count = 0
    for g in range(gaps):
        of_gap[g] = count
        for j in range(n):
            latest = -1
            for p in range(shift.piece_ptr[j], shift.piece_ptr[j + 1]):
                if shift.piece[p, Q_GAP] == g:
                    latest = max(latest, shift.piece[p, Q_LAST])
            if wanted[j] and latest >= 0:
                entry[j, g] = count
                node[count] = j
                last[count] = latest
                count += 1
    of_gap[gaps] = count
    masks = 1 << min(OWED, shift.rule.shape[0])
    shape = (masks, count, (limit[L_LATEST_RETURN] - limit[L_START]) // BUCKET_S + 1)
    return Onward(
        entry,
        node[:count],
        last[:count],
        of_gap,
        np.full(shape, NONE, np.int64),
        np.full(shape, -1, np.int64),
        np.full(shape, NONE, np.int64),
        np.full(shape, NONE, np.int64),
        np.full(shape, -1, np.int64),
        np.full(shape, NONE, np.int64),
    )
