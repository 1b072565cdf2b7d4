"""What a solver plug-in is given and gives back.

A solver never reads the clock: `Stop` tells it when to end, so that the same
seed and number of iterations give the same plan anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from visitplan.domain.errors import VisitplanError
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


class AppointmentUnreachableError(VisitplanError):
    """Fixed points of a shift that nobody could attend one after the other by road."""

    code = "VP4001"

    def __init__(self, person: str, day: str, appointments: str) -> None:
        self.case_manager = person
        self.day = day
        super().__init__(
            f"case manager {person!r} cannot attend {appointments} on {day} within the shift and "
            "the limits of driving: the drives there, between them and back do not fit. Lengthen "
            "the shift, raise a limit, move an appointment, or drop its location."
        )
