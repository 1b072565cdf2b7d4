"""One search: its plan, the best it saw, its pool of routes, its random stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled.tables import H_STOPS
from visitplan_solvers.kernel.insertion import insert
from visitplan_solvers.kernel.pool import pool_for
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.search import habits, search
from visitplan_solvers.kernel.state import scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints
    from visitplan_solvers.parameters import WeeklyParameters

LOGS = np.round(-np.log((np.arange(1024) + 0.5) / 1024) * 1024).astype(np.int64)
"""-ln(u) in 1024ths for evenly spread u: whole numbers, the same on every platform."""


class Worker:
    """A search that runs in a thread of its own; it shares nothing but the tables."""

    def __init__(
        self, problem: Problem, plan: Ints, parameters: WeeklyParameters, *, seed: int, stream: int
    ) -> None:
        self._tables = problem.tables
        self._parameters = parameters
        self.plan = plan.copy()
        self.best = plan.copy()
        self.undo = undo_for(problem.tables, plan)
        self.space = scratch(problem.tables, remembers=True)
        self.habits = habits()
        self.rng = seeded(seed, stream)
        self.forget_routes()

    def forget_routes(self) -> None:
        """Begin a new pool."""
        size = self._parameters.pool_size
        self.pool = pool_for(size, int(self._tables.cells[H_STOPS]))

    def take(
        self,
        plan: Ints,
        closed: NDArray[np.uint8] | None = None,
        frozen: NDArray[np.uint8] | None = None,
    ) -> None:
        """Go on from a plan, in a part of it where slots are closed and patients frozen."""
        self.plan[:] = plan
        self.best[:] = plan
        self.undo.closed[:] = 0 if closed is None else closed
        self.undo.frozen[:] = 0 if frozen is None else frozen

    def search(self, rounds: int, heat: int) -> None:
        """Do rounds at a temperature."""
        p = self._parameters
        search(
            self._tables,
            self.plan,
            self.best,
            self.undo,
            self.pool,
            self.habits,
            self.rng,
            self.space,
            LOGS,
            rounds,
            heat,
            p.size_most,
            p.blink,
        )

    def insert(self, plan: Ints, v: int) -> bool:
        """Put a visit into a plan where it costs least."""
        self.undo.closed[:] = 0
        begin_round(self.undo)
        return bool(insert(self._tables, plan, v, 0, self.rng, self.space, self.undo))
