"""What the peers share as plug-ins: refusing, mending, documents."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from typing import TYPE_CHECKING, ClassVar

from visitplan.domain.solving import OnProgress, Progress, Solution, Stop
from visitplan_solvers.compiled.places import places
from visitplan_solvers.peers.errors import (
    PeerCannotError,
    PeerMissingError,
    PeerNeedsSecondsError,
)

if TYPE_CHECKING:
    from visitplan.domain.document import Document
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.peers.case import PeerCase
    from visitplan_solvers.peers.mending import Routes

REQUEST_KNOWN = frozenset({"schema_version", "horizon", "case_managers", "patients", "policy"})
POLICY_KNOWN = frozenset({"name", "weights", "discharge_clock"})
PERSON_KNOWN = frozenset(
    {
        "id",
        "display_name",
        "start",
        "end",
        "credentials",
        "drivers_license",
        "languages",
        "gender",
        "orientation_until",
        "shifts",
        "max_visits_per_day",
        "max_drive_minutes_per_leg",
    }
)
PATIENT_KNOWN = frozenset(
    {
        "id",
        "location",
        "meeting_place",
        "program",
        "state",
        "discharged_on",
        "primary",
        "care_team",
        "excluded",
        "languages",
        "staff_gender",
        "unavailable",
        "orders",
    }
)
ORDER_KNOWN = frozenset(
    {
        "id",
        "visits",
        "min_visits",
        "minutes",
        "min_gap_days",
        "max_gap_days",
        "earliest_day",
        "latest_day",
        "location",
        "windows",
        "staff",
        "safety",
        "priority",
    }
)
"""Fields that the peers are told of, or that mean nothing for orders of one visit."""


class PeerSolver:
    """A solver of somebody else; `search` is all that a subclass adds.

    Seconds count for its search alone, not for stating the problem to it. It
    uses the cores that the process may run on, and ends by itself: it does not
    hear a user's wish to stop.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    module: ClassVar[str]

    def __init__(self) -> None:
        if importlib.util.find_spec(self.module) is None:
            raise PeerMissingError(self.name, self.package)
        self.version = importlib.metadata.version(self.package)

    def search(self, case: PeerCase, seed: int, seconds: float) -> Routes:
        """Give a sequence of visits for each shift."""
        raise NotImplementedError

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
        """Run the peer for the seconds of `stop`, and mend its routes to whole minutes.

        The last report of `progress` tells in its phase how many visits mending
        moved and left out.

        Raises:
            PeerCannotError: VP4022.
            PeerNeedsSecondsError: VP4023.
        """
        from visitplan_solvers.compiled.build import compile_request
        from visitplan_solvers.peers.case import peer_case
        from visitplan_solvers.peers.documents import routes_of, unassigned_of
        from visitplan_solvers.peers.mending import mended

        if features := beyond_peers(request, travel):
            raise PeerCannotError(self.name, features)
        seconds = getattr(stop, "seconds", None)
        if seconds is None or stop.rounds_left(0) is not None:
            raise PeerNeedsSecondsError(self.name)
        problem = compile_request(request, travel)
        case = peer_case(problem)
        found = mended(case, self._searched(case, seed, float(seconds)))
        cost = case.total(found.routes)
        left_out = unassigned_of(problem, found.routes)
        if progress is not None:
            phase = f"mended: {found.moved} moved, {found.left_out} left out"
            progress(Progress(0, cost, len(left_out), 1.0, phase))
        return Solution(routes_of(problem, case, found.routes), left_out, 0, cost)

    def _searched(self, case: PeerCase, seed: int, seconds: float) -> Routes:
        if not case.allowed.any():
            return [[] for _ in case.shifts]
        return self.search(case, seed, seconds)


def beyond_peers(request: PlanRequest, travel: TravelTimes) -> tuple[str, ...]:
    """Name what a request has that not all peers can express as a hard rule."""
    from visitplan_solvers.compiled.programs import clock_rows

    orders = [(patient, order) for patient in request.patients for order in patient.orders]
    people = request.case_managers
    clocks, _ = clock_rows(request)
    found = {
        "clocks after a discharge": bool(clocks),
        "speeds by part of day": travel.speeds != "free_flow",
        "orders of several visits": any(len(order.numbers) > 1 for _, order in orders),
        "visits of two people": any(
            len(order.staff) > 1 or order.safety == "pair" for _, order in orders
        ),
        "visits at the case manager's own place": any(
            order.safety == "no_home" and order.location is None and patient.meeting_place is None
            for patient, order in orders
        ),
        "a limit on visits over two shifts of a day": any(
            person.max_visits_per_day is not None
            and len({shift.start.date() for shift in person.shifts}) < len(person.shifts)
            for person in people
        ),
    }
    fields = {
        *_unusual(request, REQUEST_KNOWN),
        *_unusual(request.policy, POLICY_KNOWN),
        *(name for person in people for name in _unusual(person, PERSON_KNOWN)),
        *(name for patient in request.patients for name in _unusual(patient, PATIENT_KNOWN)),
        *(name for _, order in orders for name in _unusual(order, ORDER_KNOWN)),
    }
    there = [name for name, given in found.items() if given]
    return (*there, *(f"the field {name!r}" for name in sorted(fields)))


def _unusual(document: Document, known: frozenset[str]) -> set[str]:
    """Name the fields that peers know nothing of and that say more than their default."""
    return {
        name
        for name, field in type(document).model_fields.items()
        if name not in known
        and getattr(document, name) != field.get_default(call_default_factory=True)
    }
