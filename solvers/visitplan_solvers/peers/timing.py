"""Timing a sequence of visits on whole minutes, with the least time on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan_solvers.compiled.starts import Spans

STEP_S = 60
"""Visits start on whole minutes; leaving and driving are in seconds."""


@dataclass(frozen=True, slots=True)
class TimedShift:
    """A shift that a route must stay in, and the places at its ends."""

    start_s: int
    end_s: int
    start_place: int
    end_place: int


Timing = tuple[int, list[int], int]


def timed(
    shift: TimedShift, starts: Sequence[Spans], services: Sequence[int], drives: Sequence[int]
) -> Timing | None:
    """Give leaving, starts and return with the least time on the way, None if none holds.

    Every leaving at which some visit would start just as one of its spans opens
    is tried, and the earliest; each is then put off as long as the return stays.

    Args:
        shift: When and where the route begins and ends.
        starts: For each visit the spans of its starts, in order, on whole minutes.
        services: For each visit its seconds.
        drives: Seconds of each drive; one more than there are visits.
    """
    best: Timing | None = None
    for leave in _leavings(shift, starts, services, drives):
        found = _earliest(shift, leave, starts, services, drives)
        if found is None:
            continue
        put_off = _latest(found, starts, services, drives)
        if best is None or put_off[2] - put_off[0] < best[2] - best[0]:
            best = put_off
    return best


def _leavings(
    shift: TimedShift, starts: Sequence[Spans], services: Sequence[int], drives: Sequence[int]
) -> Iterator[int]:
    yield shift.start_s
    for at, spans in enumerate(starts):
        for opens, _ in spans:
            start = opens
            for before in range(at - 1, -1, -1):
                start = (start - drives[before + 1] - services[before]) // STEP_S * STEP_S
            if start - drives[0] > shift.start_s:
                yield start - drives[0]


def _earliest(
    shift: TimedShift,
    leave: int,
    starts: Sequence[Spans],
    services: Sequence[int],
    drives: Sequence[int],
) -> Timing | None:
    now, begun = leave, []
    for spans, service, drive in zip(starts, services, drives, strict=False):
        arrive = -(-(now + drive) // STEP_S) * STEP_S
        start = next((max(arrive, first) for first, last in spans if arrive <= last), None)
        if start is None:
            return None
        begun.append(start)
        now = start + service
    back = now + drives[-1]
    return None if back > shift.end_s else (leave, begun, back)


def _latest(
    found: Timing, starts: Sequence[Spans], services: Sequence[int], drives: Sequence[int]
) -> Timing:
    """Put starts and leaving off as long as the return stays."""
    leave, begun, back = found
    later = list(begun)
    free = back
    for at in range(len(later) - 1, -1, -1):
        end = (free - drives[at + 1] - services[at]) // STEP_S * STEP_S
        # The earliest start fits, so a span that begins by `end` always exists.
        later[at] = next(min(last, end) for first, last in reversed(starts[at]) if first <= end)
        free = later[at]
    return (later[0] - drives[0] if later else leave), later, back
