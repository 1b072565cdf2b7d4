"""A repair put into effect: the request with its changes, and the plan it was checked as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Route
from visitplan.planning.changes import placed_visits
from visitplan.planning.checking import require_answer
from visitplan.planning.errors import RepairOutdatedError
from visitplan.planning.naming import plan_id
from visitplan.planning.repairs.judging import Judge, kept_times
from visitplan.planning.repairs.opening import repairing_solver
from visitplan.planning.repairs.pointers import changed, path_of, value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import Plan, Repair
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def apply_repair(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    repair: Repair,
    *,
    solver: str = "weekly",
) -> tuple[PlanRequest, Plan]:
    """Give the request and the plan as they are with a repair, checked again.

    Both documents given stay as they are. Repairs of other visits are not taken over, since they
    belong to the old plan.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        NetworkMismatchError: VP4103.
        AdvisingError: VP4107, the solver makes no repairs.
        RepairOutdatedError: VP4121, the repair does not fit this request and plan.
        RequestRefusedError: VP1000, the changed request has a fault.
    """
    require_answer(request, plan, network)
    new = _changed(request, repair)
    judge = Judge(request, plan, network, repairing_solver(solver))
    expected = _expected(plan, repair)
    opened = judge.opened(new, _routes(expected))
    routes = kept_times(plan, opened.put_in([]) or ())
    then = plan.model_copy(
        update={
            "id": plan_id(new.sha256(), network.sha256, plan.network.speeds, routes),
            "request_sha256": new.sha256(),
            "routes": routes,
            "unassigned": opened.left_out(),
            "bound": None,
        }
    )
    found = judge.audit(new, then)
    total = judge.before.cost.total + repair.cost.total
    real = [v for v in found.violations if not v.rule.startswith("cost_")]
    if real or found.cost.total != total or placed_visits(then) != expected:
        raise RepairOutdatedError("the plan that comes of it is not the one it was checked as")
    verified = {"cost": found.cost, "figures": found.figures}
    return new, then.model_copy(update=verified)


def _changed(request: PlanRequest, repair: Repair) -> PlanRequest:
    for one in repair.changes:
        try:
            now = value_at(request, path_of(one.pointer))
        except ValueError as error:
            raise RepairOutdatedError(str(error)) from error
        if now != one.before:
            raise RepairOutdatedError(f"{one.pointer} is {now!r}, not {one.before!r}")
    new, _ = load_request(changed(request, repair.changes).to_json().encode())
    return new


def _expected(plan: Plan, repair: Repair) -> dict[str, Placed]:
    """Give where each visit is once the repair is made."""
    others = {other.visit: other.after for other in repair.others if other.after is not None}
    return placed_visits(plan) | others | {repair.visit: repair.place}


def _routes(placed: Mapping[str, Placed]) -> list[Route]:
    """Give every visit as a route of its own: enough for a solver to put it where it was."""
    return [_alone(visit, who, at) for visit, at in placed.items() for who in at.case_managers]


def _alone(visit: str, person: str, placed: Placed) -> Route:
    times = {"arrive": placed.start, "start": placed.start, "end": placed.end}
    return Route.model_validate(
        {
            "case_manager": person,
            "date": placed.start.date(),
            "leave": placed.start,
            "return": placed.end,
            "drive_seconds": 0,
            "drive_meters": 0,
            "return_drive_seconds": 0,
            "return_drive_meters": 0,
            "stops": [{"kind": "visit", "visit": visit, **times}],
        }
    )
