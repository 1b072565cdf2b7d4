"""Worker processes that die, and a server that does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from service_documents import plan_json

from visitplan.app.worker_process import WorkerProcess
from visitplan.jobs import Control, JobRunner, Task, Timing
from visitplan.jobs.supervisor import Supervisor
from visitplan.store import NewPlan, PlanRecord, Plans, Store, open_store

pytestmark = pytest.mark.slow

PATIENCE_S = 60.0
# A lease that outlives the test: what is taken up again is so for another reason.
LONG_LEASE = Timing(lease_s=3600.0, heartbeat_s=0.05, poll_s=0.05)


class DieFirst:
    """Dies like a killed process in the first attempt, makes the plan in the next."""

    def __init__(self, marks: Path) -> None:
        self.marks = marks

    def __call__(self, task: Task, control: Control) -> str:
        mark = self.marks / str(os.getpid())
        mark.touch()
        if len(list(self.marks.iterdir())) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return plan_json(task.plan_id)


class WaitForStop:
    """Works until it is told to stop."""

    def __init__(self, marks: Path) -> None:
        self.marks = marks

    def __call__(self, task: Task, control: Control) -> str:
        (self.marks / str(os.getpid())).touch()
        while not control.should_stop():
            threading.Event().wait(0.01)
        return plan_json(task.plan_id)


class MakeRunner:
    """Makes a runner in the worker process."""

    def __init__(self, kind: Callable[[Path], JobRunner], marks: Path) -> None:
        self.kind, self.marks = kind, marks

    def __call__(self) -> JobRunner:
        return self.kind(self.marks)


def until(happened: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end_s, "did not happen in time"
        threading.Event().wait(0.02)


def accept(store: Store) -> None:
    with store.write() as session:
        Plans(session).add(NewPlan("a", 0, "{}", "", "{}", "[]"))


def record(store: Store) -> PlanRecord:
    with store.read() as session:
        found = Plans(session).find("a")
    assert found is not None
    return found


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return status != "Z"


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def test_a_killed_workers_job_is_taken_up_at_once_by_a_new_process(
    tmp_path: Path, marks: Path
) -> None:
    path = tmp_path / "store.sqlite3"
    with open_store(path) as store:
        accept(store)
        target = WorkerProcess(path, MakeRunner(DieFirst, marks), LONG_LEASE)
        supervisor = Supervisor(store, target, 1)
        supervisor.start()
        try:
            until(lambda: record(store).state == "done")
        finally:
            supervisor.stop()
        assert record(store).attempts == 2


def test_an_orderly_stop_gives_the_job_back(tmp_path: Path, marks: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with open_store(path) as store:
        accept(store)
        target = WorkerProcess(path, MakeRunner(WaitForStop, marks), LONG_LEASE)
        supervisor = Supervisor(store, target, 1)
        supervisor.start()
        try:
            until(lambda: any(marks.iterdir()))
        finally:
            supervisor.stop()
        assert (record(store).state, record(store).attempts) == ("queued", 0)


_SERVER = """
import sys, threading
from pathlib import Path
sys.path.insert(0, {tests!r})
sys.path.insert(0, {here!r})
from test_supervisor import LONG_LEASE, MakeRunner, WaitForStop
from visitplan.app.worker_process import WorkerProcess
from visitplan.jobs.supervisor import Supervisor
from visitplan.store import open_store

if __name__ == "__main__":
    path, marks = Path(sys.argv[1]), Path(sys.argv[2])
    with open_store(path) as store:
        Supervisor(store, WorkerProcess(path, MakeRunner(WaitForStop, marks), LONG_LEASE), 1).start()
        threading.Event().wait()
"""


def test_a_worker_stops_and_gives_its_job_back_when_its_server_is_killed(
    tmp_path: Path, marks: Path
) -> None:
    here = Path(__file__).parent
    script = tmp_path / "server.py"
    script.write_text(_SERVER.format(tests=str(here.parents[1]), here=str(here)))
    path = tmp_path / "store.sqlite3"
    with open_store(path) as store:
        accept(store)
        with subprocess.Popen([sys.executable, str(script), str(path), str(marks)]) as server:
            try:
                until(lambda: any(marks.iterdir()))
            finally:
                server.kill()
        worker = int(next(marks.iterdir()).name)
        until(lambda: not alive(worker))
        assert (record(store).state, record(store).attempts) == ("queued", 0)
