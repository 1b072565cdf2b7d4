"""A solver's routes as a plan that nobody has checked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Cost, NetworkUsed, Plan, SolverUsed, Verification
from visitplan.domain.request import SCHEMA
from visitplan.planning.naming import plan_id

if TYPE_CHECKING:
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import Solution
    from visitplan.network import RoadNetwork
    from visitplan.planning.options import PlanOptions
    from visitplan.planning.plugins import Solver


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
