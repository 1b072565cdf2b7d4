"""Why each visit stands where it does, or in no place, and what would serve it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from visitplan.domain.explanation import Explanation, Summary
from visitplan.domain.plan import Unassigned
from visitplan.planning.changes import placed_visits
from visitplan.planning.checking import require_answer, require_open_roads
from visitplan.planning.explaining_served import explain_served
from visitplan.planning.repairs import Judge, repairing_solver, repairs
from visitplan.planning.repairs.case import Case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def explain(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    visit: str | None = None,
    *,
    most: int = 5,
    solver: str = "weekly",
) -> Explanation:
    """Explain one visit, or all that a plan leaves out; the plan stays as it is.

    A visit left out gets its blockers and repairs, one that is served other places, at most
    `most`, with what they cost more.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        NetworkMismatchError: VP4103.
        UnknownVisitError: VP4106.
        AdvisingError: VP4107, the solver makes no repairs.
        PointOffNetworkError: VP2101.
        ClosedRoadsError: VP4209, roads are closed from now on.
    """
    require_answer(request, plan, network)
    require_open_roads(request)
    if visit is not None:
        Case(request).asked(visit)
    judge = Judge(request, plan, network, repairing_solver(solver))
    now = placed_visits(plan)
    served = None
    wanted = [item for item in plan.unassigned if visit in {None, item.visit}]
    if visit is not None and visit in now:
        served = explain_served(request, plan, network, visit, most=most, solver=solver)
        wanted = []
    told = tuple(_explained(judge, wanted))
    return Explanation(
        plan=plan.id,
        summary=_summary(judge, told),
        unassigned=told,
        served=served,
    )


def with_repairs(
    request: PlanRequest, plan: Plan, network: RoadNetwork, *, solver: str = "weekly"
) -> Plan:
    """Give a plan with repairs of all visits that it leaves out.

    Raises:
        VisitplanError: as `explain`.
    """
    if not plan.unassigned:
        return plan
    found = explain(request, plan, network, solver=solver)
    return plan.model_copy(update={"unassigned": found.unassigned})


def _explained(judge: Judge, wanted: Sequence[Unassigned]) -> list[Unassigned]:
    """Give visits with the blockers of the plan as it is now, and their repairs."""
    blockers = {item.visit: item.blockers for item in judge.open.left_out()} if wanted else {}
    items = [
        item.model_copy(update={"blockers": blockers.get(item.visit, item.blockers)})
        for item in wanted
    ]
    found = repairs(judge, items) if judge.is_right else {}
    return [item.model_copy(update={"repairs": found.get(item.visit, ())}) for item in items]


def _summary(judge: Judge, told: Sequence[Unassigned]) -> Summary:
    figures, left_out = judge.before.figures, judge.plan.unassigned
    codes = Counter(item.blockers[0].code for item in told if item.blockers)
    with_repair = sum(bool(item.repairs) for item in told)
    broken = judge.violations
    return Summary(
        asked=figures.visits_asked,
        unassigned=len(left_out),
        with_repair=with_repair,
        nearest=dict(codes.most_common()),
        violations=broken,
        message=_in_words(figures.visits_asked, len(left_out), len(told), with_repair, broken),
    )


def _in_words(asked: int, left_out: int, told: int, with_repair: int, broken: int) -> str:
    if not left_out:
        return f"All {asked} visits are served."
    message = f"{left_out} of {asked} visits are left out."
    if broken:
        return f"{message} The plan breaks {broken} rule(s), so no repair can be checked."
    if told:
        message += f" {with_repair} of the {told} explained here could be served by a repair."
    return message
