"""Every distinct route of the plans accepted, for the set partitioning."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from visitplan_solvers.compiled.tables import Ints, Tables
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    cost_at,
    drive_at,
    lateness_at,
    length_at,
    pin_at,
    seq_at,
    work_at,
)


class Pool(NamedTuple):
    """Routes with their slot, stops, pinned starts and cost."""

    count: Ints  # [1]
    slot: Ints  # [route]
    length: Ints
    seq: Ints  # [route, stop]
    pins: Ints  # [route, stop]
    cost: Ints
    drive: Ints
    work: Ints
    late: Ints
    table: Ints  # open addressing: route + 1 by hash


def pool_for(capacity: int, stops: int) -> Pool:
    """Make an empty pool of routes of so many stops at most."""
    bits = max(10, int(capacity * 4 - 1).bit_length())
    return Pool(
        np.zeros(1, np.int64),
        np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64),
        np.zeros((capacity, stops), np.int64),
        np.zeros((capacity, stops), np.int64),
        np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64),
        np.zeros(capacity, np.int64),
        np.zeros(1 << bits, np.int64),
    )


@compiled
def add_route(T: Tables, S: Ints, r: int, P: Pool) -> None:
    """Add slot r's route unless the pool is full or has it."""
    n = S[length_at(T, r)]
    size = P.table.shape[0]
    if n == 0 or P.count[0] >= P.slot.shape[0]:
        return
    h = np.uint64(1469598103934665603) ^ np.uint64(r)
    for i in range(n):
        h = (h ^ np.uint64(S[seq_at(T, r, i)] + 1)) * np.uint64(1099511628211)
        h = (h ^ np.uint64(S[pin_at(T, S[seq_at(T, r, i)])] + 1)) * np.uint64(1099511628211)
    at = int(h >> np.uint64(8)) & (size - 1)
    while P.table[at] > 0:
        k = P.table[at] - 1
        if P.slot[k] == r and P.length[k] == n:
            same = True
            for i in range(n):
                if (
                    P.seq[k, i] != S[seq_at(T, r, i)]
                    or P.pins[k, i] != S[pin_at(T, S[seq_at(T, r, i)])]
                ):
                    same = False
                    break
            if same:
                return
        at = (at + 1) & (size - 1)
    k = P.count[0]
    P.count[0] += 1
    P.table[at] = k + 1
    P.slot[k] = r
    P.length[k] = n
    P.cost[k] = S[cost_at(T, r)]
    P.drive[k] = S[drive_at(T, r)]
    P.work[k] = S[work_at(T, r)]
    P.late[k] = S[lateness_at(T, r)]
    for i in range(n):
        P.seq[k, i] = S[seq_at(T, r, i)]
        P.pins[k, i] = S[pin_at(T, S[seq_at(T, r, i)])]
