"""Making room for a demand left over: others move aside, if they find another place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.placing import Placing

MOST_TRIES = 1500
"""Orders taken out for one demand left over."""
DEPTH = 2
"""Orders that move aside one for the other."""


class Moving:
    """Moves orders of a placing out of the way of others."""

    def __init__(self, placing: Placing, demands: Iterable[Demand]) -> None:
        self._placing = placing
        self._week = placing.week
        self._leader = {second: first for first, second in self._week.followers.items()}
        self._demands: dict[int, list[Demand]] = defaultdict(list)
        for demand in demands:
            self._demands[self._leader.get(demand.order, demand.order)].append(demand)
        self._tries = 0

    def place_left(self, left: Sequence[Demand]) -> list[Demand]:
        """Place demands left over by moving others; give those that still are."""
        return [demand for demand in left if not self._place(demand)]

    def _place(self, demand: Demand) -> bool:
        self._tries = MOST_TRIES
        own = self._leader.get(demand.order, demand.order)
        return self._make_room(demand, frozenset({own}), DEPTH)

    def _make_room(self, demand: Demand, moved: frozenset[int], depth: int) -> bool:
        if self._placing.place(demand):
            return True
        if depth == 0:
            return False
        for other in self._in_the_way(demand):
            if other in moved:
                continue
            if self._tries <= 0:
                return False
            self._tries -= 1
            before = self._placing.snapshot()
            self._placing.take_out(self._group(other))
            if self._placing.place(demand) and all(
                self._make_room(again, moved | {other}, depth - 1) for again in self._demands[other]
            ):
                return True
            self._placing.restore(before)
        return False

    def _group(self, leader: int) -> list[int]:
        follower = self._week.followers.get(leader)
        return [leader] if follower is None else [leader, follower]

    def _in_the_way(self, demand: Demand) -> list[int]:
        """Give the orders that stand in shifts where a demand could be, in their order."""
        week, stops = self._week, self._placing.timelines.stops
        spans = dict.fromkeys(cell.span for cell in week.cells(demand.order))
        orders = dict.fromkeys(week.parts[x.part].order for s in spans for x in stops[s])
        return list(dict.fromkeys(self._leader.get(o, o) for o in orders))
