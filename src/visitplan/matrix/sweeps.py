"""Many-to-many search on the hierarchy: RPHAST with several sources side by side.

After Delling, Goldberg, Werneck: Faster Batched Shortest Paths in Road Networks (2011): search
upward from each source, then sweep down once through the part of the hierarchy that leads to the
targets. Sources go in blocks, so that one pass over the edges serves a whole vector of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.matrix.compiled import compiled
from visitplan.matrix.packing import UNREACHED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.matrix.endpoints import Links
    from visitplan.matrix.hierarchy import Customized, Hierarchy

# Sources side by side: two 512-bit or four 256-bit registers; measured best on 16 and 32 alike.
_LANES = 16


@dataclass(frozen=True, slots=True)
class _Selection:
    """The part of the hierarchy above the targets, highest rank first."""

    node: NDArray[np.int32]
    position: NDArray[np.int32]
    first: NDArray[np.int32]
    above: NDArray[np.int32]
    cost: NDArray[np.int64]


def many_to_many(
    hierarchy: Hierarchy, costs: Customized, leaving: Links, reaching: Links
) -> NDArray[np.int64]:
    """Give packed costs [sources, targets]; at least `UNREACHED` where there is no way."""
    targets = hierarchy.rank[reaching.node]
    selection = _Selection(
        *_select(hierarchy.first, hierarchy.head, hierarchy.parent, targets, costs.down)
    )
    out = np.empty((len(leaving.first) - 1, len(reaching.first) - 1), np.int64)
    _sweep(
        hierarchy.first,
        hierarchy.head,
        hierarchy.parent,
        costs.up,
        selection.node,
        selection.position,
        selection.first,
        selection.above,
        selection.cost,
        leaving.first,
        hierarchy.rank[leaving.node],
        leaving.cost,
        reaching.first,
        selection.position[targets],
        reaching.cost,
        _LANES,
        out,
    )
    return out


@compiled
def _select(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    parent: NDArray[np.int32],
    targets: NDArray[np.int32],
    down: NDArray[np.int64],
) -> tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]
]:
    count = len(parent)
    wanted = np.zeros(count, np.bool_)
    for target in targets:
        node = target
        while node >= 0 and not wanted[node]:
            wanted[node] = True
            node = parent[node]
    node_of = np.empty(wanted.sum(), np.int32)
    position = np.full(count, -1, np.int32)
    edges = 0
    size = 0
    for node in range(count - 1, -1, -1):
        if wanted[node]:
            position[node] = size
            node_of[size] = node
            size += 1
            edges += first[node + 1] - first[node]
    sel_first = np.zeros(size + 1, np.int32)
    above = np.empty(edges, np.int32)
    cost = np.empty(edges, np.int64)
    filled = 0
    for at in range(size):
        node = node_of[at]
        for edge in range(first[node], first[node + 1]):
            if down[edge] < UNREACHED:
                above[filled] = position[head[edge]]
                cost[filled] = down[edge]
                filled += 1
        sel_first[at + 1] = filled
    return node_of, position, sel_first, above[:filled].copy(), cost[:filled].copy()


@compiled
def _climb(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    parent: NDArray[np.int32],
    up: NDArray[np.int64],
    starts: NDArray[np.int32],
    start_costs: NDArray[np.int64],
    distance: NDArray[np.int64],
    path: NDArray[np.int32],
) -> int:
    """Search upward from the starts; gives how many nodes of `path` it touched.

    All nodes above a start lie on its way to the root, so no queue is needed: the lowest of the
    open ways is followed, and ways that meet go on as one.
    """
    size = 0
    open_ways = starts.copy()
    for at in range(len(starts)):
        distance[starts[at]] = min(distance[starts[at]], start_costs[at])
    while True:
        node = -1
        for way in open_ways:
            if way >= 0 and (node < 0 or way < node):
                node = way
        if node < 0:
            return size
        for at in range(len(open_ways)):
            if open_ways[at] == node:
                open_ways[at] = parent[node]
        path[size] = node
        size += 1
        here = distance[node]
        for edge in range(first[node], first[node + 1]):
            distance[head[edge]] = min(distance[head[edge]], here + up[edge])


@compiled
def _sweep(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    parent: NDArray[np.int32],
    up: NDArray[np.int64],
    sel_node: NDArray[np.int32],
    sel_position: NDArray[np.int32],
    sel_first: NDArray[np.int32],
    sel_above: NDArray[np.int32],
    sel_cost: NDArray[np.int64],
    leave_first: NDArray[np.int32],
    leave_node: NDArray[np.int32],
    leave_cost: NDArray[np.int64],
    reach_first: NDArray[np.int32],
    reach_position: NDArray[np.int32],
    reach_cost: NDArray[np.int64],
    lanes: int,
    out: NDArray[np.int64],
) -> None:
    sources, targets = out.shape
    distance = np.full(len(parent), UNREACHED, np.int64)
    path = np.empty(len(parent), np.int32)
    block = np.empty((len(sel_node), lanes), np.int64)
    best = np.empty(lanes, np.int64)
    for start in range(0, sources, lanes):
        block[:] = UNREACHED
        width = min(lanes, sources - start)
        for lane in range(width):
            source = start + lane
            links = slice(leave_first[source], leave_first[source + 1])
            size = _climb(
                first, head, parent, up, leave_node[links], leave_cost[links], distance, path
            )
            for at in range(size):
                position = sel_position[path[at]]
                if position >= 0:
                    block[position, lane] = distance[path[at]]
                distance[path[at]] = UNREACHED
        for at in range(len(sel_node)):
            row = block[at]
            for edge in range(sel_first[at], sel_first[at + 1]):
                higher = block[sel_above[edge]]
                cost = sel_cost[edge]
                for lane in range(lanes):
                    row[lane] = min(row[lane], higher[lane] + cost)
        for target in range(targets):
            best[:] = UNREACHED
            for link in range(reach_first[target], reach_first[target + 1]):
                row = block[reach_position[link]]
                for lane in range(lanes):
                    best[lane] = min(best[lane], row[lane] + reach_cost[link])
            for lane in range(width):
                out[start + lane, target] = best[lane]
