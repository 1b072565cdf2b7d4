"""A worker on a real store, with small runners and a clock that the test sets."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_documents import plan_json

from visitplan.domain.errors import VisitplanError
from visitplan.jobs import Control, JobRunner, Task, Timing, Worker
from visitplan.store import Jobs, NewPlan, PlanRecord, Plans, Store, open_store

QUICK = Timing(lease_s=1.0, heartbeat_s=0.001, poll_s=0.01, max_attempts=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite3") as opened:
        yield opened


class SetClock:
    """Gives the milliseconds that the test set."""

    def __init__(self) -> None:
        self.now_ms = 0

    def __call__(self) -> int:
        return self.now_ms


class HopelessError(VisitplanError):
    code = "VP4999"


def accept(store: Store, plan_id: str = "a") -> None:
    with store.write() as session:
        Plans(session).add(NewPlan(plan_id, 0, '{"a": 1}', "", '{"seed": 1}', "[]"))


def record(store: Store, plan_id: str = "a") -> PlanRecord:
    with store.read() as session:
        found = Plans(session).find(plan_id)
    assert found is not None
    return found


def result(store: Store, plan_id: str = "a") -> str | None:
    with store.read() as session:
        return Plans(session).result(plan_id)


def tiny(task: Task, control: Control) -> str:
    return plan_json(task.plan_id)


def test_a_job_gets_its_request_and_its_plan_is_kept(store: Store) -> None:
    accept(store)
    seen: list[Task] = []

    def runner(task: Task, control: Control) -> str:
        seen.append(task)
        return plan_json(task.plan_id)

    assert Worker(store, runner).run_one()
    assert seen == [Task("a", '{"a": 1}', '{"seed": 1}')]
    assert record(store).state == "done"
    assert result(store) == plan_json("a")


def test_without_a_job_nothing_is_done(store: Store) -> None:
    assert not Worker(store, tiny).run_one()


def test_progress_is_kept_by_the_heartbeat(store: Store) -> None:
    accept(store)
    shown = threading.Event()

    def runner(task: Task, control: Control) -> str:
        control.report({"fraction": 0.25})
        while not shown.wait(0.001):
            if record(store).progress_json == '{"fraction": 0.25}':
                shown.set()
        return plan_json(task.plan_id)

    Worker(store, runner, timing=QUICK).run_one()
    assert shown.is_set()


def test_an_error_with_a_code_fails_the_job_with_it(store: Store) -> None:
    accept(store)

    def runner(task: Task, control: Control) -> str:
        raise HopelessError("no road leads there")

    Worker(store, runner).run_one()
    assert record(store).state == "failed"
    problem = json.loads(record(store).problem_json or "")
    assert problem == {"code": "VP4999", "detail": "no road leads there"}


def test_an_unexpected_error_fails_the_job_and_tells_no_data(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    accept(store)

    def runner(task: Task, control: Control) -> str:
        raise RuntimeError("marker-7713 lives at 10.0, 20.0")

    with caplog.at_level(logging.DEBUG):
        Worker(store, runner).run_one()
    found = record(store)
    assert found.state == "failed"
    assert json.loads(found.problem_json or "")["code"] == "VP5102"
    assert "RuntimeError" in caplog.text
    assert "marker-7713" not in caplog.text + (found.problem_json or "")


def test_a_job_stopped_with_its_worker_goes_back_to_the_queue(store: Store) -> None:
    accept(store)

    def runner(task: Task, control: Control) -> str:
        worker.stop.set()
        assert control.should_stop()
        return plan_json(task.plan_id)

    worker = Worker(store, runner)
    worker.run()
    assert (record(store).state, record(store).attempts) == ("queued", 0)
    assert result(store) is None
    assert worker.ended.is_set()


def test_a_result_that_was_ready_at_the_stop_is_kept(store: Store) -> None:
    accept(store)

    def runner(task: Task, control: Control) -> str:
        worker.stop.set()
        return plan_json(task.plan_id)

    worker = Worker(store, runner)
    worker.run()
    assert record(store).state == "done"


def test_a_worker_that_lost_its_lease_stops_and_keeps_nothing(store: Store) -> None:
    accept(store)
    clock = SetClock()

    def slow(task: Task, control: Control) -> str:
        clock.now_ms = 10_000
        with store.write() as session:  # no heartbeat of ours can come between
            assert Jobs(session).claim("other", 2_000_000, 1_000) is not None
        while not control.should_stop():
            threading.Event().wait(0.001)
        return plan_json("from the slow one")

    Worker(store, slow, "slow", QUICK, now_ms=clock).run_one()
    assert result(store) is None
    assert (record(store).state, record(store).attempts) == ("running", 2)


def test_of_two_results_for_one_job_only_the_holders_is_kept(store: Store) -> None:
    accept(store)
    clock = SetClock()
    timing = Timing(lease_s=1.0, heartbeat_s=3600)

    def slow(task: Task, control: Control) -> str:
        clock.now_ms = 1_001
        assert Worker(store, tiny, "quick", timing, now_ms=clock).run_one()
        return plan_json("from the slow one")

    Worker(store, slow, "slow", timing, now_ms=clock).run_one()
    assert record(store).state == "done"
    assert result(store) == plan_json("a")


def test_a_job_whose_processes_died_is_given_up_with_a_numbered_problem(store: Store) -> None:
    accept(store)
    for now_ms in (0, 2_000):
        with store.write() as session:
            assert Jobs(session).claim("dead", now_ms, 1_000) is not None
    clock = SetClock()
    clock.now_ms = 4_000
    assert not Worker(store, tiny, timing=QUICK, now_ms=clock).run_one()
    assert record(store).state == "failed"
    assert json.loads(record(store).problem_json or "")["code"] == "VP5101"


def test_a_job_can_be_given_back_from_another_thread(store: Store) -> None:
    accept(store)

    def runner(task: Task, control: Control) -> str:
        worker.let_go()
        return plan_json(task.plan_id)

    worker = Worker(store, runner)
    worker.run_one()
    assert (record(store).state, result(store)) == ("queued", None)


def test_many_workers_do_every_job_once(store: Store) -> None:
    names = [f"plan-{number}" for number in range(20)]
    for name in names:
        accept(store, name)
    begun: list[str] = []

    def runner(task: Task, control: Control) -> str:
        begun.append(task.plan_id)
        return plan_json(task.plan_id)

    def work(own: JobRunner) -> None:
        worker = Worker(store, own)
        while worker.run_one():
            pass

    threads = [threading.Thread(target=work, args=(runner,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == sorted(names)
    assert all(record(store, name).state == "done" for name in names)
