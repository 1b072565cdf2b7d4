"""Whatever a policy asks for, the search counts what the checker counts."""

from __future__ import annotations

import json
from typing import Any

from builders import plan_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property.programmes import policy_requests
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.loading import load_request
from visitplan.planning.stopping import Budget
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver

UNHURRIED = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
STATED = {"cost_term", "cost_total", "speeds"}
"""What `plan_of` leaves open."""


@UNHURRIED
@given(policy_requests(), st.booleans(), st.sampled_from([0, 7, 200]))
def test_the_searchs_cost_is_the_checkers(
    document: dict[str, Any], by_hour: bool, rounds: int
) -> None:
    request, _ = load_request(json.dumps(document).encode())
    try:
        found = WeeklySolver().solve(
            request, street(request, by_hour=by_hour), seed=rounds, stop=Budget(None, rounds)
        )
    except AppointmentUnreachableError:
        assume(False)
    plan = plan_of(request, list(found.routes), *[entry.visit for entry in found.unassigned])
    verdict = audit(request, plan, checked_street(request, by_hour=by_hour))
    assert {v.rule for v in verdict.violations} <= STATED
    assert verdict.cost.total == found.cost
