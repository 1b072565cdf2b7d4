"""Using the cores a process may run on."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol

from visitplan_solvers.peers.mending import mended

if TYPE_CHECKING:
    from visitplan_solvers.peers.case import PeerCase
    from visitplan_solvers.peers.mending import Routes


class Search(Protocol):
    """One search of one thread; a function of a module, so that another process finds it."""

    def __call__(self, case: PeerCase, seed: int, seconds: float, turn: int) -> Routes:
        """Give a sequence of visits for each shift; `turn` numbers the cores from 0."""


def cores() -> int:
    """Give the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def best_of_cores(search: Search, case: PeerCase, seed: int, seconds: float) -> Routes:
    """Run a search of one thread on each core, each with a seed of its own; give the best."""
    count = cores()
    if count == 1:
        return search(case, seed, seconds, 0)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(search, case, seed + n, seconds, n) for n in range(count)]
        found = [job.result() for job in jobs]
    return min(found, key=lambda routes: case.total(mended(case, routes).routes))
