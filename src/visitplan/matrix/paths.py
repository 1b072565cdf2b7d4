"""Which arcs a fastest way takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visitplan.matrix.packing import SHIFT, UNREACHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitplan.matrix.endpoints import Endpoints, Links
    from visitplan.matrix.roads import Roads
    from visitplan.network import RoadNetwork


class PathFinder:
    """Finds the arcs of fastest ways between points, on clear roads."""

    def __init__(self, network: RoadNetwork, roads: Roads, ends: Endpoints) -> None:
        """Take the network, its prepared roads, and the points."""
        self._network = network
        self._roads = roads
        self._ends = ends
        pairs = zip(ends.direct.source.tolist(), ends.direct.target.tolist(), strict=True)
        self._direct: Mapping[tuple[int, int], int] = _cheapest_direct(
            list(pairs), ends.direct.cost.tolist()
        )

    def arcs(self, source: int, target: int) -> list[int]:
        """Give the arcs from point to point, the partial first and last one included.

        One arc means that the way stays on it; none that the points share a spot.
        """
        starts, goals = (
            self._links(self._ends.leaving, source),
            self._links(self._ends.reaching, target),
        )
        direct = self._direct.get((source, target))
        metric = self._roads.path_metric
        if metric is None:
            cost, inner = self._by_dijkstra(starts, goals)
        else:
            cost, inner = self._by_hierarchy(metric, starts, goals)
        if direct is not None:
            direct_cost = int(self._ends.direct.cost[direct])
            if direct_cost == 0:
                return []
            if direct_cost >> SHIFT <= cost:
                return [int(self._ends.direct.arc[direct])]
        start_node = int(self._network.arc_tail[inner[0]]) if inner else None
        goal_node = int(self._network.arc_head[inner[-1]]) if inner else None
        if not inner:
            start_node = goal_node = self._shared_node(starts, goals)
        return [starts[start_node][1], *inner, goals[goal_node][1]]  # type: ignore[index] # set above

    @staticmethod
    def _links(links: Links, point: int) -> dict[int, tuple[int, int]]:
        """Give (milliseconds, arc) by node."""
        part = slice(int(links.first[point]), int(links.first[point + 1]))
        rows = zip(links.node[part], links.cost[part], links.arc[part], strict=True)
        return {int(node): (int(cost) >> SHIFT, int(arc)) for node, cost, arc in rows}

    @staticmethod
    def _shared_node(
        starts: Mapping[int, tuple[int, int]], goals: Mapping[int, tuple[int, int]]
    ) -> int:
        shared = starts.keys() & goals.keys()
        return min(shared, key=lambda node: (starts[node][0] + goals[node][0], node))

    # RoutingKit's metric has no usable type.
    @staticmethod
    def _by_hierarchy(
        metric: Any,
        starts: Mapping[int, tuple[int, int]],
        goals: Mapping[int, tuple[int, int]],
    ) -> tuple[int, list[int]]:
        import routingkit_cch

        found = routingkit_cch.CCHQuery(metric).run_multi(
            [(node, cost) for node, (cost, _) in starts.items()],
            [(node, cost) for node, (cost, _) in goals.items()],
        )
        # The result must be gone before the next query, or RoutingKit's bindings panic.
        cost, arcs = found.distance, list(found.arc_path)
        del found
        return (UNREACHED if cost is None else cost), arcs

    def _by_dijkstra(
        self, starts: Mapping[int, tuple[int, int]], goals: Mapping[int, tuple[int, int]]
    ) -> tuple[int, list[int]]:
        from visitplan.matrix.dijkstra import node_path

        return node_path(
            self._network,
            self._roads.arc_cost(None),
            {node: cost for node, (cost, _) in starts.items()},
            {node: cost for node, (cost, _) in goals.items()},
        )


def _cheapest_direct(pairs: list[tuple[int, int]], costs: list[int]) -> dict[tuple[int, int], int]:
    best: dict[tuple[int, int], int] = {}
    for at, pair in enumerate(pairs):
        if pair not in best or costs[at] < costs[best[pair]]:
            best[pair] = at
    return best
