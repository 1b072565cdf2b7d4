"""Checking a plan on the roads it was made on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit import Audit, audit, places_of
from visitplan.planning.errors import (
    ClosedRoadsError,
    NetworkMismatchError,
    OtherRequestError,
)
from visitplan.planning.ways import Ways

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def check_plan(request: PlanRequest, plan: Plan, network: RoadNetwork) -> Audit:
    """Check a plan independently of the solver that made it.

    The travel times are computed anew, between the checker's own places.

    Raises:
        NetworkMismatchError: VP4103.
        PointOffNetworkError: VP2101.
    """
    require_same_network(plan, network)
    places = places_of(request)
    ways = Ways(network, places.coordinates, places.names, plan.network.speeds, request)
    return audit(request, plan, ways.open, ways.spells())


def require_same_network(plan: Plan, network: RoadNetwork) -> None:
    """Refuse a network that is not the one the plan was made on.

    Raises:
        NetworkMismatchError: VP4103.
    """
    if plan.network.sha256 != network.sha256:
        raise NetworkMismatchError(
            f"{plan.network.name!r} ({plan.network.sha256[:12]})",
            f"{network.name!r} ({network.sha256[:12]})",
        )


def require_same_request(plan: Plan, request: PlanRequest) -> None:
    """Refuse a plan that answers another request.

    Raises:
        OtherRequestError: VP4105.
    """
    given = request.sha256()
    if plan.request_sha256 != given:
        raise OtherRequestError(plan.request_sha256, given)


def require_open_roads(request: PlanRequest) -> None:
    """Refuse a request with roads that are closed at a time still to be planned.

    Raises:
        ClosedRoadsError: VP4209.
    """
    now = request.horizon.now
    first = request.horizon.first_day if now is None else now.date()
    last = max((closure.last_day for closure in request.closures), default=None)
    if last is not None and last >= first:
        raise ClosedRoadsError(last, under_way=now is not None)


def require_answer(request: PlanRequest, plan: Plan, network: RoadNetwork) -> None:
    """Refuse a plan of another request, or one made on another network.

    Raises:
        OtherRequestError: VP4105.
        NetworkMismatchError: VP4103.
    """
    require_same_request(plan, request)
    require_same_network(plan, network)
