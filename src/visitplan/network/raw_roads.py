"""Roads as they come from a source, before junctions are found."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from visitplan.network.tags import NODE_TAGS, node_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from visitplan.network.tags import WayRule

_E7 = 1e7


class TurnRestriction(NamedTuple):
    """From one way over a node to another way: forbidden, or (`only`) the one turn allowed."""

    only: bool
    u_turn: bool
    from_way: int
    via_node: int
    to_way: int


@dataclass(frozen=True, slots=True)
class RawRoads:
    """Nodes by ascending OSM id, and straight segments between two of them.

    Coordinates are ten-millionths of a degree, as OSM keeps them.
    """

    node_id: NDArray[np.int64]
    lat_e7: NDArray[np.int32]
    lon_e7: NDArray[np.int32]
    mark: NDArray[np.uint8]
    segment_from: NDArray[np.int32]
    segment_to: NDArray[np.int32]
    segment_way: NDArray[np.int64]
    segment_rule: NDArray[np.int32]
    rules: tuple[WayRule, ...]
    restrictions: tuple[TurnRestriction, ...]


class RawRoadsDraft:
    """Collects ways, nodes and restrictions in any order; `finish` makes the order canonical."""

    def __init__(self) -> None:
        """Start empty."""
        self._rules: dict[WayRule, int] = {}
        self._ways: dict[int, tuple[int, Sequence[int]]] = {}
        self._segments: list[tuple[int, int, int, int]] = []
        self._restrictions: set[TurnRestriction] = set()
        self.marks: dict[int, int] = {}

    def add_way(self, way_id: int, rule: WayRule, refs: Sequence[int]) -> None:
        """Take a way; a later version of the same way replaces an earlier one."""
        self._ways[way_id] = (self._rule_index(rule), refs)

    def add_segment(self, way_id: int, rule: WayRule, start: int, end: int) -> None:
        """Take one straight piece of a way."""
        self._segments.append((way_id, start, end, self._rule_index(rule)))

    def add_restriction(self, restriction: TurnRestriction) -> None:
        """Take a turn restriction."""
        self._restrictions.add(restriction)

    def add_node_tags(self, node_id: int, tags: Mapping[str, str]) -> None:
        """Take what a node does to a passing car."""
        mark = node_mark({key: tags[key] for key in NODE_TAGS if key in tags})
        if mark:
            self.marks[node_id] = mark

    def needed_nodes(self) -> NDArray[np.int64]:
        """Give the ids of all nodes on roads, ascending."""
        table = self._table()
        return np.unique(table[:, 1:3])

    def finish(
        self,
        node_id: NDArray[np.int64],
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
    ) -> RawRoads:
        """Join segments with node positions; segments that lack a node are left out."""
        node_id, unique = np.unique(node_id, return_index=True)
        table = self._table()
        if not len(node_id):
            table = table[:0]
        ends = np.searchsorted(node_id, table[:, 1:3])
        ends = np.minimum(ends, max(len(node_id) - 1, 0))
        here = (node_id[ends] == table[:, 1:3]).all(axis=1) if len(table) else np.zeros(0, bool)
        here &= table[:, 1] != table[:, 2]
        table, ends = table[here], ends[here]
        order = np.lexsort((table[:, 2], table[:, 1], table[:, 0]))
        rules, rank = self._sorted_rules()
        return RawRoads(
            node_id=node_id,
            lat_e7=np.rint(lat[unique] * _E7).astype(np.int32),
            lon_e7=np.rint(lon[unique] * _E7).astype(np.int32),
            mark=np.array([self.marks.get(i, 0) for i in node_id.tolist()], np.uint8),
            segment_from=ends[order, 0].astype(np.int32),
            segment_to=ends[order, 1].astype(np.int32),
            segment_way=table[order, 0],
            segment_rule=rank[table[order, 3]],
            rules=rules,
            restrictions=tuple(sorted(self._restrictions)),
        )

    def _rule_index(self, rule: WayRule) -> int:
        return self._rules.setdefault(rule, len(self._rules))

    def _sorted_rules(self) -> tuple[tuple[WayRule, ...], NDArray[np.int32]]:
        rules = tuple(sorted(self._rules))
        rank = np.zeros(len(rules), np.int32)
        for new, rule in enumerate(rules):
            rank[self._rules[rule]] = new
        return rules, rank

    def _table(self) -> NDArray[np.int64]:
        rows = list(self._segments)
        for way_id, (rule, refs) in self._ways.items():
            rows += [(way_id, a, b, rule) for a, b in itertools.pairwise(refs)]
        return np.array(rows, np.int64).reshape(-1, 4)
