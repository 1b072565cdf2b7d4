"""Solvers by name, found through the entry point group `visitplan.solvers`."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from visitplan.planning.errors import UnknownSolverError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from visitplan.domain.conflict import Asked, Conflicts
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.plan import Bound, Route, Unassigned
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress, Solution, Stop
    from visitplan.domain.standing import Standing
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


@runtime_checkable
class Resuming(Protocol):
    """What a plug-in may offer besides: to go on from routes made earlier."""

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `resume` needs travel times, and their names."""

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
        """Search from what the request still allows of earlier routes, as `solve` does.

        With a `standing` plan, routes of shifts under way begin where their people are.
        """


@runtime_checkable
class Advising(Protocol):
    """What a plug-in may offer besides: places for visits in routes as they stand."""

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `alternatives` needs travel times, and their names."""

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
        """Yield whole sets of routes, the cheapest first, each with the visits in other places.

        A visit that has no place beside the others stays out. Of a `standing` plan the routes are
        what goes on from where people are.
        """


class OpenPlan(Protocol):
    """Routes under a request, into which visits can be put; each call starts from these routes."""

    def left_out(self) -> tuple[Unassigned, ...]:
        """Give the visits that the routes leave out, each with its blockers."""

    def put_in(
        self, visits: Sequence[str], people: Collection[str] | None = None
    ) -> tuple[Route, ...] | None:
        """Give routes with visits put in, others with the same people; None where one has no room.

        They go to `people` alone where these are given. Of several visits of an order
        those with lower numbers that are left out are put in too.
        """

    def make_room(self, visits: Sequence[str], most: int) -> list[tuple[Route, ...]]:
        """Give routes that serve visits since others moved, cheapest first; none is dropped."""


@runtime_checkable
class Repairing(Protocol):
    """What a plug-in may offer besides: to try changes of a plan as it stands."""

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `open_plan` needs travel times, and their names."""

    def open_plan(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        routes: Sequence[Route],
        *,
        standing: Standing | None = None,
    ) -> OpenPlan:
        """Open routes under a request; what its rules forbid of them is left out.

        Of a `standing` plan all routes given back are what goes on from where people are.
        """


@runtime_checkable
class Bounding(Protocol):
    """What a plug-in may offer besides: a proof of how good a plan is."""

    def lower_bound(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        *,
        incumbent: Solution,
        stop: Stop,
        progress: OnProgress | None = None,
    ) -> Bound | None:
        """Give a cost that no plan of the request goes below; None where none was proven.

        `stop` counts rounds. The incumbent may guide the proof but is no part of it.
        """


@runtime_checkable
class Refuting(Protocol):
    """What a plug-in may offer besides: a proof that some demands cannot be met together."""

    def places(self, request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
        """Give the places between which `refute` needs travel times, and their names."""

    def refute(
        self, request: PlanRequest, travel: TravelTimes, *, asked: Asked, seconds: float
    ) -> Conflicts:
        """Give sets of demands that no plan meets together, disjoint and as small as found.

        A conflict is never claimed without proof. `seconds` end the search for more; a search
        that ends by itself gives the same answer every time.
        """


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
