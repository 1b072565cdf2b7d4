"""Two plans under the same evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitplan.domain.clock import Clock
from visitplan.domain.comparison import Comparison, Evaluated
from visitplan.planning.changes import changes
from visitplan.planning.checking import check_plan

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


class Asked(NamedTuple):
    """A plan with the request that it answers."""

    request: PlanRequest
    plan: Plan


def compare_plans(before: Asked, after: Asked, network: RoadNetwork) -> Comparison:
    """Evaluate two plans anew and set them side by side.

    Rules and cost are those of each plan's own request. Visits are compared one by one where
    both requests cover the same days, since only then their numbers mean the same.

    Raises:
        NetworkMismatchError: VP4103.
        PointOffNetworkError: VP2101.
    """
    first, second = evaluate_plan(*before, network), evaluate_plan(*after, network)
    same_days = _days(before.request) == _days(after.request)
    old, new = _counts(first), _counts(second)
    clock = Clock.of(before.request.horizon.timezone)
    return Comparison(
        before=first,
        after=second,
        cost=second.cost.less(first.cost),
        figures={name: new[name] - value for name, value in old.items() if name in new},
        changes=changes(before.plan, after.plan, clock) if same_days else None,
    )


def _days(request: PlanRequest) -> tuple[date, int, str]:
    """Give what tells the days of a horizon; at which moment it was replanned does not."""
    horizon = request.horizon
    return horizon.first_day, horizon.days, horizon.timezone


def _counts(plan: Evaluated) -> dict[str, int]:
    """Give the figures that are plain numbers, which alone have a difference."""
    return {n: v for n, v in plan.figures.model_dump().items() if isinstance(v, int)}


def evaluate_plan(request: PlanRequest, plan: Plan, network: RoadNetwork) -> Evaluated:
    """Give what the checker finds and computes; the plan stays as it is.

    Raises:
        NetworkMismatchError: VP4103.
        PointOffNetworkError: VP2101.
    """
    found = check_plan(request, plan, network)
    return Evaluated(
        plan=plan.id, cost=found.cost, figures=found.figures, violations=found.violations
    )
