"""What all routing sets have in common."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, lcm
from pathlib import Path
from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import InstanceUnsupportedError, InstanceWindowError

if TYPE_CHECKING:
    from visitplan.bench.literature.lines import Line


@dataclass(frozen=True, slots=True)
class Place:
    """The depot or a client; the window is that of the start of its service."""

    x: Fraction
    y: Fraction
    demand: int
    opens: Fraction
    closes: Fraction
    service: Fraction


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle; `clients` are the nodes it may visit, None all of them."""

    capacity: int
    clients: frozenset[int] | None = None
    longest: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """One instance; node 0 is the depot.

    `distances` count parts of a unit, `parts` to one; `scale_s` are the seconds
    of one unit of time.
    """

    file: Path
    places: tuple[Place, ...]
    vehicles: tuple[Vehicle, ...]
    distances: tuple[tuple[int, ...], ...]
    parts: int
    scale_s: int

    def way(self, before: int, after: int) -> Fraction:
        """Give the distance, and time, between two nodes."""
        return Fraction(self.distances[before][after], self.parts)

    def refuse(self, what: str, value: object) -> InstanceUnsupportedError:
        """Make the error of an instance that no request can say."""
        cure = "Leave this instance out."
        return InstanceUnsupportedError(self.file, "the whole file", str(value), what, cure)


def euclidean(places: tuple[Place, ...], parts: int) -> tuple[tuple[int, ...], ...]:
    """Give straight distances in parts of a unit, cut off to whole ones."""
    spots = [(place.x, place.y) for place in places]
    fine = lcm(*(value.denominator for spot in spots for value in spot))
    grid = [(int(x * fine), int(y * fine)) for x, y in spots]
    return tuple(
        tuple(isqrt(((a - c) ** 2 + (b - d) ** 2) * parts**2 // fine**2) for c, d in grid)
        for a, b in grid
    )


def check_window(line: Line, opens: Fraction, closes: Fraction) -> None:
    """Refuse a window that closes before it opens.

    Raises:
        InstanceWindowError: VP7006.
    """
    if closes < opens:
        said = f"the window closes at {closes}, before it opens at {opens}"
        cure = "Swap the two if they were exchanged; else fetch the file anew."
        raise InstanceWindowError(line.file, line.where, line.text, said, cure)
