"""The same travel times by scipy's Dijkstra: the fallback, and the second opinion in tests.

It shares no search code with the hierarchy: points become nodes of their own in one larger graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan.matrix.packing import SHIFT, UNREACHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from visitplan.matrix.endpoints import Endpoints
    from visitplan.network import RoadNetwork


def dijkstra_costs(
    network: RoadNetwork,
    arc_cost: NDArray[np.int64],
    ends: Endpoints,
    sources: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Give packed costs [sources, points]; all points are sources unless some are named."""
    from scipy.sparse import csgraph

    count = len(ends.leaving.first) - 1
    rows = np.arange(count) if sources is None else sources
    graph = points_graph(network, arc_cost, ends)
    out = np.empty((len(rows), count), np.int64)
    reached = network.node_count + count
    for start in range(0, len(rows), 64):
        block = rows[start : start + 64] + network.node_count
        found = csgraph.dijkstra(graph, indices=block)[:, reached : reached + count]
        found[~np.isfinite(found)] = UNREACHED
        out[start : start + 64] = np.rint(found).astype(np.int64)
    return out


def points_graph(network: RoadNetwork, arc_cost: NDArray[np.int64], ends: Endpoints) -> csr_array:
    """Give the road graph with a node for leaving and a node for reaching each point."""
    from scipy.sparse import csr_array

    nodes, count = network.node_count, len(ends.leaving.first) - 1
    points = np.arange(count)
    leaving = np.repeat(points, np.diff(ends.leaving.first)) + nodes
    reaching = np.repeat(points, np.diff(ends.reaching.first)) + nodes + count
    direct = ends.direct
    tail = np.concatenate(
        [network.arc_tail, leaving, ends.reaching.node, direct.source + nodes], dtype=np.int32
    )
    head = np.concatenate(
        [network.arc_head, ends.leaving.node, reaching, direct.target + nodes + count],
        dtype=np.int32,
    )
    cost = np.concatenate([arc_cost, ends.leaving.cost, ends.reaching.cost, direct.cost])
    size = nodes + 2 * count
    return csr_array(
        _cheapest(tail, head, cost),
        shape=(size, size),
    )


def _cheapest(
    tail: NDArray[np.int32], head: NDArray[np.int32], cost: NDArray[np.int64]
) -> tuple[NDArray[np.float64], tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Keep the cheapest of parallel arcs, since sparse matrices would add them up."""
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    fresh = np.ones(len(tail), np.bool_)
    fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return cost[fresh].astype(np.float64), (tail[fresh], head[fresh])


def node_path(
    network: RoadNetwork,
    arc_cost: NDArray[np.int64],
    starts: Mapping[int, int],
    goals: Mapping[int, int],
) -> tuple[int, list[int]]:
    """Give milliseconds and arcs of a fastest way from one of the starts to one of the goals.

    Both map nodes to milliseconds spent before or after them.
    """
    from scipy.sparse import csgraph, csr_array

    data, (tail, head) = _cheapest(network.arc_tail, network.arc_head, arc_cost >> SHIFT)
    graph = csr_array((data, (tail, head)), shape=(network.node_count, network.node_count))
    best = (UNREACHED, -1, -1)
    nodes = list(starts)
    distance, before = csgraph.dijkstra(graph, indices=nodes, return_predecessors=True)
    for row, start in enumerate(nodes):
        for goal, after in goals.items():
            if np.isfinite(distance[row, goal]):
                best = min(best, (starts[start] + int(distance[row, goal]) + after, row, goal))
    cost, row, node = best
    arcs: list[int] = []
    while row >= 0 and node != nodes[row]:
        previous = int(before[row, node])
        arcs.append(_fastest_arc(network, arc_cost, previous, node))
        node = previous
    return cost, arcs[::-1]


def _fastest_arc(network: RoadNetwork, arc_cost: NDArray[np.int64], tail: int, head: int) -> int:
    arcs = np.flatnonzero((network.arc_tail == tail) & (network.arc_head == head))
    return int(arcs[np.argmin(arc_cost[arcs])])
