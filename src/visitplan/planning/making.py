"""Making a plan: travel times, a solver, the checker's verdict."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from visitplan.domain.plan import Cost, NetworkUsed, Plan, SolverUsed, Verification
from visitplan.domain.request import SCHEMA
from visitplan.matrix import travel_times
from visitplan.planning.checking import check_plan
from visitplan.planning.errors import BrokenPlanError, ClosedRoadsError, NotResumingError
from visitplan.planning.naming import plan_id
from visitplan.planning.plugins import Bounding, Resuming, solver_named
from visitplan.planning.stopping import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.domain.plan import Bound
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress, Solution
    from visitplan.matrix import TravelTimes
    from visitplan.network import RoadNetwork
    from visitplan.planning.options import PlanOptions
    from visitplan.planning.plugins import Solver

BOUND_ROUNDS = 60
"""Rounds of the bound where iterations, not seconds, end the search."""


def make_plan(
    request: PlanRequest,
    network: RoadNetwork,
    options: PlanOptions,
    *,
    earlier: Plan | None = None,
    progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a validated request on a road network; every plan given has passed the checker.

    With an `earlier` plan, of this request or of one it came from, the search goes on from
    what the rules still allow of it.

    Raises:
        PointOffNetworkError: VP2101, a place too far from any road.
        AppointmentUnreachableError: VP4001.
        UnknownSolverError: VP4101.
        BrokenPlanError: VP4102, a fault of the solver.
        NotResumingError: VP4104, the solver cannot go on from a plan.
        ClosedRoadsError: VP4209.
    """
    begun = time.monotonic()
    if request.closures:
        raise ClosedRoadsError
    solver = solver_named(options.solver)
    places, names = solver.places(request)
    travel = travel_times(network, places, speeds=options.speeds, names=names)
    budget = Budget(options.seconds, options.iterations, should_stop)
    solution = _solution(request, travel, options, solver, budget, earlier, progress)
    draft = draft_plan(request, network, options, solver, solution, time.monotonic() - begun)
    verdict = check_plan(request, draft, network)
    # The draft states the solver's own total: one that the checker does not confirm is a fault.
    real = [v for v in verdict.violations if v.rule != "cost_term"]
    if real:
        raise BrokenPlanError(solver.name, real)
    bound = _bound(request, travel, options, solver, solution, progress, should_stop)
    if bound is not None and bound.value > verdict.cost.total:
        bound = None  # a fault of the proof: the plan is right, such a bound is not
    return draft.model_copy(
        update={
            "cost": verdict.cost,
            "bound": bound,
            "figures": verdict.figures,
            "verification": Verification(ok=True, violations=()),
        }
    )


def _solution(
    request: PlanRequest,
    travel: TravelTimes,
    options: PlanOptions,
    solver: Solver,
    budget: Budget,
    earlier: Plan | None,
    progress: OnProgress | None,
) -> Solution:
    """Search from nothing, or from an earlier plan's routes."""
    if earlier is None:
        return solver.solve(request, travel, seed=options.seed, stop=budget, progress=progress)
    if not isinstance(solver, Resuming):
        raise NotResumingError(solver.name)
    return solver.resume(
        request, travel, earlier.routes, seed=options.seed, stop=budget, progress=progress
    )


def _bound(
    request: PlanRequest,
    travel: TravelTimes,
    options: PlanOptions,
    solver: Solver,
    solution: Solution,
    progress: OnProgress | None,
    should_stop: Callable[[], bool] | None,
) -> Bound | None:
    """Ask the solver for a bound where one is wanted and offered."""
    if not options.bound or not isinstance(solver, Bounding):
        return None
    rounds = None if options.iterations is None else BOUND_ROUNDS
    budget = Budget(options.bound_seconds, rounds, should_stop)
    return solver.lower_bound(request, travel, incumbent=solution, stop=budget, progress=progress)


def draft_plan(
    request: PlanRequest,
    network: RoadNetwork,
    options: PlanOptions,
    solver: Solver,
    solution: Solution,
    seconds: float,
) -> Plan:
    """Write a solver's routes as a plan; its cost is the solver's word, not the checker's."""
    request_sha256 = request.sha256()
    return Plan(
        schema_version=SCHEMA,
        id=plan_id(request_sha256, network.sha256, options.speeds, solution.routes),
        status="draft",
        request_sha256=request_sha256,
        network=NetworkUsed(name=network.name, sha256=network.sha256, speeds=options.speeds),
        solver=SolverUsed(
            name=solver.name,
            version=solver.version,
            seed=options.seed,
            iterations=solution.iterations,
            seconds=round(seconds, 3),
        ),
        routes=solution.routes,
        unassigned=solution.unassigned,
        cost=Cost(total=solution.cost, terms={}),
        bound=None,
        verification=Verification(ok=True, violations=()),
    )
