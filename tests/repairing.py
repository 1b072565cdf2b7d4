"""Generated weeks with too little room: every blocker lifted, every repair put into effect."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from grid_world import grid_network
from lifting import lifted

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Blocker, Plan, Repair, Unassigned
from visitplan.domain.request import PlanRequest
from visitplan.matrix import travel_times
from visitplan.planning import PlanOptions, apply_repair, check_plan, explain, make_plan
from visitplan.planning.changes import placed_visits
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver


def planned(document: dict[str, Any], rounds: int = 0) -> tuple[PlanRequest, Plan] | None:
    """Plan a generated week; None where a meeting cannot be reached, which is an error."""
    request, _ = load_request(json.dumps(document).encode())
    try:
        return request, make_plan(request, grid_network(), PlanOptions(None, rounds, 1))
    except AppointmentUnreachableError:
        return None


def examine(request: PlanRequest, plan: Plan, most: int, found: Counter[str]) -> None:
    """Lift the nearest blocker of up to so many visits and apply all their repairs, and count."""
    explained = explain(request, plan, grid_network())
    assert explained.summary.violations == 0
    for item in explained.unassigned[:most]:
        found["visits"] += 1
        found[lifting(request, plan, item, item.blockers[0])] += 1
        for repair in item.repairs:
            apply(request, plan, repair)
            found["repairs"] += 1
            found[f"kind {repair.kind}"] += 1
        found["visits with a repair"] += bool(item.repairs)


def lifting(request: PlanRequest, plan: Plan, item: Unassigned, blocker: Blocker) -> str:
    """Tell what lifting a blocker does: the visit fits, or something else stops this person."""
    changed = lifted(request, list(plan.routes), item.visit, blocker)
    if changed is None:
        return "named another visit or a second person"
    asked, routes = changed
    solver = WeeklySolver()
    places, names = solver.places(asked)
    travel = travel_times(grid_network(), places, speeds="free_flow", names=names)
    opened = solver.open_plan(asked, travel, routes)
    if opened.put_in([item.visit]) is not None:
        return "lifted, and the visit fits"
    now = {x.visit: x.blockers for x in opened.left_out()}.get(item.visit, ())
    still = [b for b in now if b.case_manager == blocker.case_manager and b.code == blocker.code]
    assert not still, (item.visit, blocker, now)
    return "lifted, and another reason comes next"


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
