"""Making a plan: travel times, a solver, the checker's verdict."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from visitplan.domain.plan import Verification
from visitplan.matrix import travel_times
from visitplan.planning.checking import check_plan, require_open_roads
from visitplan.planning.drafting import draft_plan
from visitplan.planning.errors import (
    BrokenPlanError,
    NotResumingError,
    PastDiffersError,
    UnderWayError,
)
from visitplan.planning.plugins import Bounding, Resuming, solver_named
from visitplan.planning.replanning.ahead import Ahead
from visitplan.planning.stopping import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.audit import Audit
    from visitplan.domain.plan import Bound, Plan
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
    what the rules still allow of it. Of a request under way it tells what was done, which stays
    as it is; a bound is not proven then.

    Raises:
        PointOffNetworkError: VP2101, a place too far from any road.
        AppointmentUnreachableError: VP4001.
        UnknownSolverError: VP4101.
        BrokenPlanError: VP4102, a fault of the solver.
        NotResumingError: VP4104, the solver cannot go on from a plan.
        ClosedRoadsError: VP4209.
        UnderWayError: VP4210, a request under way without an earlier plan.
        PastDiffersError: VP4211, an earlier plan with another past.
    """
    begun = time.monotonic()
    require_open_roads(request)
    if request.horizon.now is not None and earlier is None:
        raise UnderWayError(f"{request.horizon.now:%Y-%m-%dT%H:%M}")
    solver = solver_named(options.solver)
    places, names = solver.places(request)
    travel = travel_times(network, places, speeds=options.speeds, names=names)
    budget = Budget(options.seconds, options.iterations, should_stop)
    solution = _solution(request, travel, options, solver, budget, earlier, progress)
    draft = draft_plan(request, network, options, solver, solution, time.monotonic() - begun)
    verdict = check_plan(request, draft, network)
    _refuse_broken(request, solver, earlier, verdict)
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


def _refuse_broken(
    request: PlanRequest, solver: Solver, earlier: Plan | None, verdict: Audit
) -> None:
    """Refuse a plan that breaks a rule: a fault of the solver, or of the past that was given."""
    now = request.horizon.now
    # The draft states the solver's own total: one that the checker does not confirm is a fault.
    # It knows no cost of what was done before.
    own = "cost_term" if now is None else "cost_"
    real = [v for v in verdict.violations if not v.rule.startswith(own)]
    if not real:
        return
    if now is not None and earlier is not None and earlier.request_sha256 != request.sha256():
        what = f"the checker finds {real[0].rule}: {real[0].message}"
        raise PastDiffersError(f"{now:%Y-%m-%dT%H:%M}", what)
    raise BrokenPlanError(solver.name, real)


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
    ahead = Ahead(request, earlier)
    ahead.refuse_other_past()
    found = solver.resume(
        ahead.request,
        travel,
        earlier.routes,
        seed=options.seed,
        stop=budget,
        progress=progress,
        standing=ahead.standing,
    )
    return replace(found, routes=ahead.whole(found.routes))


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
    proves = options.bound and request.horizon.now is None
    if not proves or not isinstance(solver, Bounding):
        return None
    rounds = None if options.iterations is None else BOUND_ROUNDS
    budget = Budget(options.bound_seconds, rounds, should_stop)
    return solver.lower_bound(request, travel, incumbent=solution, stop=budget, progress=progress)
