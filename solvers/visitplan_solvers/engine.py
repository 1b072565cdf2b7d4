"""How the parts of the search take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.tables import Ints
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.kernel.insertion import insert
from visitplan_solvers.kernel.layout import TOTAL, day_at
from visitplan_solvers.kernel.pool import Pool, pool_for
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.search import search
from visitplan_solvers.kernel.state import Unreachable, empty_state, scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for
from visitplan_solvers.rebuild import placed_as
from visitplan_solvers.recombine import recombined

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.domain.solving import Stop
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.parameters import WeeklyParameters

LOGS = np.round(-np.log((np.arange(1024) + 0.5) / 1024) * 1024).astype(np.int64)
"""-ln(u) in 1024ths for evenly spread u: whole numbers, the same on every platform."""


class Engine:
    """One search: its plan, the best plan, the pool of routes, the random stream."""

    def __init__(self, problem: Problem, parameters: WeeklyParameters, *, seed: int) -> None:
        self._problem = problem
        self._parameters = parameters
        self._seed = seed & 0x7FFFFFFF
        self._tables = problem.tables
        try:
            self._plan = empty_state(self._tables, problem.appointment_rows)
        except Unreachable as failure:
            raise _unreachable(problem, int(failure.args[0])) from failure
        self._empty = self._plan.copy()
        self.best = self._plan.copy()
        self._undo = undo_for(self._tables, self._plan)
        self._space = scratch()
        self._rng = seeded(seed)
        self._pool: Pool = pool_for(parameters.pool_size)
        self.rounds = 0

    @property
    def cost(self) -> int:
        """Cost of the best plan."""
        return int(self.best[TOTAL])

    @property
    def unassigned(self) -> int:
        """Number of visits that the best plan leaves out."""
        first = day_at(self._tables, 0)
        return int((self.best[first : first + len(self._problem.occurrences)] < 0).sum())

    def run(self, stop: Stop, report: Callable[[str], None]) -> None:
        """Search until told to stop."""
        if not self._problem.occurrences or not self._problem.slots:
            return
        self._search(0, 0)  # compiles on a machine's first run, before the budget begins
        stop(0)
        self._begin()
        report("first plan")
        p = self._parameters
        next_turn = p.recombine_every
        while not stop(self.rounds):
            left = stop.rounds_left(self.rounds)
            used = min(1.0, stop.done(self.rounds))
            heat = p.warm - int((p.warm - p.cool) * used)
            self._search(p.chunk if left is None else min(p.chunk, left), heat)
            report("search")
            if next_turn <= stop.done(self.rounds) < 1:
                next_turn += p.recombine_every
                self._recombine()
                report("recombination")
        self._finish()
        report("done")

    def _finish(self) -> None:
        """Try once more to place what the best plan leaves out, so that none was only missed."""
        tables, space = self._tables, self._space
        self._plan[:] = self.best
        placed = True
        while placed:
            placed = False
            for v in np.argsort(self._hardness(), kind="stable"):
                if self._plan[day_at(tables, v)] >= 0:
                    continue
                begin_round(self._undo)
                placed |= insert(tables, self._plan, v, 0, self._rng, space, self._undo)
        if self._plan[TOTAL] < self.best[TOTAL]:
            self.best[:] = self._plan

    def _search(self, rounds: int, heat: int) -> None:
        search(
            self._tables,
            self._plan,
            self.best,
            self._undo,
            self._pool,
            self._rng,
            self._space,
            LOGS,
            rounds,
            heat,
            heat,
            self._parameters.size_most,
            self._parameters.blink,
        )
        self.rounds += rounds

    def _begin(self) -> None:
        """Build the first plan from the assignment, what is left out by insertion."""
        from visitplan_solvers.models.assignment import suggest

        suggestion = suggest(self._problem, effort=self._parameters.assign_effort, seed=self._seed)
        begin_round(self._undo)
        placed_as(self._problem, self._plan, suggestion, self._undo, self._space)
        begin_round(self._undo)
        self.best[:] = self._plan
        self._finish()

    def _hardness(self) -> Ints:
        """Order visits: dearest first, those for two before those for one."""
        arrays = self._problem.arrays
        rows = arrays.visit[: len(self._problem.occurrences)]
        penalty = arrays.order[rows[:, t.V_ORDER], t.O_PENALTY]
        hardness: Ints = -penalty * 4 - rows[:, t.V_NEED]
        return hardness

    def _recombine(self) -> None:
        """Let set partitioning choose among the pool's routes; begin a new pool."""
        found = recombined(
            self._problem,
            self.best,
            self._empty,
            self._pool,
            self._parameters,
            self._space,
            seed=self._seed,
        )
        if found is not None and found[TOTAL] < self.best[TOTAL]:
            self.best[:] = found
        self._plan[:] = self.best
        self._pool = pool_for(self._parameters.pool_size)


def _unreachable(problem: Problem, r: int) -> AppointmentUnreachableError:
    slot = problem.slots[r]
    person = problem.request.case_managers[slot.person].id
    names = ", ".join(repr(item.id) for item in slot.appointments)
    return AppointmentUnreachableError(person, slot.date.isoformat(), names)
