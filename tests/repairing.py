"""Generated weeks with too little room: every blocker lifted, every repair put into effect."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from following import followed
from grid_world import grid_network

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Plan, Repair
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, apply_repair, check_plan, explain, make_plan
from visitplan.planning.changes import placed_visits
from visitplan_solvers.errors import AppointmentUnreachableError


def planned(document: dict[str, Any], rounds: int = 0) -> tuple[PlanRequest, Plan] | None:
    """Plan a generated week; None where a meeting cannot be reached, which is an error."""
    request, _ = load_request(json.dumps(document).encode())
    try:
        return request, make_plan(request, grid_network(), PlanOptions(None, rounds, 1))
    except AppointmentUnreachableError:
        return None


def examine(request: PlanRequest, plan: Plan, most: int, found: Counter[str]) -> None:
    """Lift all blockers of up to so many visits and apply all their repairs, and count."""
    explained = explain(request, plan, grid_network())
    assert explained.summary.violations == 0
    for item in explained.unassigned[:most]:
        found["visits"] += 1
        for number, blocker in enumerate(item.blockers):
            lifted = followed(request, plan, item, blocker)
            which = "other" if number else "nearest"
            found[f"{which} reason: {lifted.end} after {len(lifted.reasons)}"] += 1
            found[f"{which} reasons"] += 1
            found["reasons lifted"] += len(lifted.reasons)
        for repair in item.repairs:
            apply(request, plan, repair)
            found["repairs"] += 1
            found[f"kind {repair.kind}"] += 1
        found["visits with a repair"] += bool(item.repairs)


def apply(request: PlanRequest, plan: Plan, repair: Repair) -> None:
    """Put a repair into effect and have the checker look at the whole plan."""
    before = plan.model_copy(deep=True)
    asked, after = apply_repair(request, plan, grid_network(), repair)
    assert plan == before
    verdict = check_plan(asked, after, grid_network())
    assert verdict.violations == ()
    assert repair.visit in placed_visits(after)
    assert placed_visits(plan).keys() <= placed_visits(after).keys()
    assert after.cost.total == plan.cost.total + repair.cost.total
    assert sum(repair.cost.terms.values()) == repair.cost.total
    assert 0 <= len(repair.changes) <= 3
