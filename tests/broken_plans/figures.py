"""Plans that state a wrong cost."""

from __future__ import annotations

from builders import right_plan, small_request

from broken_plans.catalogue import Broken, breaks
from visitplan.domain.plan import Bound


@breaks("cost_term")
def terms_of_a_wrong_split() -> Broken:
    plan = right_plan()
    terms = {**plan.cost.terms, "drive": 0, "wait": 0}
    return small_request(), plan.model_copy(
        update={"cost": plan.cost.model_copy(update={"terms": terms})}
    )


@breaks("cost_term")
def unknown_term() -> Broken:
    plan = right_plan()
    cost = plan.cost.model_copy(update={"terms": {**plan.cost.terms, "luck": -1}})
    return small_request(), plan.model_copy(update={"cost": cost})


@breaks("cost_total")
def wrong_total() -> Broken:
    plan = right_plan()
    cost = plan.cost.model_copy(update={"total": plan.cost.total - 1})
    return small_request(), plan.model_copy(update={"cost": cost})


@breaks("bound")
def bound_above_the_cost() -> Broken:
    plan = right_plan()
    bound = Bound(value=plan.cost.total + 1, gap=0.0, method="guess")
    return small_request(), plan.model_copy(update={"bound": bound})


@breaks("bound")
def gap_of_another_bound() -> Broken:
    plan = right_plan()
    bound = Bound.of(plan.cost.total // 2, plan.cost.total, "guess")
    return small_request(), plan.model_copy(
        update={"bound": bound.model_copy(update={"gap": bound.gap - 0.001})}
    )
