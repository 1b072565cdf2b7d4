"""What cannot work in a request, proven before any plan is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.matrix import travel_times
from visitplan.planning.errors import RefutingError
from visitplan.planning.plugins import Refuting, solver_named

if TYPE_CHECKING:
    from visitplan.domain.conflict import Asked, Conflicts
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import Speeds
    from visitplan.network import RoadNetwork


def find_conflicts(
    request: PlanRequest,
    network: RoadNetwork,
    *,
    asked: Asked = "minimum",
    seconds: float = 60.0,
    speeds: Speeds = "free_flow",
    solver: str = "weekly",
) -> Conflicts:
    """Find sets of demands that no plan on this network meets together.

    Args:
        request: A validated request; orders that nobody can serve are told as well.
        network: The roads.
        asked: Minimum numbers, crises, follow-ups and promises; or every visit ordered.
        seconds: Time for the proof; travel times and reading come before it.
        speeds: As for planning.
        solver: The plug-in that proves.

    Raises:
        PointOffNetworkError: VP2101.
        UnknownSolverError: VP4101.
        RefutingError: VP4109, the solver proves nothing.
    """
    prover = solver_named(solver)
    if not isinstance(prover, Refuting):
        raise RefutingError(prover.name)
    places, names = prover.places(request)
    travel = travel_times(network, places, speeds=speeds, names=names)
    return prover.refute(request, travel, asked=asked, seconds=seconds)
