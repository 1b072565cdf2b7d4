"""Sequences of peers are timed on whole minutes with the least time on the way."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from visitplan_solvers.peers.timing import TimedShift, Timing, timed

MINUTE = 60
Spans = list[tuple[int, int]]


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    edges = sorted(draw(st.sets(st.integers(0, 14), min_size=2, max_size=4)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(a * MINUTE, b * MINUTE) for a, b in pairs]


def holds(shift: TimedShift, found: Timing, case: tuple[list[Spans], list[int], list[int]]) -> bool:
    starts, services, drives = case
    now, begun, back = found
    if now < shift.start_s or back > shift.end_s:
        return False
    for start, allowed, service, drive in zip(begun, starts, services, drives, strict=False):
        inside = any(first <= start <= last for first, last in allowed)
        if start % MINUTE or not inside or start < now + drive:
            return False
        now = start + service
    return now + drives[-1] == back


def least(shift: TimedShift, case: tuple[list[Spans], list[int], list[int]]) -> int | None:
    """Try all combinations of starts."""
    starts, services, drives = case
    minutes = [
        [m for first, last in allowed for m in range(first, last + 1, MINUTE)] for allowed in starts
    ]
    best = None
    for begun in product(*minutes):
        found = begun[0] - drives[0], list(begun), begun[-1] + services[-1] + drives[-1]
        if holds(shift, found, case):
            best = min(best or 1 << 30, found[2] - found[0])
    return best


@given(
    st.lists(st.tuples(spans(), st.integers(1, 3), st.integers(0, 150)), min_size=1, max_size=3),
    st.integers(0, 150),
    st.integers(0, 200),
    st.integers(600, 1500),
)
def test_no_combination_of_starts_is_shorter(
    visits: list[tuple[Spans, int, int]], home_s: int, start_s: int, end_s: int
) -> None:
    case = (
        [spans for spans, _, _ in visits],
        [minutes * MINUTE for _, minutes, _ in visits],
        [drive for _, _, drive in visits] + [home_s],
    )
    shift = TimedShift(start_s, end_s, 0, 0)
    found, expected = timed(shift, *case), least(shift, case)
    assert (found is None) == (expected is None)
    if found is not None:
        assert holds(shift, found, case)
        assert found[2] - found[0] == expected
