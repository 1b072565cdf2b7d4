"""Random choices with exact shares: each value as often as a deck holds it, in random order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Deck(Generic[T]):
    """Deals values; a used-up deck is shuffled anew, so that rare values surely come."""

    def __init__(self, rng: random.Random, cards: Sequence[tuple[T, int]]) -> None:
        self._rng = rng
        self._cards = [value for value, count in cards for _ in range(count)]
        self._left: list[T] = []

    def deal(self) -> T:
        """Give the next value."""
        if not self._left:
            self._left = list(self._cards)
            self._rng.shuffle(self._left)
        return self._left.pop()


def one_in(rng: random.Random, count: int) -> Deck[bool]:
    """Make a deck that says yes once in `count` times."""
    return Deck(rng, ((True, 1), (False, count - 1)))
