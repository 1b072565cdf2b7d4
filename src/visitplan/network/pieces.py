"""Joining straight segments to road pieces that run from junction to junction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.network.tags import MARK_BLOCKED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network.raw_roads import RawRoads
    from visitplan.network.tags import WayRule


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of road without junction inside, as node indices into the raw roads.

    A piece that may be driven one way only runs that way.
    """

    nodes: list[int]
    rule: WayRule
    first_way: int
    last_way: int


@dataclass(frozen=True, slots=True)
class _Incidence:
    """Half-segments by node: half 2s leaves the start of segment s, half 2s+1 its end."""

    first: list[int]
    half: list[int]


def join_segments(raw: RawRoads) -> list[Piece]:
    """Give the road pieces, in an order that depends on nothing but the map.

    Nodes that block cars end the road: a piece stops there on either side. Pieces that start
    and end at the same node are cut in two.
    """
    rules = list(raw.rules) + [rule.reversed() for rule in raw.rules]
    index = {rule: number for number, rule in reversed(list(enumerate(rules)))}
    along = np.array([index[rule] for rule in rules], np.int32)
    rule_of_half = _rules_leaving(raw, along)
    incidence = _incidence(raw)
    walker = _Walker(raw, incidence, rule_of_half, _vertices(raw, incidence, rule_of_half))
    pieces: list[Piece] = []
    for halves in walker.chains():
        rule = rules[rule_of_half[halves[0]]]
        if rule.forward_limit < 0:
            halves = [half ^ 1 for half in reversed(halves)]  # noqa: PLW2901 turned round
            rule = rule.reversed()
        pieces += _cut_loops(walker.nodes(halves), halves, rule, raw)
    return pieces


def _rules_leaving(raw: RawRoads, along: NDArray[np.int32]) -> list[int]:
    count = len(raw.rules)
    both = np.empty(2 * len(raw.segment_rule), np.int32)
    both[0::2] = along[raw.segment_rule]
    both[1::2] = along[raw.segment_rule + count]
    return both.tolist()


def _incidence(raw: RawRoads) -> _Incidence:
    ends = np.empty(2 * len(raw.segment_from), np.int32)
    ends[0::2] = raw.segment_from
    ends[1::2] = raw.segment_to
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], np.arange(len(raw.node_id) + 1))
    return _Incidence(first.tolist(), order.tolist())


def _vertices(raw: RawRoads, incidence: _Incidence, rule_of_half: list[int]) -> list[bool]:
    """Tell for every node whether pieces end there."""
    first, half = incidence.first, incidence.half
    turning = set(np.searchsorted(raw.node_id, [r.via_node for r in raw.restrictions]).tolist())
    blocked = (raw.mark == MARK_BLOCKED).tolist()
    ends = []
    for node in range(len(raw.node_id)):
        start = first[node]
        through = first[node + 1] - start == 2
        if through:
            one, other = half[start], half[start + 1]
            through = rule_of_half[one ^ 1] == rule_of_half[other]
        ends.append(not through or blocked[node] or node in turning)
    return ends


class _Walker:
    """Walks along half-segments from junction to junction."""

    def __init__(
        self,
        raw: RawRoads,
        incidence: _Incidence,
        rule_of_half: list[int],
        vertex: list[bool],
    ) -> None:
        self._start: list[int] = raw.segment_from.tolist()
        self._end: list[int] = raw.segment_to.tolist()
        self._incidence = incidence
        self._rule_of_half = rule_of_half
        self._vertex = vertex
        self._seen = bytearray(len(self._start))

    def chains(self) -> list[list[int]]:
        """Give every chain of half-segments once."""
        first, half = self._incidence.first, self._incidence.half
        found = []
        for only_loops in (False, True):
            for node in range(len(self._vertex)):
                if only_loops or self._vertex[node]:
                    found += [
                        self._walk(half[at])
                        for at in range(first[node], first[node + 1])
                        if not self._seen[half[at] >> 1]
                    ]
        return found

    def nodes(self, halves: list[int]) -> list[int]:
        """Give the nodes along a chain."""
        return [self._from(halves[0])] + [self._from(half ^ 1) for half in halves]

    def _from(self, half: int) -> int:
        return self._end[half >> 1] if half & 1 else self._start[half >> 1]

    def _walk(self, half: int) -> list[int]:
        origin = self._from(half)
        chain = [half]
        self._seen[half >> 1] = 1
        while True:
            node = self._from(half ^ 1)
            if self._vertex[node] or node == origin:
                return chain
            at = self._incidence.first[node]
            one, other = self._incidence.half[at], self._incidence.half[at + 1]
            half = other if one == half ^ 1 else one
            chain.append(half)
            self._seen[half >> 1] = 1


def _cut_loops(nodes: list[int], halves: list[int], rule: WayRule, raw: RawRoads) -> list[Piece]:
    ways = [int(raw.segment_way[half >> 1]) for half in halves]
    if nodes[0] != nodes[-1]:
        return [Piece(nodes, rule, ways[0], ways[-1])]
    middle = len(halves) // 2
    return [
        Piece(nodes[: middle + 1], rule, ways[0], ways[middle - 1]),
        Piece(nodes[middle:], rule, ways[middle], ways[-1]),
    ]
