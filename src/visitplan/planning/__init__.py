"""From a request to a checked plan."""

from visitplan.domain.solving import Progress
from visitplan.planning.checking import check_plan
from visitplan.planning.comparing import Asked, compare_plans, evaluate_plan
from visitplan.planning.errors import NetworkMismatchError
from visitplan.planning.explaining import explain, with_repairs
from visitplan.planning.making import make_plan
from visitplan.planning.new_orders import with_orders
from visitplan.planning.next_week import next_request
from visitplan.planning.options import PlanOptions
from visitplan.planning.recommending import recommend
from visitplan.planning.refuting import find_conflicts
from visitplan.planning.repairs import apply_repair
from visitplan.planning.replanning import Limits, Replan, events_of, replan

__all__ = [
    "Asked",
    "Limits",
    "NetworkMismatchError",
    "PlanOptions",
    "Progress",
    "Replan",
    "apply_repair",
    "check_plan",
    "compare_plans",
    "evaluate_plan",
    "events_of",
    "explain",
    "find_conflicts",
    "make_plan",
    "next_request",
    "recommend",
    "replan",
    "with_orders",
    "with_repairs",
]
