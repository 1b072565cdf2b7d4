"""The kernel's timing of a route against every whole-minute timetable there is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from builders import MON, case_manager, order, patient, plan_of, request_of, span
from hypothesis import given, settings
from hypothesis import strategies as st
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.decode import routes
from visitplan_solvers.kernel.layout import cost_at
from visitplan_solvers.kernel.state import empty_state, scratch
from visitplan_solvers.kernel.timing import travel_seconds
from visitplan_solvers.models.partition import Column
from visitplan_solvers.rebuild import from_columns

INFINITE = 1 << 50
BLOCK_MIN = 10
SHIFT = (8 * 60, 16 * 60)
OVERTIME_MIN = 10
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Wish:
    """A visit of the tiny route; all times are minutes of the day."""

    block: int
    minutes: int
    windows: Spans
    preferred: Spans = field(default_factory=list)


@dataclass(frozen=True)
class Rule:
    minutes: int
    earliest: int
    latest: int


def oracle(wishes: list[Wish], rule: Rule | None) -> int:
    """Give the least cost of the visits in this order, over all whole-minute starts.

    A break may be taken before a drive or after it. Written without a look at
    the kernel: costs from docs/objective.md, waiting 1 and driving 2 a second.
    """
    blocks = [0, *(wish.block for wish in wishes), 0]
    legs = [BLOCK_MIN * abs(a - b) for a, b in pairwise(blocks)]
    home = len(wishes)

    @cache
    def rest(i: int, t: int, taken: bool, there: bool, early: bool) -> int:
        """Give the least cost from minute t on, without driving."""
        best = INFINITE
        if not there:
            best = rest(i, t + legs[i], taken, True, early)
        elif i == home:
            over = max(0, t - SHIFT[1])
            due = rule is not None and early and t >= rule.latest
            return 180 * over if over <= OVERTIME_MIN and due == taken else INFINITE
        else:
            for first, last in wishes[i].windows:
                for s in range(max(first, t), last - wishes[i].minutes + 1):
                    after = rest(i + 1, s + wishes[i].minutes, taken, False, early)
                    best = min(best, 60 * (s - t) + missed(wishes[i], s) + after)
        if rule is not None and not taken:
            for s in range(max(rule.earliest, t), rule.latest + 1):
                after = rest(i, s + rule.minutes, True, there, early)
                best = min(best, 60 * (s - t) + after)
        return best

    best = INFINITE
    for leave in range(SHIFT[0], SHIFT[1]):
        arrive = leave + legs[0]
        starts_now = any(a <= arrive <= b - wishes[0].minutes for a, b in wishes[0].windows)
        if starts_now or rule is not None:
            # Leaving is paid from the first drive on, so nobody leaves to wait.
            early = rule is not None and leave <= rule.earliest
            best = min(best, rest(0, arrive, False, True, early))
    return best + 120 * sum(legs) if best < INFINITE else INFINITE


def missed(wish: Wish, start: int) -> int:
    """Give the seconds outside the preferred windows, an hour at most."""
    if not wish.preferred:
        return 0
    end = start + wish.minutes
    return min(3600, *(60 * (max(0, a - start) + max(0, end - b)) for a, b in wish.preferred))


def kernel(wishes: list[Wish], rule: Rule | None) -> int:
    """Give the cost of the kernel's timetable once the checker has passed it."""
    request = request_for(wishes, rule)
    problem = compile_request(request, street(request))
    empty = empty_state(problem.tables, problem.appointment_rows)
    rows = tuple(range(len(wishes)))
    column = Column(0, rows, (-1,) * len(rows), 0, 0)
    plan = from_columns(problem, empty, [column], scratch(problem.tables))
    if plan is None:
        return INFINITE
    verdict = audit(request, plan_of(request, list(routes(problem, plan))), checked_street(request))
    assert verdict.violations == ()
    terms = verdict.cost.terms
    cost = sum(terms[name] for name in ("drive", "wait", "overtime", "late_preferred"))
    assert cost == plan[cost_at(problem.tables, 0)]
    return cost


def request_for(wishes: list[Wish], rule: Rule | None) -> PlanRequest:
    more: dict[str, Any] = {}
    if rule is not None:
        times = {"earliest": _clock(rule.earliest), "latest": _clock(rule.latest)}
        more["breaks"] = [{"minutes": rule.minutes, **times}]
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        shifts=[span(MON, _clock(SHIFT[0]), _clock(SHIFT[1]))],
        max_overtime_minutes_per_day=OVERTIME_MIN,
        **more,
    )
    patients = [
        patient(
            f"p{n}",
            wish.block,
            order(
                f"p{n}/visit",
                wish.minutes,
                "LCSW",
                windows=_windows(wish.windows),
                preferred_windows=_windows(wish.preferred),
            ),
        )
        for n, wish in enumerate(wishes)
    ]
    return request_of([ana], patients, days=1)


def _windows(spans: Spans) -> list[dict[str, str]]:
    return [{"start": _clock(a), "end": _clock(b)} for a, b in spans]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def drawn(seed: int, *, wished: bool) -> list[Wish]:
    """Draw one to three visits, with one or two short windows each."""
    rng = random.Random(seed)
    wishes = []
    opens = SHIFT[0]
    for _ in range(rng.randint(1, 3)):
        minutes = rng.choice([20, 30, 45])
        opens += rng.randint(0, 90)
        windows = [(opens, opens + minutes + rng.randint(0, 50))]
        if rng.random() < 0.4:
            later = windows[0][1] + rng.randint(10, 60)
            windows.append((later, later + minutes + rng.randint(0, 40)))
        preferred: Spans = []
        if wished and rng.random() < 0.7:
            a, b = rng.choice(windows)
            preferred = [(a + rng.randint(-20, b - a - minutes), b + rng.randint(0, 30))]
        wishes.append(Wish(rng.randint(0, 4), minutes, windows, preferred))
        opens += minutes
    return wishes


def ruled(seed: int) -> Rule:
    """Draw a break."""
    rng = random.Random(seed)
    earliest = rng.randint(9, 11) * 60
    return Rule(rng.choice([15, 30]), earliest, earliest + rng.choice([30, 90]))


@dataclass(frozen=True)
class Kind:
    """A kind of tiny route, and how near the kernel's one way of timing comes to the best.

    It leaves as early as possible, as late as possible, or as some wish asks, and takes
    breaks at the first or the last chance; what lies between is not tried.
    """

    wished: bool
    paused: bool
    seconds: int
    exact_percent: int

    def costs(self, seed: int) -> tuple[int, int]:
        """Give the kernel's cost and the least one."""
        wishes = drawn(seed, wished=self.wished)
        rule = ruled(seed) if self.paused else None
        return kernel(wishes, rule), oracle(wishes, rule)


PLAIN = Kind(wished=False, paused=False, seconds=3600, exact_percent=95)
WISHED = Kind(wished=True, paused=False, seconds=4500, exact_percent=85)
PAUSED = Kind(wished=False, paused=True, seconds=7200, exact_percent=75)


@pytest.mark.parametrize("kind", [PLAIN, WISHED, PAUSED], ids=["plain", "wished", "paused"])
def test_no_timetable_is_much_better(kind: Kind) -> None:
    exact = 0
    for seed in range(100):
        ours, best = kind.costs(seed)
        assert ours >= best, f"{seed}: better than possible"
        if ours < INFINITE:
            assert ours <= best + kind.seconds, f"{seed}: {ours - best} s from the best"
        else:
            assert best == INFINITE or kind.paused, f"{seed}: found impossible"
        exact += ours == best
    assert exact >= kind.exact_percent


@st.composite
def any_times(draw: st.DrawFn, places: int) -> TravelTimes:
    """Draw travel times that change through the day."""
    anchors = sorted(draw(st.sets(st.integers(0, 86_399), min_size=1, max_size=6)))
    metrics = draw(st.integers(1, 4))
    used = [draw(st.integers(0, metrics - 1)) for _ in anchors]
    rng = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    seconds = rng.integers(0, 6000, (metrics, places, places)).astype(np.int32)
    parts = seconds, seconds[0].copy(), np.array(anchors, np.int32), np.array(used, np.int32)
    for part in parts:
        part.setflags(write=False)
    return TravelTimes(*parts, "daypart")


@settings(max_examples=60, deadline=None)
@given(any_times(3), st.lists(st.integers(0, 86_399), min_size=1, max_size=20))
def test_the_kernel_reads_the_same_travel_times(times: TravelTimes, departs: list[int]) -> None:
    request = request_for([Wish(1, 20, []), Wish(2, 20, [])], None)
    tables = compile_request(request, times).tables
    near = [int(a) + d for a in times.anchors_s for d in (-1, 0, 1) if 0 <= int(a) + d < 86_400]
    for depart in departs + near:
        for i in range(3):
            for j in range(3):
                assert travel_seconds(tables, i, j, depart) == times.between(i, j, depart)
