"""How the parts of the search take turns."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.kernel.layout import TOTAL, day_at
from visitplan_solvers.kernel.regions import adopt
from visitplan_solvers.kernel.rng import below, seeded
from visitplan_solvers.kernel.state import Unreachable, empty_state
from visitplan_solvers.recombine import recombined
from visitplan_solvers.resume import resumed
from visitplan_solvers.territory import Territories
from visitplan_solvers.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from visitplan.domain.plan import Route
    from visitplan.domain.solving import Stop
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints
    from visitplan_solvers.parameters import WeeklyParameters

DRAWS = 1 << 20


class Engine:
    """One solve: the plan that the workers search on, and the best plan."""

    def __init__(
        self,
        problem: Problem,
        parameters: WeeklyParameters,
        *,
        seed: int,
        earlier: Iterable[Route] | None = None,
    ) -> None:
        self._problem = problem
        self._parameters = parameters
        self._seed = seed & 0x7FFFFFFF
        plan = empty_plan(problem)
        self._empty = plan
        self._warm = parameters.warm if earlier is None else parameters.warm_again
        if earlier is not None:
            plan = resumed(problem, plan, earlier)
        self._plan = plan.copy()
        self.best = plan.copy()
        self._rng = seeded(seed)
        self._workers = [
            Worker(problem, plan, parameters, seed=seed, stream=k + 1) for k in range(WORKERS)
        ]
        self._territories = Territories(problem)
        self._pending: Future[Ints | None] | None = None
        self._scale = 1
        self.rounds = 0

    @property
    def cost(self) -> int:
        """Cost of the best plan."""
        return int(self.best[TOTAL])

    @property
    def unassigned(self) -> int:
        """Number of visits that the best plan leaves out."""
        first = day_at(self._problem.tables, 0)
        return int((self.best[first : first + len(self._problem.occurrences)] < 0).sum())

    def run(self, stop: Stop, report: Callable[[str], None]) -> None:
        """Search until told to stop."""
        if not self._problem.occurrences or not self._problem.slots:
            return
        for worker in self._workers:
            worker.search(0, 0)  # compiles on a machine's first run, before the budget begins
        stop(0)
        with ThreadPoolExecutor(WORKERS) as threads:
            begun = time.monotonic()
            self._begin()
            report("first plan")
            p = self._parameters
            next_turn = p.recombine_every
            join = 1.0
            while not stop(self.rounds):
                left = stop.rounds_left(self.rounds)
                used = min(1.0, stop.done(self.rounds))
                if self._pending is None and next_turn <= used < 1 - p.recombine_span:
                    next_turn += p.recombine_every
                    join = used + p.recombine_span
                    self._recombine(threads, self._deadline(stop, begun))
                self._epoch(threads, left, self._heat(used))
                report("search")
                if self._pending is not None and self._is_due(stop, join):
                    self._join()
                    report("recombination")
            if self._pending is not None:
                self._join()
        self._finish()
        report("done")

    def _heat(self, used: float) -> int:
        """Give the temperature at a part of the budget: falling by the same factor each time."""
        p = self._parameters
        return int(self._scale * self._warm * (p.cool / self._warm) ** used / 1000)

    def _is_due(self, stop: Stop, join: float) -> bool:
        """Tell whether to take in the recombination: repeatably where rounds are counted."""
        if stop.done(self.rounds) >= join:
            return True
        done = self._pending is not None and self._pending.done()
        return done and stop.rounds_left(self.rounds) is None

    def _deadline(self, stop: Stop, begun: float) -> float | None:
        """Give the time at which the budget ends, None where rounds are counted."""
        used = stop.done(self.rounds)
        if stop.rounds_left(self.rounds) is not None or used <= 0:
            return None
        return begun + (time.monotonic() - begun) / used

    def _epoch(self, threads: ThreadPoolExecutor, left: int | None, heat: int) -> None:
        """Search for some rounds: in two parts at once, or on the whole plan."""
        chunk = self._parameters.chunk
        if self._pending is not None:
            self._alone(threads, chunk if left is None else min(chunk, left), heat)
            return
        rounds = chunk if left is None else min(chunk, -(-left // WORKERS))
        draws = (self._draw(), self._draw(), self._draw())
        parts = None
        if self._draw() % 100 < self._parameters.apart:
            parts = self._territories.divide(self._plan, draws)
        for k, worker in enumerate(self._workers):
            worker.take(self._plan, *(parts[k] if parts else (None, None)))
        list(threads.map(lambda worker: worker.search(rounds, heat), self._workers))
        self.rounds += rounds * WORKERS
        if parts is None:
            self._plan[:] = min((w.plan for w in self._workers), key=lambda plan: plan[TOTAL])
            self._keep(min((w.best for w in self._workers), key=lambda plan: plan[TOTAL]))
            return
        best = self._plan.copy()
        for worker in self._workers:
            mine = worker.undo.closed, worker.undo.frozen
            adopt(self._problem.tables, best, worker.best, *mine)
            adopt(self._problem.tables, self._plan, worker.plan, *mine)
        self._keep(best)
        self._keep(self._plan)

    def _alone(self, threads: ThreadPoolExecutor, rounds: int, heat: int) -> None:
        """Search on one thread while the other recombines."""
        worker = self._workers[0]
        worker.take(self._plan)
        threads.submit(worker.search, rounds, heat).result()
        self.rounds += rounds
        self._plan[:] = worker.plan
        self._keep(worker.best)

    def _keep(self, plan: Ints) -> None:
        if plan[TOTAL] < self.best[TOTAL]:
            self.best[:] = plan

    def _draw(self) -> int:
        return int(below(self._rng, DRAWS))

    def _finish(self) -> None:
        """Try once more to place what the best plan leaves out, so that none was only missed."""
        self._plan[:] = self.best
        placed = True
        while placed:
            placed = False
            for v in np.argsort(self._hardness(), kind="stable"):
                if self._plan[day_at(self._problem.tables, v)] < 0:
                    placed |= self._workers[0].insert(self._plan, int(v))
        self._keep(self._plan)

    def _begin(self) -> None:
        """Build the first plan, or complete the earlier one, by insertion, dearest visits first."""
        self._finish()
        first = day_at(self._problem.tables, 0)
        served = int((self._plan[first : first + len(self._problem.occurrences)] >= 0).sum())
        routes = int(
            self._plan[self._problem.tables.cells[t.X_COST] :][: len(self._problem.slots)].sum()
        )
        self._scale = max(1, routes // max(1, served))

    def _hardness(self) -> Ints:
        """Order visits: dearest first, those for two before those for one."""
        arrays = self._problem.arrays
        rows = arrays.visit[: len(self._problem.occurrences)]
        penalty = arrays.order[rows[:, t.V_ORDER], t.O_PENALTY]
        hardness: Ints = -penalty * 4 - rows[:, t.V_NEED]
        return hardness

    def _recombine(self, threads: ThreadPoolExecutor, deadline: float | None) -> None:
        """Let set partitioning choose among the pools' routes, while the search goes on."""
        pools = [worker.pool for worker in self._workers]
        for worker in self._workers:
            worker.forget_routes()
        self._pending = threads.submit(
            recombined,
            self._problem,
            self.best.copy(),
            self._empty,
            pools,
            self._parameters,
            seed=self._seed,
            deadline=deadline,
        )

    def _join(self) -> None:
        """Take in what the set partitioning found."""
        assert self._pending is not None
        try:
            found = self._pending.result()
        except MemoryError:
            found = None  # the plan at hand stays
        self._pending = None
        if found is not None and found[TOTAL] < self.best[TOTAL]:
            self.best[:] = found
            self._plan[:] = found


WORKERS = 2
"""Searches side by side; a fixed number, so that plans repeat on machines of any size."""


def empty_plan(problem: Problem) -> Ints:
    """Give the plan in which people attend their appointments and make no visit.

    Raises:
        AppointmentUnreachableError: VP4001.
    """
    try:
        return empty_state(problem.tables, problem.appointment_rows)
    except Unreachable as failure:
        raise _unreachable(problem, int(failure.args[0])) from failure


def _unreachable(problem: Problem, r: int) -> AppointmentUnreachableError:
    slot = problem.slots[r]
    person = problem.request.case_managers[slot.person].id
    names = ", ".join(repr(item.id) for item in slot.appointments) or "the end of the route"
    return AppointmentUnreachableError(person, slot.date.isoformat(), names)
