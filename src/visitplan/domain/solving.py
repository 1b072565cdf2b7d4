"""What a solver plug-in is given and gives back.

A solver never reads the clock: `Stop` tells it when to end, so that the same
seed and number of iterations give the same plan anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from visitplan.domain.plan import Route, Unassigned


class Stop(Protocol):
    """Tells a solver when to end."""

    def __call__(self, iterations: int) -> bool:
        """Tell whether to stop after so many iterations."""

    def done(self, iterations: int) -> float:
        """Give the part of the budget that is used, 0 to 1."""

    def rounds_left(self, iterations: int) -> int | None:
        """Give the iterations left, None where only time or the user ends the search."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is."""

    iterations: int
    cost: int
    unassigned: int
    fraction: float
    phase: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver found: routes and the visits left out; the checker prices them."""

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    iterations: int
    cost: int
