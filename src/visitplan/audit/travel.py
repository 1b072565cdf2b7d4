"""What the checker asks of travel times; `visitplan.matrix` provides them."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol


class TravelTimes(Protocol):
    """Driving between numbered places, in the order of `places_of(request).coordinates`."""

    @property
    def meters(self) -> Any:  # Any: a two-dimensional integer array of any kind and layout
        """Give the lengths in metres, indexed `[from, to]`."""

    @property
    def speeds(self) -> str:
        """Tell which speeds they were computed with: `free_flow` or `daypart`."""

    def between(self, i: int, j: int, depart_s: int) -> int:
        """Give the whole seconds from place `i` to `j`, leaving at a local second of the day."""


class Spell(NamedTuple):
    """Instants in which other travel times hold than usual; the end is not part of it."""

    start: int
    end: int
    travel: TravelTimes
