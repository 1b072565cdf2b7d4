"""A customizable contraction hierarchy: which nodes see which, whatever the speeds.

After Dibbelt, Strasser, Wagner: Customizable Contraction Hierarchies (2016). The order of nodes
comes from RoutingKit; nodes are named by their rank in it here, and `edges` of a node lead to
higher ranks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.matrix.compiled import compiled
from visitplan.matrix.packing import UNREACHED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network import RoadNetwork


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Upward edges of every rank, ascending, and the place of each network arc among them."""

    rank: NDArray[np.int32]
    first: NDArray[np.int32]
    head: NDArray[np.int32]
    parent: NDArray[np.int32]
    arc_edge: NDArray[np.int32]
    arc_up: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Customized:
    """Costs of the edges: `up` from the lower to the higher rank, `down` back.

    Edges that no shortest way needs cost `UNREACHED`.
    """

    up: NDArray[np.int64]
    down: NDArray[np.int64]


def node_order(network: RoadNetwork) -> NDArray[np.int32]:
    """Give the nodes from the least to the most important.

    Raises:
        ImportError: RoutingKit's bindings are not installed.
    """
    import routingkit_cch

    order = routingkit_cch.compute_order_inertial(
        network.node_count,
        network.arc_tail.tolist(),
        network.arc_head.tolist(),
        (network.node_lat_e7 / 1e7).tolist(),
        (network.node_lon_e7 / 1e7).tolist(),
    )
    return np.array(order, np.int32)


def build_hierarchy(network: RoadNetwork) -> Hierarchy:
    """Order the nodes and find the edges that contracting them in this order brings about."""
    order = node_order(network)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    tail, head = rank[network.arc_tail], rank[network.arc_head]
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pairs = np.unique(low.astype(np.int64) * len(order) + high)
    roads_first = np.searchsorted(pairs, np.arange(len(order) + 1) * len(order)).astype(np.int32)
    roads = (pairs % len(order)).astype(np.int32)
    first, up_head, parent = _contract(roads_first, roads)
    up_head = up_head[: first[-1]].copy()
    edge = _find_edges(first, up_head, low, high)
    return Hierarchy(rank, first, up_head, parent, edge, tail < head)


def customize(hierarchy: Hierarchy, arc_cost: NDArray[np.int64]) -> Customized:
    """Give the edges their costs for one set of speeds."""
    up = np.full(len(hierarchy.head), UNREACHED, np.int64)
    down = up.copy()
    edge, upward = hierarchy.arc_edge, hierarchy.arc_up
    np.minimum.at(up, edge[upward], arc_cost[upward])
    np.minimum.at(down, edge[~upward], arc_cost[~upward])
    _lower_triangles(hierarchy.first, hierarchy.head, up, down)
    exact_up, exact_down = up.copy(), down.copy()
    _upper_triangles(hierarchy.first, hierarchy.head, exact_up, exact_down)
    up[exact_up < up] = UNREACHED
    down[exact_down < down] = UNREACHED
    return Customized(up, down)


@compiled
def _contract(
    roads_first: NDArray[np.int32], roads: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Contract ranks in order; a contracted node hands its neighbours to the lowest of them."""
    count = len(roads_first) - 1
    first = np.zeros(count + 1, np.int32)
    head = np.empty(max(4 * len(roads), 16), np.int32)
    parent = np.full(count, -1, np.int32)
    first_child = np.full(count, -1, np.int32)
    next_child = np.full(count, -1, np.int32)
    seen = np.full(count, -1, np.int32)
    size = 0
    for node in range(count):
        start = size
        seen[node] = node
        if size + count > len(head):
            larger = np.empty(2 * len(head) + count, np.int32)
            for at in range(size):
                larger[at] = head[at]
            head = larger
        for at in range(roads_first[node], roads_first[node + 1]):
            if seen[roads[at]] != node:
                seen[roads[at]] = node
                head[size] = roads[at]
                size += 1
        child = first_child[node]
        while child >= 0:
            for at in range(first[child], first[child + 1]):
                if seen[head[at]] != node:
                    seen[head[at]] = node
                    head[size] = head[at]
                    size += 1
            child = next_child[child]
        # Sorted by hand: numba's own sort takes seconds to compile, and these runs are short.
        for at in range(start + 1, size):
            value = head[at]
            gap = at
            while gap > start and head[gap - 1] > value:
                head[gap] = head[gap - 1]
                gap -= 1
            head[gap] = value
        first[node + 1] = size
        if size > start:
            parent[node] = head[start]
            next_child[node] = first_child[head[start]]
            first_child[head[start]] = node
    return first, head, parent


@compiled
def _find_edges(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
) -> NDArray[np.int32]:
    found = np.empty(len(low), np.int32)
    for arc in range(len(low)):
        start, end = first[low[arc]], first[low[arc] + 1]
        while start < end:
            middle = (start + end) // 2
            if head[middle] < high[arc]:
                start = middle + 1
            else:
                end = middle
        found[arc] = start
    return found


@compiled
def _lower_triangles(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
) -> None:
    """Let each edge take the way over a lower node where that is cheaper."""
    for node in range(len(first) - 1):
        end = first[node + 1]
        for one in range(first[node], end):
            at = first[head[one]]
            for other in range(one + 1, end):
                while head[at] != head[other]:
                    at += 1
                up[at] = min(up[at], down[one] + up[other])
                down[at] = min(down[at], down[other] + up[one])


@compiled
def _upper_triangles(
    first: NDArray[np.int32],
    head: NDArray[np.int32],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
) -> None:
    """Make every edge's cost the true shortest one, from the highest node down."""
    for node in range(len(first) - 2, -1, -1):
        end = first[node + 1]
        for one in range(first[node], end):
            at = first[head[one]]
            for other in range(one + 1, end):
                while head[at] != head[other]:
                    at += 1
                up[one] = min(up[one], up[other] + down[at])
                up[other] = min(up[other], up[one] + up[at])
                down[one] = min(down[one], up[at] + down[other])
                down[other] = min(down[other], down[at] + down[one])
