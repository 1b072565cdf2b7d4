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


@dataclass(slots=True)
class _Child:
    process: SpawnProcess
    owner: str
    born_s: float
    quick_deaths: int


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
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _wake: tuple[Connection, Connection] | None = None

    def start(self) -> None:
        """Begin the processes and watch them."""
        self._wake = multiprocessing.Pipe(duplex=False)
        self._children = [self._begin(0) for _ in range(self.count)]
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

    def _begin(self, quick_deaths: int) -> _Child:
        owner = new_owner()
        # Spawn, not fork: the server has threads, and a fork would copy their locks.
        process = multiprocessing.get_context("spawn").Process(
            target=self.target, args=(owner,), name="visitplan-worker"
        )
        process.start()
        log.info("worker process %s started", process.pid)
        return _Child(process, owner, time.monotonic(), quick_deaths)

    def _watch(self) -> None:
        assert self._wake is not None
        while not self._stopping.is_set():
            wait([self._wake[0], *(child.process.sentinel for child in self._children)])
            if not self._stopping.is_set():
                self._children = [self._kept_or_renewed(child) for child in self._children]

    def _kept_or_renewed(self, child: _Child) -> _Child:
        if child.process.is_alive():
            return child
        log.warning("worker process %s ended with %s", child.process.pid, child.process.exitcode)
        self._free(child)
        child.process.close()
        quick = time.monotonic() - child.born_s < _QUICK_DEATH_S
        deaths = child.quick_deaths + 1 if quick else 0
        if deaths > 1:  # one that dies at birth again and again must not eat the machine
            self._stopping.wait(min(_LONGEST_PAUSE_S, 2.0**deaths))
        return self._begin(deaths)

    def _free(self, child: _Child) -> None:
        """End the dead child's lease, so that its job need not wait for it."""
        try:
            with self.store.write() as session:
                Jobs(session).expire(child.owner)
        except StoreUnavailableError as error:
            log.warning("%s %s", error.code, error)
