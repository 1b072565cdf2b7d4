"""The search for the rest of a plan: by stretches of days with the same roads, inside limits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from visitplan.planning.errors import NotResumingError
from visitplan.planning.plugins import Resuming, solver_named
from visitplan.planning.replanning.going_on import standing_of
from visitplan.planning.replanning.remaining import done_visits, remaining
from visitplan.planning.stopping import Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from visitplan.domain.plan import Route, Unassigned
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress
    from visitplan.planning.options import PlanOptions
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.ways import Ways


class Found(NamedTuple):
    """What a search gave: routes from here on, visits left out, and its rounds."""

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    iterations: int


class Searching:
    """Searches the rest of one amended plan, as often as asked."""

    def __init__(
        self,
        amending: Amending,
        ways: Ways,
        options: PlanOptions,
        *,
        progress: OnProgress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._amending = amending
        self._ways = ways
        self._options = options
        self._progress = progress
        self._should_stop = should_stop
        solver = solver_named(options.solver)
        if not isinstance(solver, Resuming):
            raise NotResumingError(solver.name)
        self.solver = solver
        today = amending.now_wall.date()
        self.days = tuple(d for d in amending.asked.horizon.dates if d >= today)

    def search(self, request: PlanRequest, earlier: Iterable[Route], share: float) -> Found:
        """Go on from routes for a share of the budget.

        Days on which other roads are closed than on the days before are searched by themselves,
        the rest of the plan standing.
        """
        parts = [
            frozenset(days) for _, days in groupby(self.days, key=lambda d: id(self._ways.on(d)))
        ]
        routes = list(earlier)
        found = Found((), (), 0)
        for days in parts:
            found = self._part(request, routes, days, share / len(parts), found.iterations)
            kept = [route for route in routes if route.date not in days]
            routes = [*kept, *found.routes]
        ahead = tuple(route for route in routes if route.date in self.days)
        return Found(ahead, found.unassigned, found.iterations)

    def _part(
        self,
        request: PlanRequest,
        routes: list[Route],
        days: frozenset[date],
        share: float,
        before: int,
    ) -> Found:
        made = {visit for visit, _, _ in self._amending.made()}
        stand = [(v, t.person, s.start) for v, t, s in self._amending.made()]
        stand += [
            (stop.visit, route.case_manager, stop.start)
            for route in routes
            for stop in route.stops
            if stop.kind == "visit" and stop.visit is not None and stop.visit not in made
            if route.date in self.days and route.date not in days
        ]
        done = done_visits(self._wanted(request, stand))
        seconds, rounds = self._options.seconds, self._options.iterations
        budget = Budget(
            None if seconds is None else seconds * share,
            None if rounds is None else round(rounds * share),
            self._should_stop,
        )
        left = remaining(request, done, days, [r for r in routes if r.date in days])
        # A meeting that is missed may take its place out of those known at first.
        places, _ = self.solver.places(left)
        solution = self.solver.resume(
            left,
            self._ways.among(places, min(days)),
            routes,
            seed=self._options.seed,
            stop=budget,
            progress=self._progress,
            standing=standing_of(self._amending, done),
        )
        return Found(solution.routes, solution.unassigned, before + solution.iterations)

    @staticmethod
    def _wanted(
        request: PlanRequest, stand: list[tuple[str, str, datetime]]
    ) -> Iterable[tuple[str, str, datetime]]:
        """Leave out what is cancelled on other days."""
        known = {visit for visit, _ in request.visits()}
        return (entry for entry in stand if entry[0] in known)
