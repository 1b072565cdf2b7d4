"""The cheapest set of days of an order under given prices for days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.bound.kernel.compiler import compiled

Ints = NDArray[np.int64]
FAR = 1 << 60
# Columns of `rule`: most visits, least gap, largest gap, last day of the first visit.
P_MOST, P_GAP, P_MAX_GAP, P_FIRST = range(4)


@compiled
def best_days(rule: Ints, unserved: Ints, allowed: Ints, cost: Ints, chosen: Ints) -> int:
    """Give the least cost of serving an order on some days, none included.

    `unserved[s]` is paid with s visits, `cost[d]` for each day taken. Writes
    the days to `chosen`: how many, then which.
    """
    days = cost.shape[0]
    most = min(rule[P_MOST], days)
    least = np.full((most + 1, days), FAR, np.int64)
    before = np.full((most + 1, days), -1, np.int64)
    for d in range(days):
        if allowed[d] and d <= rule[P_FIRST] and most > 0:
            least[1, d] = cost[d]
    for s in range(2, most + 1):
        for d in range(days):
            if not allowed[d]:
                continue
            for e in range(d):
                if rule[P_GAP] <= d - e <= rule[P_MAX_GAP] and least[s - 1, e] < FAR:
                    total = least[s - 1, e] + cost[d]
                    if total < least[s, d]:
                        least[s, d] = total
                        before[s, d] = e
    best = unserved[0]
    size, at = 0, -1
    for s in range(1, most + 1):
        for d in range(days):
            if least[s, d] < FAR and least[s, d] + unserved[s] < best:
                best = least[s, d] + unserved[s]
                size, at = s, d
    chosen[0] = size
    while size > 0:
        chosen[size] = at
        at = before[size, at]
        size -= 1
    return int(best)
