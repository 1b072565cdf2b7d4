"""Sets of half-open stretches of time: join them, take holes out, ask what they hold."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


class Timed(Protocol):
    """Anything with a wall-clock start and end."""

    @property
    def start(self) -> datetime:
        """First minute."""

    @property
    def end(self) -> datetime:
        """First minute after."""


T = TypeVar("T", int, "datetime")


def joined(stretches: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """Give the same time as disjoint stretches in order; turned ones hold nothing."""
    found: list[tuple[T, T]] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def meets(disjoint: list[tuple[T, T]], start: T, end: T) -> bool:
    """Tell whether disjoint ordered stretches share any time with one more."""
    at = bisect_right(disjoint, start, key=lambda stretch: stretch[1])
    return at < len(disjoint) and disjoint[at][0] < end


def without(pieces: Iterable[tuple[T, T]], holes: list[tuple[T, T]]) -> Iterator[tuple[T, T]]:
    """Yield what is left of pieces once disjoint ordered holes are taken out."""
    for start, end in pieces:
        begin = start
        first = bisect_right(holes, start, key=lambda hole: hole[1])
        for at in range(first, len(holes)):
            if holes[at][0] >= end:
                break
            if begin < holes[at][0]:
                yield begin, holes[at][0]
            begin = max(begin, holes[at][1])
        if begin < end:
            yield begin, end


class Holders:
    """Stretches, possibly overlapping, that can tell whether one of them holds another."""

    def __init__(self, stretches: Iterable[Timed]) -> None:
        ordered = sorted((stretch.start, stretch.end) for stretch in stretches)
        self._starts = [start for start, _ in ordered]
        self._latest = list(accumulate((end for _, end in ordered), max))

    def hold(self, stretch: Timed) -> bool:
        """Tell whether a single stretch holds this one wholly."""
        at = bisect_right(self._starts, stretch.start)
        return at > 0 and self._latest[at - 1] >= stretch.end
