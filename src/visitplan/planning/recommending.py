"""Places for a visit in a plan as it stands, each checked as a whole plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit import audit, places_of
from visitplan.domain.plan import Plan
from visitplan.domain.recommendation import Recommendation, Recommendations
from visitplan.matrix import travel_times
from visitplan.planning.changes import changes, left_out, placed_visits
from visitplan.planning.checking import require_answer
from visitplan.planning.errors import (
    AdvisingError,
    ClosedRoadsError,
    UnknownVisitError,
)
from visitplan.planning.plugins import Advising, solver_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.audit import Audit
    from visitplan.domain.plan import Route
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan.network import RoadNetwork

SPARE = 3
"""Places looked at beyond those wanted: some turn out to be where the visit is already."""


def recommend(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    visit: str,
    *,
    most: int = 5,
    solver: str = "weekly",
) -> Recommendations:
    """Give the best places for a visit that the plan leaves out, or other ones for one it has.

    All other visits keep their people and their order; starts of the shift concerned may move.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownVisitError: VP4106.
        AdvisingError: VP4107, the solver gives no places.
        NetworkMismatchError: VP4103.
        ClosedRoadsError: VP4209.
        PointOffNetworkError: VP2101.
    """
    require_answer(request, plan, network)
    if request.closures:
        raise ClosedRoadsError
    patient = _patient_of(request, visit)
    adviser = solver_named(solver)
    if not isinstance(adviser, Advising):
        raise AdvisingError(adviser.name)
    places, names = adviser.places(request)
    travel = travel_times(network, places, speeds=plan.network.speeds, names=names)
    found = adviser.alternatives(request, travel, plan.routes, visit, most + SPARE)
    checked = places_of(request)
    checks = travel_times(
        network, checked.coordinates, speeds=plan.network.speeds, names=checked.names
    )
    before = audit(request, plan, checks)
    now = placed_visits(plan)
    answers = []
    for routes in found:
        answer = _recommendation(request, plan, before, routes, visit, checks)
        if answer is not None and answer.place != now.get(visit):
            answers.append(answer)
        if len(answers) == most:
            break
    return Recommendations(visit=visit, patient=patient, now=now.get(visit), places=tuple(answers))


def _patient_of(request: PlanRequest, visit: str) -> str:
    order_id, _, number = visit.rpartition("#")
    for patient in request.patients:
        for order in patient.orders:
            if order.id == order_id:
                if number.isdecimal() and int(number) in order.numbers:
                    return patient.id
                raise UnknownVisitError(visit, f"{order_id!r} has {order.visits} visit(s)")
    raise UnknownVisitError(visit, "the request has no such order")


def _recommendation(
    request: PlanRequest,
    plan: Plan,
    before: Audit,
    routes: Sequence[Route],
    visit: str,
    travel: TravelTimes,
) -> Recommendation | None:
    """Check the plan with the visit in its new place; None where a rule would be broken."""
    then = plan.model_copy(
        update={
            "routes": tuple(routes),
            "unassigned": left_out(request, routes),
            "bound": None,
        }
    )
    found = audit(request, then, travel)
    if any(not v.rule.startswith("cost_") for v in found.violations):
        return None
    differing = {change.visit: change for change in changes(plan, then)}
    differing.pop(visit, None)
    return Recommendation(
        place=placed_visits(then)[visit],
        cost=found.cost.less(before.cost),
        drive_seconds=found.figures.drive_seconds - before.figures.drive_seconds,
        others=tuple(differing.values()),
    )
