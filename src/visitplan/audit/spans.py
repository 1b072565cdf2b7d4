"""Stretches of time as pairs of instants, the end not included."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]


def overlap_s(one: Span, other: Span) -> int:
    """Give the seconds that two stretches share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def covered_s(span: Span, merged: Iterable[Span]) -> int:
    """Give the seconds of a stretch that disjoint stretches cover."""
    return sum(overlap_s(span, other) for other in merged)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """Give what is left of disjoint stretches once disjoint ordered holes are taken out."""
    left: list[Span] = []
    cuts = tuple(holes)
    for start, end in spans:
        begin = start
        for gone, back in cuts:
            if gone < end and back > begin:
                left.append((begin, gone))
                begin = back
        left.append((begin, end))
    return tuple(span for span in left if span[0] < span[1])


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Unite overlapping stretches and sort them; empty ones vanish."""
    united: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)
