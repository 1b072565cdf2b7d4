"""Places for visits in a plan as it stands, each choice checked as a whole plan."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from visitplan.audit import audit, places_of
from visitplan.domain.clock import Clock
from visitplan.domain.recommendation import (
    Recommendation,
    Recommendations,
    VisitPlace,
    Wanted,
)
from visitplan.matrix import travel_times
from visitplan.planning.asked import patient_asking
from visitplan.planning.changes import changes, left_out, placed_in, placed_visits
from visitplan.planning.checking import require_answer, require_open_roads
from visitplan.planning.errors import (
    AdvisingError,
    TooManyVisitsError,
)
from visitplan.planning.plugins import Advising, solver_named
from visitplan.planning.replanning.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import Plan, Route
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork

SPARE = 3
"""Choices looked at beyond those wanted: some turn out to be where the visits are already."""
MOST_VISITS = 10
"""Visits for which places are looked for together; more are a new plan."""


def recommend(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    visits: Sequence[str],
    *,
    most: int = 5,
    solver: str = "weekly",
) -> Recommendations:
    """Give the best places for visits together: left out by the plan, or other ones than it has.

    All other visits keep their people and their order; starts of the shifts concerned may move.
    Of an order's visits that are left out those with lower numbers are meant first.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownVisitError: VP4106.
        AdvisingError: VP4107, the solver gives no places.
        TooManyVisitsError: VP4110.
        NetworkMismatchError: VP4103.
        ClosedRoadsError: VP4209.
        StandingVisitError: VP4212, the visit was made or is under way.
        PointOffNetworkError: VP2101.
    """
    require_answer(request, plan, network)
    require_open_roads(request)
    wishes = _wishes(request, plan, visits)
    adviser = solver_named(solver)
    if not isinstance(adviser, Advising):
        raise AdvisingError(adviser.name)
    names = [wanted.visit for wanted in wishes]
    ahead = Ahead(request, plan)
    for name in names:
        ahead.refuse_made(name)
    places, named = adviser.places(request)
    travel = travel_times(network, places, speeds=plan.network.speeds, names=named)
    found = adviser.alternatives(
        ahead.request, travel, plan.routes, names, most + SPARE, standing=ahead.standing
    )
    judge = _Judge(request, plan, network, wishes)
    choices = (judge.choice(ahead.whole(routes)) for routes in found)
    right = (choice for choice in choices if choice is not None)
    return Recommendations(visits=wishes, choices=tuple(islice(_whole(right), most)))


def _wishes(request: PlanRequest, plan: Plan, visits: Sequence[str]) -> tuple[Wanted, ...]:
    """Give the visits as asked for, with their patients and where they are now."""
    now = placed_visits(plan)
    patients = {visit: patient_asking(request.patients, visit).id for visit in visits}
    if len(patients) > MOST_VISITS:
        raise TooManyVisitsError(len(patients), MOST_VISITS)
    meant = _lowest(request, now, patients)
    return tuple(
        Wanted(visit=meant[visit], patient=patient, now=now.get(visit))
        for visit, patient in patients.items()
    )


def _lowest(
    request: PlanRequest, now: Mapping[str, Placed], visits: Iterable[str]
) -> dict[str, str]:
    """Give for each visit the one meant: served visits of an order have the lowest numbers.

    Visits that were promised keep their numbers, and part those of an order.
    """
    fixed = {promise.visit for promise in request.fixed}
    runs: dict[tuple[str, int], list[str]] = {}
    run_of: dict[str, tuple[str, int]] = {}
    for order in (order for patient in request.patients for order in patient.orders):
        run = 0
        for visit in (f"{order.id}#{n}" for n in order.numbers):
            if visit in fixed:
                run += request.horizon.now is None
            elif visit not in now:
                runs.setdefault((order.id, run), []).append(visit)
                run_of[visit] = (order.id, run)
    free = {key: iter(found) for key, found in runs.items()}
    return {visit: next(free[run_of[visit]]) if visit in run_of else visit for visit in visits}


def _whole(choices: Iterable[Recommendation]) -> Iterator[Recommendation]:
    """Yield the choices that give as many visits a place as the first one."""
    most = 0
    for choice in choices:
        most = most or len(choice.places)
        if len(choice.places) >= most > 0:
            yield choice


class _Judge:
    """Checks plans with the visits in their new places."""

    def __init__(
        self, request: PlanRequest, plan: Plan, network: RoadNetwork, asking: tuple[Wanted, ...]
    ) -> None:
        checked = places_of(request)
        speeds = plan.network.speeds
        self._request, self._plan, self._asking = request, plan, asking
        self._travel = travel_times(
            network, checked.coordinates, speeds=speeds, names=checked.names
        )
        self._clock = Clock.of(request.horizon.timezone)
        self._before = audit(request, plan, self._travel)

    def choice(self, routes: Sequence[Route]) -> Recommendation | None:
        """Give what a choice means; None where it is the plan, or a rule would be broken."""
        places = placed_in(routes)
        if all(places.get(wanted.visit) == wanted.now for wanted in self._asking):
            return None
        left = left_out(self._request, routes)
        then = self._plan.model_copy(
            update={"routes": tuple(routes), "unassigned": left, "bound": None}
        )
        found = audit(self._request, then, self._travel)
        if any(not v.rule.startswith("cost_") for v in found.violations):
            return None
        names = [wanted.visit for wanted in self._asking]
        mine = sorted((n for n in names if n in places), key=lambda n: (places[n].start, n))
        return Recommendation(
            places=tuple(VisitPlace(visit=name, place=places[name]) for name in mine),
            left_out=tuple(name for name in names if name not in places),
            cost=found.cost.less(self._before.cost),
            drive_seconds=found.figures.drive_seconds - self._before.figures.drive_seconds,
            others=tuple(c for c in changes(self._plan, then, self._clock) if c.visit not in names),
        )
