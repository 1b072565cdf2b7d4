"""Turn restrictions: junctions that are split so that a forbidden turn has no arc to take."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitplan.network.raw_roads import TurnRestriction


@dataclass(frozen=True, slots=True)
class DirectedArc:
    """One driving direction of a road piece.

    The first and last way are those at its tail and at its head.
    """

    tail: int
    head: int
    piece: int
    forward: bool
    first_way: int
    last_way: int


@dataclass(frozen=True, slots=True)
class SplitArcs:
    """Arcs after splitting, each with the arc it came from; `node_origin` by new node."""

    tail: list[int]
    head: list[int]
    origin: list[int]
    node_origin: list[int]


def split_junctions(
    node_count: int, arcs: Sequence[DirectedArc], restrictions: Iterable[TurnRestriction]
) -> SplitArcs:
    """Copy restricted junctions: who arrives by a restricted arc meets a copy with fewer exits.

    `via_node` of the restrictions is a node index here, not an OSM id.
    """
    incoming: dict[int, list[int]] = defaultdict(list)
    outgoing: dict[int, list[int]] = defaultdict(list)
    for number, arc in enumerate(arcs):
        incoming[arc.head].append(number)
        outgoing[arc.tail].append(number)
    exits = _exits(arcs, incoming, outgoing, restrictions)
    node_origin = list(range(node_count))
    copies: dict[tuple[int, tuple[int, ...]], int] = {}
    arrives_at = [arc.head for arc in arcs]
    for number in sorted(exits):
        key = (arcs[number].head, tuple(sorted(exits[number])))
        if key not in copies:
            copies[key] = len(node_origin)
            node_origin.append(arcs[number].head)
        arrives_at[number] = copies[key]
    tail = [arc.tail for arc in arcs]
    origin = list(range(len(arcs)))
    for (_, allowed), copy in copies.items():
        tail += [copy] * len(allowed)
        origin += allowed
    return SplitArcs(tail, [arrives_at[number] for number in origin], origin, node_origin)


def _exits(
    arcs: Sequence[DirectedArc],
    incoming: dict[int, list[int]],
    outgoing: dict[int, list[int]],
    restrictions: Iterable[TurnRestriction],
) -> dict[int, set[int]]:
    """Give the allowed next arcs for every arc that ends in a restriction."""
    only: dict[int, set[int]] = defaultdict(set)
    never: dict[int, set[int]] = defaultdict(set)
    for rule in restrictions:
        leaving = outgoing.get(rule.via_node, [])
        for number in incoming.get(rule.via_node, []):
            if arcs[number].last_way == rule.from_way:
                kept = only if rule.only else never
                kept[number] |= {out for out in leaving if _names(rule, arcs[number], arcs[out])}
    exits = {}
    for number in only.keys() | never.keys():
        leaving = outgoing.get(arcs[number].head, [])
        # Of several `only` turns from one way each is allowed; one that leads nowhere says nothing.
        allowed = (only[number] or set(leaving)) - never[number]
        if len(allowed) < len(leaving):
            exits[number] = allowed
    return exits


def _names(rule: TurnRestriction, arrival: DirectedArc, departure: DirectedArc) -> bool:
    """Tell whether a restriction is about this turn.

    Where both roads bear the same way id, a U-turn is told from going straight on.
    """
    if departure.first_way != rule.to_way:
        return False
    if rule.from_way != rule.to_way:
        return True
    back = arrival.piece == departure.piece and arrival.forward != departure.forward
    return back == rule.u_turn
