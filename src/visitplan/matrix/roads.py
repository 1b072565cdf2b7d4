"""A network made ready for travel times, once for many questions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from visitplan.matrix.dijkstra import dijkstra_costs
from visitplan.matrix.endpoints import endpoints
from visitplan.matrix.packing import SHIFT, arc_length_dm, drive_and_delay, pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.matrix.endpoints import Endpoints
    from visitplan.matrix.hierarchy import Customized, Hierarchy
    from visitplan.network import RoadNetwork, Snap

Engine = Literal["hierarchy", "dijkstra"]


class Roads:
    """A network made ready for matrices: its hierarchy, and costs for each set of speeds."""

    def __init__(self, network: RoadNetwork) -> None:
        """Take a network; nothing is computed before it is needed."""
        self.network = network
        self._customized: dict[tuple[int, ...] | None, Customized] = {}

    @functools.cached_property
    def hierarchy(self) -> Hierarchy | None:
        """The hierarchy, or None where RoutingKit's bindings are missing."""
        from visitplan.matrix.hierarchy import build_hierarchy

        try:
            return build_hierarchy(self.network)
        except ImportError:
            return None

    @functools.cached_property
    def path_metric(self) -> Any:
        """RoutingKit's own hierarchy for clear roads, in milliseconds; it also gives paths."""
        try:
            import routingkit_cch
        except ImportError:
            return None
        network, hierarchy = self.network, self.hierarchy
        if hierarchy is None:
            return None
        order = np.argsort(hierarchy.rank).tolist()
        tail, head = network.arc_tail.tolist(), network.arc_head.tolist()
        cch = routingkit_cch.CCH(order, tail, head, False)
        return routingkit_cch.CCHMetric(cch, (self.arc_cost(None) >> SHIFT).tolist())

    def arc_cost(self, percent: tuple[int, ...] | None) -> NDArray[np.int64]:
        """Give the packed cost of every arc, the delay at its end included."""
        drive, delay = drive_and_delay(self.network, percent)
        return pack(drive + delay, arc_length_dm(self.network))

    def customized(self, hierarchy: Hierarchy, percent: tuple[int, ...] | None) -> Customized:
        """Give the hierarchy's costs for one set of speeds."""
        from visitplan.matrix.hierarchy import customize

        if percent not in self._customized:
            self._customized[percent] = customize(hierarchy, self.arc_cost(percent))
        return self._customized[percent]

    def costs(
        self, snap: Snap, percent: tuple[int, ...] | None, engine: Engine
    ) -> NDArray[np.int64]:
        """Give packed costs between all snapped points, 0 on the diagonal."""
        ends = endpoints(self.network, snap, percent)
        hierarchy = self.hierarchy if engine == "hierarchy" else None
        if hierarchy is None:
            costs = dijkstra_costs(self.network, self.arc_cost(percent), ends)
        else:
            costs = self._swept(hierarchy, percent, ends)
        np.fill_diagonal(costs, 0)
        return costs

    def _swept(
        self, hierarchy: Hierarchy, percent: tuple[int, ...] | None, ends: Endpoints
    ) -> NDArray[np.int64]:
        from visitplan.matrix.sweeps import many_to_many

        customized = self.customized(hierarchy, percent)
        costs = many_to_many(hierarchy, customized, ends.leaving, ends.reaching)
        direct = ends.direct
        np.minimum.at(costs, (direct.source, direct.target), direct.cost)
        return costs


@functools.lru_cache(maxsize=4)
def roads_of(network: RoadNetwork) -> Roads:
    """Give the prepared roads of a network; the last few networks are kept."""
    return Roads(network)
