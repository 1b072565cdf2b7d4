"""Fixed starts that move where they stand: later to make room, back where nothing is gained."""

from __future__ import annotations

from builders import MON, case_manager, order, patient, request_of, span
from solving import street

from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.kernel.insertion import insert
from visitplan_solvers.kernel.layout import TOTAL, day_at, pin_at, slot_at
from visitplan_solvers.kernel.pins import pull, timed_anew
from visitplan_solvers.kernel.pushing import push, put_off_all
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import empty_state
from visitplan_solvers.kernel.undo import begin_round, keep, roll_back
from visitplan_solvers.parameters import WeeklyParameters
from visitplan_solvers.worker import Worker

MINUTE = 60


def two_meet_twice(**more: object) -> tuple[Problem, Worker, list[int]]:
    """Give a day of two people with two visits for both, placed, and one for one, left out."""
    people = [
        case_manager(name, 0, "LCSW", shifts=[span(MON, "08:00", "16:00")])
        for name in ("ana", "ben")
    ]
    patients = [
        patient("p1", 1, order("p1/both", 30, "LCSW", "LCSW", **more)),
        patient("p2", 2, order("p2/both", 30, "LCSW", "LCSW", **more)),
        patient("p3", 1, order("p3/one", 60, "LCSW")),
    ]
    weights = {"wait": 0, "late_window": 1}
    request = request_of(people, patients, policy={"weights": weights})
    problem = compile_request(request, street(request))
    worker = Worker(
        problem,
        empty_state(problem.tables, problem.appointment_rows),
        WeeklyParameters(),
        seed=1,
        stream=0,
    )
    rows = list(range(len(problem.occurrences)))
    begin_round(worker.undo)
    for v in rows[:2]:
        assert worker.insert(worker.plan, v)
    begin_round(worker.undo)
    return problem, worker, rows


def pins(problem: Problem, worker: Worker, rows: list[int]) -> list[int]:
    return [int(worker.plan[pin_at(problem.tables, v)]) for v in rows]


def test_a_pin_that_moves_drives_the_pins_behind_it_before_itself() -> None:
    problem, worker, rows = two_meet_twice()
    tables, plan, undo = problem.tables, worker.plan, worker.undo
    first, second = sorted(rows[:2], key=lambda v: plan[pin_at(tables, v)])
    before = pins(problem, worker, [first, second])
    assert put_off_all(tables, plan, first, before[0] + 90 * MINUTE, undo)
    assert all(timed_anew(tables, plan, v, worker.space) for v in (first, second))
    after = pins(problem, worker, [first, second])
    assert after[0] == before[0] + 90 * MINUTE
    # Half an hour there and one block of driving lie between the two.
    assert after[1] >= after[0] + 30 * MINUTE + 600
    assert after[1] > before[1]


def test_pins_put_off_for_nothing_fall_back() -> None:
    late = {"windows": [{"start": "08:00", "end": "09:30"}], "max_late_minutes": 400}
    problem, worker, rows = two_meet_twice(**late)
    tables, plan, undo = problem.tables, worker.plan, worker.undo
    before, total = pins(problem, worker, rows[:2]), int(plan[TOTAL])
    first = min(rows[:2], key=lambda v: plan[pin_at(tables, v)])
    assert put_off_all(tables, plan, first, before[0] + 120 * MINUTE, undo)
    assert all(timed_anew(tables, plan, v, worker.space) for v in rows[:2])
    assert plan[TOTAL] > total
    pull(tables, plan, worker.space, undo)
    assert (pins(problem, worker, rows[:2]), int(plan[TOTAL])) == (before, total)


def test_rolling_back_takes_moved_pins_along() -> None:
    problem, worker, rows = two_meet_twice()
    tables, plan, undo = problem.tables, worker.plan, worker.undo
    before, total = pins(problem, worker, rows[:2]), int(plan[TOTAL])
    assert put_off_all(tables, plan, rows[0], before[0] + 45 * MINUTE, undo)
    roll_back(tables, plan, undo)
    assert (pins(problem, worker, rows[:2]), int(plan[TOTAL])) == (before, total)


def test_a_pin_that_cannot_be_reached_in_the_day_stays() -> None:
    problem, worker, rows = two_meet_twice()
    assert not put_off_all(problem.tables, worker.plan, rows[0], 24 * 60 * MINUTE, worker.undo)


def test_what_may_not_be_changed_does_not_move() -> None:
    problem, worker, rows = two_meet_twice()
    tables, plan, undo = problem.tables, worker.plan, worker.undo
    before = pins(problem, worker, rows[:2])
    undo.closed[plan[slot_at(tables, rows[0], 1)]] = 1
    assert not put_off_all(tables, plan, rows[0], before[0] + 10 * MINUTE, undo)
    assert pins(problem, worker, rows[:2]) == before


def test_a_push_makes_room_for_what_was_taken_out() -> None:
    problem, worker, rows = two_meet_twice()
    tables, plan, undo = problem.tables, worker.plan, worker.undo
    before = pins(problem, worker, rows[:2])
    begin_round(undo)
    keep(tables, plan, undo, int(plan[slot_at(tables, rows[0], 0)]))
    undo.bank[0], undo.bank[1] = 1, rows[2]
    moved = [push(tables, plan, seeded(k), worker.space, undo) for k in range(20)]
    assert any(moved)
    after = pins(problem, worker, rows[:2])
    assert after != before
    assert all(b >= a for a, b in zip(before, after, strict=True))
    assert insert(tables, plan, rows[2], 0, seeded(1), worker.space, undo)
    assert plan[day_at(tables, rows[2])] >= 0
