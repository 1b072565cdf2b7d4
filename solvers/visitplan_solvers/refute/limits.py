"""Limits that tie visits to each other, by name, so that a proof can do without each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitplan_solvers.bound.timeline import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.conflict import LimitKind
    from visitplan_solvers.bound.timeline import Span
    from visitplan_solvers.refute.week import Week


class Limit(NamedTuple):
    """One limit: of a person's day (person, day), of an order or of a patient (row, -1)."""

    kind: LimitKind
    of: int
    day: int = -1


def room_of(span: Span) -> int:
    """Give the most seconds that a shift's route can spend on drives and visits.

    A break that the route spans takes its minutes; a route that does not span its stretch
    leaves later or is back earlier.
    """
    whole = span.latest_return - span.start
    taken = covered_s(_inside(span, span.latest_return))
    most = whole - taken
    for earliest, latest, seconds in span.breaks:
        spared = max(span.latest_return - earliest, latest - span.start)
        most = min(most, max(whole - taken - seconds, spared))
    return max(0, most)


def room_of_day(week: Week, shifts: Iterable[int]) -> int:
    """Give the most seconds of all shifts of a person's day: overtime counts once."""
    seconds = overtime_s = 0
    for s in shifts:
        span = week.spans[s]
        taken = covered_s(_inside(span, span.end))
        seconds += span.end - span.start - taken
        overtime_s = span.latest_return - span.end
    return seconds + overtime_s


def appointments_s(span: Span) -> int:
    """Give the seconds of appointments that a shift's route attends."""
    return covered_s((e.start, e.end) for e in span.events if e.kind != ABSENT)


def covered_s(stretches: Iterable[tuple[int, int]]) -> int:
    """Give the seconds that stretches cover together."""
    seconds, last = 0, -1 << 60
    for start, end in sorted(stretches):
        seconds += max(0, end - max(start, last))
        last = max(last, end)
    return seconds


def _inside(span: Span, end: int) -> list[tuple[int, int]]:
    """Give what is taken of a shift up to `end`."""
    return [(max(e.start, span.start), min(e.end, end)) for e in span.events]
