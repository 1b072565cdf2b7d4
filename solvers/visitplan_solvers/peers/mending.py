"""Whole minutes for schedules in seconds: what no longer fits is moved or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan_solvers.peers.case import PeerCase

Routes = list[list[int]]


@dataclass(frozen=True, slots=True)
class Mended:
    """Routes that hold on whole minutes; how many visits were moved, and left out, for it."""

    routes: Routes
    moved: int
    left_out: int


def mended(case: PeerCase, routes: Routes) -> Mended:
    """Take the cheapest visits out of routes that do not hold; put them where they cost least."""
    kept: Routes = []
    dropped: list[int] = []
    for r, sequence in enumerate(routes):
        found, out = _holding(case, r, sequence)
        kept.append(found)
        dropped += out
    moved = 0
    for v in sorted(dropped, key=lambda v: -int(case.unserved[v])):
        moved += _inserted(case, kept, v)
    return Mended(kept, moved, len(dropped) - moved)


def _holding(case: PeerCase, r: int, sequence: list[int]) -> tuple[list[int], list[int]]:
    kept, dropped = list(sequence), []
    while kept and case.cost(r, kept) is None:
        without = [(v, case.cost(r, [w for w in kept if w != v])) for v in kept]
        # One that makes the rest hold, if any does; the cheapest of those.
        out = min(without, key=lambda item: (item[1] is None, int(case.unserved[item[0]])))[0]
        kept.remove(out)
        dropped.append(out)
    return kept, dropped


def _inserted(case: PeerCase, routes: Routes, v: int) -> bool:
    best: tuple[int, int, list[int]] | None = None
    for r, sequence in enumerate(routes):
        if not case.allowed[v, r]:
            continue
        before = case.cost(r, sequence) or 0
        for at in range(len(sequence) + 1):
            longer = [*sequence[:at], v, *sequence[at:]]
            after = case.cost(r, longer)
            if after is not None and (best is None or after - before < best[0]):
                best = after - before, r, longer
    if best is None:
        return False
    routes[best[1]] = best[2]
    return True
