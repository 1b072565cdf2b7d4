"""The plan that the search keeps up to date equals the plan made anew."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from builders import MON, case_manager, order, patient, plan_of, request_of, small_request, span
from hypothesis import given, settings
from hypothesis import strategies as st
from solving import checked_street, street
from weeks import crowded_request, entangled_request

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.decode import numbered, routes
from visitplan_solvers.kernel.layout import (
    TOTAL,
    day_at,
    early_at,
    latest_at,
    length_at,
    mark_at,
    seq_at,
    start_at,
)
from visitplan_solvers.kernel.pins import pull
from visitplan_solvers.kernel.pool import add_route, pool_for
from visitplan_solvers.kernel.positions import (
    COSTLIER,
    FREE,
    M_DELTA,
    M_MARK,
    M_SPOT,
    NOWHERE,
    best_position,
)
from visitplan_solvers.kernel.pushing import push
from visitplan_solvers.kernel.removal import WAYS, remove_by, settle
from visitplan_solvers.kernel.rng import below, seeded
from visitplan_solvers.kernel.search import add_unassigned, recreate
from visitplan_solvers.kernel.spacing import day_fits
from visitplan_solvers.kernel.state import empty_state
from visitplan_solvers.kernel.undo import begin_round, roll_back
from visitplan_solvers.parameters import WeeklyParameters
from visitplan_solvers.worker import Worker


def begun(request: PlanRequest, *, by_hour: bool = False) -> tuple[Problem, t.Ints]:
    problem = compile_request(request, street(request, by_hour=by_hour))
    return problem, empty_state(problem.tables, problem.appointment_rows)


@pytest.mark.parametrize("by_hour", [False, True])
@pytest.mark.parametrize("request_of_week", [small_request, crowded_request, entangled_request])
def test_the_kept_total_is_the_checkers_cost(
    request_of_week: Callable[[], PlanRequest], *, by_hour: bool
) -> None:
    request = request_of_week()
    problem, state = begun(request, by_hour=by_hour)
    worker = Worker(problem, state, WeeklyParameters(), seed=5, stream=0)
    state = worker.plan
    for rounds, heat in ((1, 60_000), (2, 60_000), (5, 9000), (20, 9000), (100, 2000), (300, 600)):
        worker.search(rounds, heat)
        names = numbered(problem, state)
        out = [x for v, x in names.items() if state[day_at(problem.tables, v)] < 0]
        plan = plan_of(request, list(routes(problem, state)), *out)
        verdict = audit(request, plan, checked_street(request, by_hour=by_hour))
        broken = {v.rule for v in verdict.violations} - {"cost_term", "cost_total", "speeds"}
        assert broken == set()
        assert verdict.cost.total == state[TOTAL]
    assert worker.best[TOTAL] <= state[TOTAL]


def _meaning(problem: Problem, state: t.Ints) -> bytes:
    """Give the bytes of a state without what stands behind the ends of its routes."""
    clean = state.copy()
    stops = int(problem.arrays.stops[0])
    for r in range(len(problem.slots)):
        for at in (start_at, early_at, latest_at):
            first = at(problem.tables, r, 0)
            clean[first + clean[length_at(problem.tables, r)] : first + stops] = 0
    return clean.tobytes()


@pytest.mark.parametrize("by_hour", [False, True])
@pytest.mark.parametrize("request_of_week", [crowded_request, entangled_request])
def test_rolling_back_restores_every_cell(
    request_of_week: Callable[[], PlanRequest], *, by_hour: bool
) -> None:
    problem, empty = begun(request_of_week(), by_hour=by_hour)
    worker = Worker(problem, empty, WeeklyParameters(), seed=3, stream=0)
    worker.search(50, 600)
    tables, state, undo = problem.tables, worker.plan, worker.undo
    rng, space = worker.rng, worker.space
    for n in range(200):
        before = _meaning(problem, state)
        begin_round(undo)
        remove_by(tables, state, n % WAYS, 1 + n % 12, rng, undo)
        settle(tables, state, undo, space)
        add_unassigned(tables, state, undo, 8, rng)
        push(tables, state, rng, space, undo)
        recreate(tables, state, undo, 10, rng, space)
        pull(tables, state, space, undo)
        roll_back(tables, state, undo)
        assert _meaning(problem, state) == before


@pytest.mark.parametrize("request_of_week", [crowded_request, entangled_request])
def test_what_is_remembered_of_an_insertion_is_what_is_found_anew(
    request_of_week: Callable[[], PlanRequest],
) -> None:
    problem, empty = begun(request_of_week())
    worker = Worker(problem, empty, WeeklyParameters(), seed=4, stream=0)
    tables, arrays, memo = problem.tables, problem.arrays, worker.space.memo
    state, undo, rng = worker.plan, worker.undo, worker.rng
    compared = 0
    for n in range(60):
        worker.search(10, 600)
        begin_round(undo)
        remove_by(tables, state, n % WAYS, 6, rng, undo)
        assert settle(tables, state, undo, worker.space)
        for v in {int(arrays.visit[u, t.V_ITEM]) for u in undo.bank[1 : 1 + undo.bank[0]]}:
            if state[day_at(tables, v)] >= 0:
                continue
            for k in range(*arrays.option_ptr[[v * 7, v * 7 + 7]]):
                r = int(arrays.option[k])
                if memo[k, M_MARK] != state[mark_at(tables, r)]:
                    continue
                delta, spot, _ = best_position(
                    tables, state, r, v, t.NEVER, FREE, t.NEVER, worker.space
                )
                compared += 1
                if memo[k, M_SPOT] == COSTLIER:
                    assert delta >= memo[k, M_DELTA]
                else:
                    assert (delta, spot) == (memo[k, M_DELTA], memo[k, M_SPOT])
                    assert (spot == NOWHERE) == (delta == t.NEVER)
        roll_back(tables, state, undo)
    assert compared > 100


def test_the_random_stream_never_changes() -> None:
    rng = seeded(7)
    assert [below(rng, 1000) for _ in range(8)] == STREAM_OF_7
    assert [below(seeded(7, stream=1), 1 << 30) for _ in range(2)] == [STREAM_1_OF_7] * 2


STREAM_OF_7 = [566, 817, 731, 41, 818, 936, 572, 916]
STREAM_1_OF_7 = 128448337


def test_the_random_stream_is_xorshift64_star() -> None:
    rng = seeded(123)
    x, mask = int(rng[0]), (1 << 64) - 1
    for n in range(2, 200):
        x ^= x >> 12
        x ^= (x << 25) & mask
        x ^= x >> 27
        assert below(rng, n) == ((x * 0x2545F4914F6CDD1D & mask) >> 33) % n


def spaced(served: set[int], gap: int, most: int | None, first_limit: int) -> bool:
    """Tell by the definition whether a set of days keeps an order's gaps."""
    days = sorted(served)
    apart = all(b - a >= gap for i, a in enumerate(days) for b in days[i + 1 :])
    near = most is None or all(b - a <= most for a, b in pairwise(days))
    return apart and near and (not days or days[0] <= first_limit)


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.integers(0, 6), max_size=4),
    st.integers(0, 6),
    st.integers(1, 4),
    st.none() | st.integers(1, 7),
    st.none() | st.integers(-3, -1),
)
def test_a_day_fits_as_the_definition_says(
    served: set[int], day: int, gap: int, more: int | None, past: int | None
) -> None:
    most = None if more is None else gap + more - 1
    first_limit = 6 if past is None or most is None or past + most < 0 else past + most
    if not spaced(served, gap, most, first_limit):
        return
    wish = order("p1/visit", 30, "LCSW", visits=5, min_gap_days=gap, max_gap_days=most)
    history = []
    if past is not None:
        told = {
            "order": "p1/visit",
            "start": f"2026-11-{30 + past}T10:00",
            "case_managers": ["ana"],
        }
        history.append(told | {"status": "completed"})
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    problem, state = begun(request_of([ana], [patient("p1", 1, wish, history=history)]))
    for v, d in enumerate(served):
        state[day_at(problem.tables, v)] = d
    fits = day_fits(problem.tables, state, len(served), day)
    # The last day fits only beside days that differ: the gap is a day at least.
    assert fits == (day not in served and spaced(served | {day}, gap, most, first_limit))


def test_the_pool_keeps_each_route_once() -> None:
    problem, empty = begun(crowded_request())
    worker = Worker(problem, empty, WeeklyParameters(), seed=3, stream=0)
    worker.search(50, 0)
    tables, state, pool = problem.tables, worker.plan, pool_for(1000, int(problem.arrays.stops[0]))
    used = [r for r in range(len(problem.slots)) if state[length_at(tables, r)] > 0]
    for r in used * 3:
        add_route(tables, state, r, pool)
    assert pool.count[0] == len(used)
    kept = pool.slot[: len(used)].tolist()
    assert kept == used
    first = seq_at(tables, used[0], 0)
    length = int(pool.length[0])
    assert np.array_equal(pool.seq[0, :length], state[first : first + length])


def test_a_full_pool_takes_no_more() -> None:
    problem, empty = begun(crowded_request())
    worker = Worker(problem, empty, WeeklyParameters(pool_size=100), seed=3, stream=0)
    worker.search(400, 600)
    assert worker.pool.count[0] == 100
