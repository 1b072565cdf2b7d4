"""Solvers by name, found through the entry point group `visitplan.solvers`."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol

from visitplan.planning.errors import UnknownSolverError

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress, Solution, Stop
    from visitplan.matrix import TravelTimes

GROUP = "visitplan.solvers"


class Solver(Protocol):
    """What a plug-in offers; it is made without arguments.

    `solve` never reads the clock or a global, and leaves a visit unassigned
    rather than break a hard rule.
    """

    name: str
    version: str

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `solve` needs travel times, and their names."""

    def solve(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        *,
        seed: int,
        stop: Stop,
        progress: OnProgress | None = None,
    ) -> Solution:
        """Search until `stop` says so and give the best plan found."""


def solver_named(name: str) -> Solver:
    """Load a solver.

    Raises:
        UnknownSolverError: VP4101.
    """
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        raise UnknownSolverError(name, ", ".join(sorted(found)))
    solver: Solver = found[name].load()()
    return solver
