"""A worker as a process: its signals, its parent, its orderly end."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from types import FrameType

from visitplan.app.log_lines import log_to_stderr
from visitplan.domain.errors import VisitplanError
from visitplan.jobs import JobRunner, Timing, Worker, new_owner
from visitplan.store import StoreUnavailableError, open_store

log = logging.getLogger("visitplan.jobs")

_LAST_GRACE_S = 5.0

RunnerMaker = Callable[[], JobRunner]


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """The body of a worker process; `make_runner` is called inside it, once."""

    store: Path
    make_runner: RunnerMaker
    timing: Timing = field(default_factory=Timing)

    def __call__(self, owner: str) -> None:
        """Be the process of a supervisor: an error ends it with a line in the log."""
        log_to_stderr()
        try:
            self.work(owner)
        except VisitplanError as error:
            log.error("%s %s", error.code, error)  # noqa: TRY400 - the text says it all
            sys.exit(error.exit_code)

    def work(self, owner: str) -> None:
        """Take jobs until told to stop, or until the process that began this one is gone."""
        stop = threading.Event()
        _stop_on_signals(stop)
        with open_store(self.store) as store:
            worker = Worker(store, self.make_runner(), owner, self.timing, stop)
            _watch_parent(worker)
            worker.run()


def run_alone(store: Path, make_runner: RunnerMaker) -> None:
    """Be a worker that no server began."""
    log_to_stderr()
    WorkerProcess(store, make_runner).work(new_owner())


def _stop_on_signals(stop: threading.Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)


def _watch_parent(worker: Worker) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        log.warning("the server is gone; worker process %d stops", os.getpid())
        worker.stop.set()
        # A solver deep in compiled code may not look up in time: then end without it.
        if not worker.ended.wait(_LAST_GRACE_S):
            _let_go(worker)
            os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _let_go(worker: Worker) -> None:
    try:
        worker.let_go()
    except StoreUnavailableError as error:
        log.warning("%s %s", error.code, error)
