"""Which ways to a stop are of no use beside another one."""

from __future__ import annotations

import numpy as np

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.shift import (
    COUNT,
    DEAD,
    GAP,
    NEXT,
    PENDING,
    A,
    B,
    C,
    Ints,
    Space,
)


@compiled
def owed(space: Space, price: Ints, a: int, b: int) -> int:
    """Give what label a may still pay for cuts that label b does not."""
    total = 0
    if price.shape[0] == 0:
        return 0
    for w in range((price.shape[0] + 63) // 64):
        bits = space.odd[a, w] & ~space.odd[b, w]
        n = w * 64
        while bits:
            if bits & np.uint64(1):
                total += price[n]
            bits >>= np.uint64(1)
            n += 1
    return total


@compiled
def dominated(
    space: Space, price: Ints, exact: bool, words: int, wait: int, k: int, node: int
) -> bool:
    """Tell whether a label is of no use; take out those that it makes useless."""
    label = space.label
    before = -1
    other = space.by_node[node]
    while other >= 0:
        space.work[0] += 1
        after = label[other, NEXT]
        if label[other, GAP] == label[k, GAP] and label[other, PENDING] == label[k, PENDING]:
            if (
                label[other, A] <= label[k, A]
                and label[other, COUNT] <= label[k, COUNT]
                and label[other, C] + wait * max(0, label[k, B] - label[other, B]) <= label[k, C]
            ):
                inside = True
                for w in range(words):
                    if space.seen[other, w] & ~space.seen[k, w]:
                        inside = False
                        break
                if inside and exact and price.shape[0] > 0:
                    spare = label[k, C] - label[other, C]
                    spare -= wait * max(0, label[k, B] - label[other, B])
                    inside = owed(space, price, other, k) <= spare
                if inside:
                    return True
            if (
                label[k, A] <= label[other, A]
                and label[k, COUNT] <= label[other, COUNT]
                and label[k, C] + wait * max(0, label[other, B] - label[k, B]) <= label[other, C]
            ):
                inside = True
                for w in range(words):
                    if space.seen[k, w] & ~space.seen[other, w]:
                        inside = False
                        break
                if inside and exact and price.shape[0] > 0:
                    spare = label[other, C] - label[k, C]
                    spare -= wait * max(0, label[other, B] - label[k, B])
                    inside = owed(space, price, k, other) <= spare
                if inside:
                    label[other, DEAD] = 1
                    if before >= 0:
                        label[before, NEXT] = after
                    else:
                        space.by_node[node] = after
                    other = after
                    continue
        before = other
        other = after
    label[k, NEXT] = space.by_node[node]
    space.by_node[node] = k
    return False
