"""Stretches of local time, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

Span = tuple[datetime, datetime]
"""Naive local start and end."""


def at(day: date, clock: time) -> datetime:
    """Give a time of day on a date; `time.max` is the day's end."""
    if clock == time.max:
        return datetime.combine(day + timedelta(days=1), time.min)
    return datetime.combine(day, clock)


def whole(day: date) -> Span:
    """Give a day from midnight to midnight."""
    return at(day, time.min), at(day, time.max)


def minutes(span: Span) -> float:
    """Give a span's length."""
    return (span[1] - span[0]).total_seconds() / 60


def overlap(a: Span, b: Span) -> Span | None:
    """Give what two spans share, or None."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start < end else None


def without(spans: Iterable[Span], hole: Span) -> list[Span]:
    """Cut a hole out of spans."""
    left = []
    for start, end in spans:
        if hole[1] <= start or end <= hole[0]:
            left.append((start, end))
            continue
        if start < hole[0]:
            left.append((start, hole[0]))
        if hole[1] < end:
            left.append((hole[1], end))
    return left


def padded(span: Span, before: float, after: float) -> Span:
    """Widen a span by minutes at both ends; negative numbers narrow it."""
    return span[0] - timedelta(minutes=before), span[1] + timedelta(minutes=after)
