"""The solver of weeks: search on two threads and recombination, in turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.solving import OnProgress, Progress, Solution, Stop
from visitplan_solvers.compiled.places import places
from visitplan_solvers.parameters import WeeklyParameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.conflict import Asked, Conflicts
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.plan import Bound, Route
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.standing import Standing
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.compiled.memo import SpanMemo
    from visitplan_solvers.open_week import OpenWeek


class WeeklySolver:
    """Plans a horizon of days: who visits whom, on which day, when, in which order.

    Source of the search: see docs/solver.md.
    """

    name = "weekly"
    version = "0.1.0"

    def __init__(self, parameters: WeeklyParameters | None = None) -> None:
        self.parameters = parameters or WeeklyParameters()
        self._memo: SpanMemo | None = None

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `solve` needs travel times, and their names."""
        return places(request)

    def solve(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        *,
        seed: int,
        stop: Stop,
        progress: OnProgress | None = None,
    ) -> Solution:
        """Search until `stop` says so and give the best plan found.

        The search runs in rounds; the clock is only read by `stop`. With a
        limit of rounds the result depends on request, travel, seed and limit alone.

        Raises:
            AppointmentUnreachableError: VP4001.
        """
        return self._searched(request, travel, None, seed=seed, stop=stop, progress=progress)

    def resume(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        earlier: Sequence[Route],
        *,
        seed: int,
        stop: Stop,
        progress: OnProgress | None = None,
        standing: Standing | None = None,
    ) -> Solution:
        """Go on from earlier routes: what the request's rules still allow of them stays at first.

        Raises:
            AppointmentUnreachableError: VP4001.
        """
        return self._searched(
            request, travel, earlier, seed=seed, stop=stop, progress=progress, standing=standing
        )

    def _searched(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        earlier: Sequence[Route] | None,
        *,
        seed: int,
        stop: Stop,
        progress: OnProgress | None,
        standing: Standing | None = None,
    ) -> Solution:
        from visitplan_solvers.blockers import blockers, place_missed
        from visitplan_solvers.compiled.build import compile_request
        from visitplan_solvers.decode import numbered, routes
        from visitplan_solvers.engine import Engine

        problem = compile_request(request, travel, standing)
        engine = Engine(problem, self.parameters, seed=seed, earlier=earlier)

        def report(phase: str) -> None:
            if progress is not None:
                fraction = min(1.0, stop.done(engine.rounds))
                left_out = engine.unassigned
                progress(Progress(engine.rounds, engine.cost, left_out, fraction, phase))

        engine.run(stop, report)
        state = engine.best
        place_missed(problem, state)
        return Solution(
            routes(problem, state),
            blockers(problem, state, numbered(problem, state)),
            engine.rounds,
            engine.cost,
        )

    def alternatives(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        routes: Sequence[Route],
        visits: Sequence[str],
        most: int,
        *,
        standing: Standing | None = None,
    ) -> Iterator[tuple[Route, ...]]:
        """Give routes with visits in their cheapest places, all others where they are."""
        from visitplan_solvers.alternatives import alternatives
        from visitplan_solvers.compiled.build import compile_request
        from visitplan_solvers.decode import routes as decoded

        problem = compile_request(request, travel, standing)
        found = alternatives(problem, routes, visits, most)
        return (decoded(problem, plan) for plan in found)

    def refute(
        self, request: PlanRequest, travel: TravelTimes, *, asked: Asked, seconds: float
    ) -> Conflicts:
        """Prove which demands no plan can meet together; see docs/deep-validation.md."""
        from visitplan_solvers.refute.refuting import refute

        return refute(request, travel, asked=asked, seconds=seconds)

    def open_plan(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        routes: Sequence[Route],
        *,
        standing: Standing | None = None,
    ) -> OpenWeek:
        """Open routes under a request; what its rules forbid of them is left out.

        Raises:
            AppointmentUnreachableError: VP4001.
        """
        from visitplan_solvers.compiled.memo import SpanMemo
        from visitplan_solvers.open_week import OpenWeek

        self._memo = self._memo or SpanMemo()
        return OpenWeek(request, travel, routes, self._memo, standing)

    def lower_bound(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        *,
        incumbent: Solution,
        stop: Stop,
        progress: OnProgress | None = None,
    ) -> Bound | None:
        """Prove by column generation a cost that no plan goes below; see docs/bound.md."""
        from visitplan_solvers.bound.proving import lower_bound

        return lower_bound(request, travel, incumbent=incumbent, stop=stop, progress=progress)
