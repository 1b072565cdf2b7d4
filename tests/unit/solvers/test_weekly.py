"""The solver as a whole on weeks in which every rule binds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import plan_of
from solving import checked_street, street
from weeks import crowded_request, entangled_request

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest
from visitplan.domain.solving import Progress, Solution
from visitplan.planning.stopping import Budget
from visitplan_solvers.parameters import WeeklyParameters
from visitplan_solvers.weekly import WeeklySolver


def solved(
    request: PlanRequest, rounds: int, *, by_hour: bool, seed: int = 1
) -> tuple[Solution, list[Progress]]:
    told: list[Progress] = []
    # A turn of set partitioning in every tenth of the budget.
    solver = WeeklySolver(WeeklyParameters(chunk=100, recombine_every=0.1))
    stop = Budget(None, rounds)
    travel = street(request, by_hour=by_hour)
    return solver.solve(request, travel, seed=seed, stop=stop, progress=told.append), told


@pytest.mark.parametrize("by_hour", [False, True])
@pytest.mark.parametrize("request_of_week", [crowded_request, entangled_request])
def test_the_plan_keeps_every_rule_and_costs_what_it_says(
    request_of_week: Callable[[], PlanRequest], *, by_hour: bool
) -> None:
    request = request_of_week()
    solution, told = solved(request, 4000, by_hour=by_hour)
    out = [item.visit for item in solution.unassigned]
    plan = plan_of(request, list(solution.routes), *out)
    verdict = audit(request, plan, checked_street(request, by_hour=by_hour))
    broken = {v.rule for v in verdict.violations} - {"cost_term", "cost_total", "speeds"}
    assert broken == set()
    assert verdict.cost.total == solution.cost
    assert {"first plan", "search", "recombination", "done"} == {item.phase for item in told}
    costs = [item.cost for item in told]
    assert costs == sorted(costs, reverse=True)


@pytest.mark.parametrize("request_of_week", [crowded_request, entangled_request])
def test_two_threads_repeat_a_plan(request_of_week: Callable[[], PlanRequest]) -> None:
    request = request_of_week()
    one, two = (solved(request, 3000, by_hour=False)[0] for _ in range(2))
    assert one == two
    assert solved(request, 3000, by_hour=False, seed=2)[0] != one
