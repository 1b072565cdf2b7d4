"""The solver that tries changes of a plan, and the plan that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.errors import AdvisingError
from visitplan.planning.plugins import Repairing, solver_named

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from visitplan.domain.plan import Route, Unassigned
    from visitplan.planning.plugins import OpenPlan
    from visitplan.planning.replanning.ahead import Ahead


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


class OpenAhead:
    """An open plan whose routes are whole: what stands of a plan under way is in them."""

    def __init__(self, opened: OpenPlan, ahead: Ahead) -> None:
        self._opened = opened
        self._ahead = ahead

    def left_out(self) -> tuple[Unassigned, ...]:
        """Give the visits that the routes leave out, each with its blockers."""
        return self._opened.left_out()

    def put_in(
        self, visits: Sequence[str], people: Collection[str] | None = None
    ) -> tuple[Route, ...] | None:
        """Give routes with visits put in; None where one has no room."""
        routes = self._opened.put_in(visits, people)
        return None if routes is None else self._ahead.whole(routes)

    def make_room(self, visits: Sequence[str], most: int) -> list[tuple[Route, ...]]:
        """Give routes that serve visits since others moved, cheapest first."""
        return [self._ahead.whole(routes) for routes in self._opened.make_room(visits, most)]
