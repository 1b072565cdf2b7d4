"""A bound is at most what any plan found costs, whatever the week holds."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property.busy import busy_requests
from property.strategies import requests
from solving import street

from visitplan.domain.loading import load_request
from visitplan.planning.stopping import Budget
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@UNHURRIED
@given(requests() | busy_requests(), st.booleans(), st.sampled_from([1, 3, 40]))
def test_no_plan_found_costs_less_than_the_bound(
    document: dict[str, Any], by_hour: bool, rounds: int
) -> None:
    request, _ = load_request(json.dumps(document).encode())
    travel = street(request, by_hour=by_hour)
    solver = WeeklySolver()
    try:
        plan = solver.solve(request, travel, seed=1, stop=Budget(None, 300))
    except AppointmentUnreachableError:
        assume(False)
    bound = solver.lower_bound(request, travel, incumbent=plan, stop=Budget(None, rounds))
    assert bound is not None
    assert 0 <= bound.value <= plan.cost
    assert bound.gap >= 0
