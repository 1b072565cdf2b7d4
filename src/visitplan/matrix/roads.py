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
CLOSED_MS = 3 * 3_600_000
"""What a closed arc adds: longer than any detour, and still a number that sums up."""


class Roads:
    """A network made ready for matrices: its hierarchy, and costs for each set of speeds."""

    def __init__(self, network: RoadNetwork) -> None:
        """Take a network; nothing is computed before it is needed."""
        self.network = network
        self._customized: dict[tuple[tuple[int, ...] | None, bytes], Customized] = {}

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

    def arc_cost(
        self, percent: tuple[int, ...] | None, closed: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Give the packed cost of every arc, the delay at its end included."""
        drive, delay = drive_and_delay(self.network, percent)
        if closed is not None:
            drive = drive + closed * CLOSED_MS
        return pack(drive + delay, arc_length_dm(self.network))

    def customized(
        self,
        hierarchy: Hierarchy,
        percent: tuple[int, ...] | None,
        closed: NDArray[np.bool_] | None = None,
    ) -> Customized:
        """Give the hierarchy's costs for one set of speeds and closed arcs."""
        from visitplan.matrix.hierarchy import customize

        key = percent, b"" if closed is None else np.packbits(closed).tobytes()
        if key not in self._customized:
            self._customized[key] = customize(hierarchy, self.arc_cost(percent, closed))
        return self._customized[key]

    def costs(
        self,
        snap: Snap,
        percent: tuple[int, ...] | None,
        engine: Engine,
        closed: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.int64]:
        """Give packed costs between all snapped points, 0 on the diagonal."""
        ends = endpoints(self.network, snap, percent)
        hierarchy = self.hierarchy if engine == "hierarchy" else None
        if hierarchy is None:
            costs = dijkstra_costs(self.network, self.arc_cost(percent, closed), ends)
        else:
            costs = self._swept(hierarchy, percent, ends, closed)
        np.fill_diagonal(costs, 0)
        return costs

    def _swept(
        self,
        hierarchy: Hierarchy,
        percent: tuple[int, ...] | None,
        ends: Endpoints,
        closed: NDArray[np.bool_] | None,
    ) -> NDArray[np.int64]:
        from visitplan.matrix.sweeps import many_to_many

        customized = self.customized(hierarchy, percent, closed)
        costs = many_to_many(hierarchy, customized, ends.leaving, ends.reaching)
        direct = ends.direct
        np.minimum.at(costs, (direct.source, direct.target), direct.cost)
        return costs


@functools.lru_cache(maxsize=4)
def roads_of(network: RoadNetwork) -> Roads:
    """Give the prepared roads of a network; the last few networks are kept."""
    return Roads(network)
