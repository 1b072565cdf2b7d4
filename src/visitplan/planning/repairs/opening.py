"""What must hold before a plan is explained or repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.checking import require_same_network
from visitplan.planning.errors import AdvisingError, OtherRequestError
from visitplan.planning.plugins import Repairing, solver_named

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def require_answer(request: PlanRequest, plan: Plan, network: RoadNetwork) -> None:
    """Refuse a plan of another request, or one made on another network.

    Raises:
        OtherRequestError: VP4105.
        NetworkMismatchError: VP4103.
    """
    if plan.request_sha256 != request.sha256():
        raise OtherRequestError(plan.request_sha256, request.sha256())
    require_same_network(plan, network)


def repairing_solver(name: str) -> Repairing:
    """Load a solver that can try changes of a plan.

    Raises:
        UnknownSolverError: VP4101.
        AdvisingError: VP4107.
    """
    solver = solver_named(name)
    if not isinstance(solver, Repairing):
        raise AdvisingError(solver.name)
    return solver
