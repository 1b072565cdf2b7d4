"""The solver that tries changes of a plan."""

from __future__ import annotations

from visitplan.planning.errors import AdvisingError
from visitplan.planning.plugins import Repairing, solver_named


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
