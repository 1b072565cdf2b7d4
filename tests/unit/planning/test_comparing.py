"""Two plans side by side: which of them are compared visit by visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from grid_world import grid_network

from visitplan.app.sample import make_request
from visitplan.domain.plan import Cost, NetworkUsed, Plan, SolverUsed, Verification
from visitplan.domain.request import PlanRequest
from visitplan.planning import Asked, compare_plans

NETWORK = grid_network()
REQUEST = make_request(NETWORK, managers=1, visits=2, seed=5)


def one_visit(request: PlanRequest, hour: int) -> Asked:
    """Give a plan of the first visit alone, at that hour of the first day."""
    visit = next(visit for visit, _ in request.visits())
    day = request.horizon.first_day
    stop = {
        "kind": "visit",
        "visit": visit,
        "patient": visit.split("/")[0],
        "arrive": f"{day}T{hour}:00:00-05:00",
        "start": f"{day}T{hour}:00:00-05:00",
        "end": f"{day}T{hour}:30:00-05:00",
    }
    route = {
        "case_manager": request.case_managers[0].id,
        "date": day,
        "leave": stop["start"],
        "return": stop["end"],
        "drive_seconds": 0,
        "drive_meters": 0,
        "return_drive_seconds": 0,
        "return_drive_meters": 0,
        "stops": [stop],
    }
    used = NetworkUsed(name=NETWORK.name, sha256=NETWORK.sha256, speeds="free_flow")
    plan = {
        "schema": "visitplan/1",
        "id": f"at-{hour}",
        "request_sha256": request.sha256(),
        "network": used,
        "solver": SolverUsed(name="hand", version="1", seed=1, iterations=0, seconds=0.0),
        "routes": [route],
        "unassigned": [],
        "cost": Cost(total=0, terms={}),
        "verification": Verification(ok=True),
    }
    return Asked(request, Plan.model_validate(plan))


def with_horizon(**changes: Any) -> PlanRequest:
    horizon = REQUEST.horizon.model_copy(update=changes)
    return REQUEST.model_copy(update={"horizon": horizon})


def test_a_week_and_the_same_week_replanned_are_compared_visit_by_visit() -> None:
    moment = datetime.fromisoformat(f"{REQUEST.horizon.first_day}T08:00")
    replanned = with_horizon(now=moment)
    found = compare_plans(one_visit(REQUEST, 10), one_visit(replanned, 14), NETWORK)
    assert found.changes is not None
    assert [change.visit for change in found.changes] == [next(v for v, _ in REQUEST.visits())]


@pytest.mark.parametrize("horizon", [{"days": 14}, {"timezone": "America/Chicago"}])
def test_plans_of_other_days_are_not(horizon: dict[str, Any]) -> None:
    other = one_visit(with_horizon(**horizon), 14)
    assert compare_plans(one_visit(REQUEST, 10), other, NETWORK).changes is None
