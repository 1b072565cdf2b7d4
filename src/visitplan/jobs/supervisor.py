"""Keep worker processes running beside the server."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from visitplan.jobs.worker import new_owner
from visitplan.store import Jobs, Store, StoreUnavailableError

log = logging.getLogger("visitplan.jobs")

_STOP_GRACE_S = 15.0
_QUICK_DEATH_S = 10.0
_LONGEST_PAUSE_S = 30.0
_RETRY_S = 5.0


@dataclass(slots=True)
class _Child:
    process: SpawnProcess
    owner: str
    born_s: float


@dataclass(slots=True)
class Supervisor:
    """So many worker processes, each begun anew when it dies.

    `target` is called in the new process with the owner's name as its one
    argument; it must be importable there, as must what it carries.
    """

    store: Store
    target: Callable[[str], None]
    count: int
    _children: list[_Child] = field(default_factory=list)
    _quick_deaths: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _wake: tuple[Connection, Connection] | None = None

    def start(self) -> None:
        """Begin the processes and watch them."""
        self._wake = multiprocessing.Pipe(duplex=False)
        self._begin_missing()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the processes in an orderly way, then by force; free what they held."""
        self._stopping.set()
        if self._wake is not None:
            self._wake[1].send(None)
        if self._thread is not None:
            self._thread.join()
        for child in self._children:
            child.process.terminate()
        until_s = time.monotonic() + _STOP_GRACE_S
        for child in self._children:
            child.process.join(max(0.0, until_s - time.monotonic()))
            if child.process.is_alive():
                child.process.kill()
                child.process.join()
            self._free(child)
            child.process.close()
        if self._wake is not None:
            for end in self._wake:
                end.close()

    def _begin_missing(self) -> None:
        while len(self._children) < self.count:
            try:
                self._children.append(self._begin())
            except OSError as error:  # out of processes or memory for now
                log.warning("no worker process could be started: %s", error.strerror)
                return

    def _begin(self) -> _Child:
        owner = new_owner()
        # Spawn, not fork: the server has threads, and a fork would copy their locks.
        process = multiprocessing.get_context("spawn").Process(
            target=self.target, args=(owner,), name="visitplan-worker"
        )
        process.start()
        log.info("worker process %s started", process.pid)
        return _Child(process, owner, time.monotonic())

    def _watch(self) -> None:
        assert self._wake is not None
        while True:
            complete = len(self._children) == self.count
            sentinels = [child.process.sentinel for child in self._children]
            wait([self._wake[0], *sentinels], timeout=None if complete else _RETRY_S)
            self._bury_dead()
            if self._stopping.is_set():
                return
            self._begin_missing()

    def _bury_dead(self) -> None:
        dead = [child for child in self._children if not child.process.is_alive()]
        for child in dead:
            log.warning("worker process %s ended (%s)", child.process.pid, child.process.exitcode)
            self._children.remove(child)
            self._free(child)
            child.process.close()
            quick = time.monotonic() - child.born_s < _QUICK_DEATH_S
            self._quick_deaths = self._quick_deaths + 1 if quick else 0
        if dead and self._quick_deaths > 1:
            # Those that die at birth again and again must not eat the machine.
            self._stopping.wait(min(_LONGEST_PAUSE_S, 2.0**self._quick_deaths))

    def _free(self, child: _Child) -> None:
        """End the dead child's lease, so that its job need not wait for it."""
        try:
            with self.store.write() as session:
                Jobs(session).expire(child.owner)
        except StoreUnavailableError as error:
            log.warning("%s %s", error.code, error)
