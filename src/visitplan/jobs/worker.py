"""Take jobs one after the other, run them, keep their results."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from visitplan.domain.errors import VisitplanError
from visitplan.jobs.control import Control, Task
from visitplan.jobs.errors import AttemptsSpentError, PlanningBrokeError, problem_json
from visitplan.jobs.heartbeat import beating
from visitplan.store import Jobs, Lease, Plans, Store, StoreUnavailableError

log = logging.getLogger("visitplan.jobs")


class JobRunner(Protocol):
    """Does the work of one job."""

    def __call__(self, task: Task, control: Control) -> str:
        """Give the plan document as JSON.

        Reports progress to `control` and ends soon after its `should_stop` turns true.
        A `VisitplanError` fails the job with that error.
        """


@dataclass(frozen=True, slots=True)
class Timing:
    """How a worker keeps time.

    A lease outlives several heartbeats, so that a busy machine costs no job;
    it is short enough that a job whose worker died waits half a minute at most.
    """

    lease_s: float = 30.0
    heartbeat_s: float = 2.0
    poll_s: float = 0.5
    max_attempts: int = 5


def wall_ms() -> int:
    """Give the present instant in milliseconds."""
    return time.time_ns() // 1_000_000


def new_owner() -> str:
    """Make a name for a worker that no other worker has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


@dataclass(slots=True)
class Worker:
    """One taker of jobs; set `stop` to end it in an orderly way."""

    store: Store
    runner: JobRunner
    owner: str = field(default_factory=new_owner)
    timing: Timing = field(default_factory=Timing)
    stop: threading.Event = field(default_factory=threading.Event)
    now_ms: Callable[[], int] = wall_ms
    ended: threading.Event = field(default_factory=threading.Event)
    _lease: Lease | None = None

    def run(self) -> None:
        """Work until stopped, then set `ended`."""
        while not self.stop.is_set():
            try:
                worked = self.run_one()
            except StoreUnavailableError as error:
                log.warning("%s %s", error.code, error)
                worked = False
            if not worked:
                self.stop.wait(self.timing.poll_s)
        self.ended.set()

    def run_one(self) -> bool:
        """Take and run one job; False where there was none."""
        lease = self._claim()
        if lease is None:
            return False
        log.info("plan %s: attempt %d begins", lease.plan_id, lease.attempt)
        self._lease = lease
        control = Control(self.stop.is_set)
        with beating(lambda: self._beat(lease, control), self.timing.heartbeat_s):
            outcome = self._attempt(lease, control)
        self._conclude(lease, control, outcome)
        self._lease = None
        return True

    def let_go(self) -> None:
        """Give the job at hand back at once, from another thread, before the process ends."""
        lease = self._lease
        if lease is not None:
            with self.store.write() as session:
                Jobs(session).release(lease)

    def _claim(self) -> Lease | None:
        with self.store.read() as session:
            if not Jobs(session).waiting(self.now_ms()):
                return None
        with self.store.write() as session:
            jobs, limit = Jobs(session), self.timing.max_attempts
            jobs.give_up(self.now_ms(), limit, problem_json(AttemptsSpentError(limit)))
            return jobs.claim(self.owner, self.now_ms(), self._lease_ms())

    def _beat(self, lease: Lease, control: Control) -> None:
        try:
            with self.store.write() as session:
                held = Jobs(session).beat(
                    lease, self.now_ms(), self._lease_ms(), control.progress_json()
                )
        except StoreUnavailableError as error:
            log.warning("plan %s: heartbeat missed: %s", lease.plan_id, error)
            return
        if not held:
            control.lost = True

    def _attempt(self, lease: Lease, control: Control) -> str | VisitplanError:
        try:
            with self.store.read() as session:
                request_json, options_json = Plans(session).task(lease.plan_id)
            return self.runner(Task(lease.plan_id, request_json, options_json), control)
        except StoreUnavailableError:
            raise
        except VisitplanError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one broken job must not end the worker
            log.error("plan %s: %s", lease.plan_id, where(error))  # noqa: TRY400 - text may hold data
            return PlanningBrokeError(type(error).__name__)

    def _conclude(self, lease: Lease, control: Control, outcome: str | VisitplanError) -> None:
        with self.store.write() as session:
            jobs = Jobs(session)
            if control.stopped:
                kept, what = jobs.release(lease), "given back"
            elif isinstance(outcome, VisitplanError):
                kept = jobs.fail(lease, self.now_ms(), problem_json(outcome))
                what = f"failed with {outcome.code}"
            else:
                # The guard and the result share a transaction: a plan is kept once.
                kept, what = jobs.finish(lease, self.now_ms()), "done"
                if kept:
                    Plans(session).put_result(lease.plan_id, outcome)
        log.info("plan %s: %s", lease.plan_id, what if kept else "taken over by another worker")

    def _lease_ms(self) -> int:
        return int(self.timing.lease_s * 1000)


def where(error: Exception) -> str:
    """Give kind and code lines of an error without its text, which may hold patient data."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = " < ".join(f"{frame.name} {frame.filename}:{frame.lineno}" for frame in frames[::-1])
    return f"{type(error).__name__} in {lines}"
