"""A place for each price: how a price for who visits whom gets into a travel matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.peers.case import PeerCase


@dataclass(slots=True)
class PlacesApart:
    """Places of the peer's own matrices; `at` has each one's number in the case's matrix.

    Two visits of different prices need two places even at one address, and so do
    two of one price on the same day: going from one to the other has its price.
    `price[k][c]` is added to every drive of person `c` that ends at place `k`.
    """

    at: list[int] = field(default_factory=list)
    price: list[NDArray[np.int64]] = field(default_factory=list)
    _days: list[int] = field(default_factory=list)
    _same: dict[tuple[int, bytes], list[int]] = field(default_factory=dict)

    def depot(self, place: int, people: int) -> int:
        """Give the place of a start or end of routes, which has no price."""
        return self.visit(place, np.zeros(people, np.int64), 0)

    def visit(self, place: int, price: NDArray[np.int64], days: int) -> int:
        """Give a place of this price, used by nobody else on any of the days (a bit each)."""
        same = self._same.setdefault((place, price.tobytes()), [])
        free = not price.any()
        for k in same:
            if free or not self._days[k] & days:
                self._days[k] |= days
                return k
        self.at.append(place)
        self.price.append(price)
        self._days.append(days)
        same.append(len(self.at) - 1)
        return len(self.at) - 1

    def drive(self, case: PeerCase) -> NDArray[np.int64]:
        """Give seconds between these places."""
        at = np.array(self.at)
        between: NDArray[np.int64] = case.drive[np.ix_(at, at)]
        return between

    def priced(self, drive: NDArray[np.int64], second: int, person: int) -> NDArray[np.int64]:
        """Give what each drive costs a person: its seconds, and the price of where it ends."""
        there = np.array([price[person] for price in self.price], np.int64)
        matrix: NDArray[np.int64] = drive * second + there[np.newaxis, :]
        np.fill_diagonal(matrix, 0)
        return matrix


def longest_legs(case: PeerCase) -> dict[int, int]:
    """Give the longest drive allowed to each person who has such a limit."""
    found: dict[int, int] = {}
    for person, longest in zip(case.person, case.leg_most_s, strict=True):
        if longest is not None:
            found[int(person)] = longest
    return found
