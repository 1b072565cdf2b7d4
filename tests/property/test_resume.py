"""Earlier routes come back as they were, and under stricter rules nothing of them breaks one."""

from __future__ import annotations

import copy
import json
from typing import Any

from builders import plan_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property.busy import busy_requests
from property.wide import wide_requests
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.errors import RequestRefusedError
from visitplan.domain.loading import load_request
from visitplan.domain.request import PlanRequest
from visitplan.domain.solving import Solution
from visitplan.planning.stopping import Budget
from visitplan_solvers.errors import AppointmentUnreachableError
from visitplan_solvers.weekly import WeeklySolver

Json = dict[str, Any]
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def found(request: PlanRequest, earlier: Solution | None, rounds: int) -> Solution:
    """Plan from nothing or from earlier routes; requests whose meetings nobody reaches are out."""
    travel, stop = street(request), Budget(None, rounds)
    try:
        if earlier is None:
            return WeeklySolver().solve(request, travel, seed=1, stop=stop)
        return WeeklySolver().resume(request, travel, earlier.routes, seed=1, stop=stop)
    except AppointmentUnreachableError:
        assume(False)
        raise


@UNHURRIED
@given(busy_requests() | wide_requests())
def test_a_plan_of_the_same_request_comes_back_as_it_was(document: Json) -> None:
    request, _ = load_request(json.dumps(document).encode())
    plan = found(request, None, 200)
    again = found(request, plan, 0)
    assert again.cost == plan.cost
    assert again.routes == plan.routes


@st.composite
def stricter(draw: st.DrawFn, document: Json) -> Json:
    """Take work time, hours, people and visits away."""
    changed = copy.deepcopy(document)
    changed["fixed"] = []
    for person in changed["case_managers"]:
        shifts = person["shifts"]
        if len(shifts) > 1 and draw(st.booleans()):
            shifts.pop(draw(st.integers(0, len(shifts) - 1)))
        if draw(st.booleans()):
            day = draw(st.sampled_from(shifts))["start"][:10]
            hour = draw(st.integers(8, 15))
            away = {"start": f"{day}T{hour:02d}:10", "end": f"{day}T{hour + 1:02d}:40"}
            person.setdefault("absences", []).append(away)
        person["max_visits_per_day"] = draw(st.sampled_from([None, 1, 3]))
    names = [person["id"] for person in changed["case_managers"]]
    for patient in changed["patients"]:
        if draw(st.booleans()):
            patient["excluded"] = [draw(st.sampled_from(names))]
        if draw(st.booleans()):
            day = draw(st.sampled_from(changed["case_managers"][0]["shifts"]))["start"][:10]
            patient["unavailable"] = [{"start": f"{day}T09:00", "end": f"{day}T13:30"}]
        for order in patient["orders"]:
            order["min_gap_days"] = draw(st.sampled_from([1, order["min_gap_days"], 2]))
            if order.get("after") is None and draw(st.booleans()):
                order["minutes"] += 15
    return changed


@UNHURRIED
@given(st.data(), busy_requests() | wide_requests())
def test_what_is_kept_of_an_earlier_plan_breaks_no_rule_of_a_stricter_request(
    data: st.DataObject, document: Json
) -> None:
    try:
        request, _ = load_request(json.dumps(document).encode())
        harder, _ = load_request(json.dumps(data.draw(stricter(document))).encode())
    except RequestRefusedError:
        assume(False)
    earlier = found(request, None, 100)
    again = found(harder, earlier, data.draw(st.sampled_from([0, 40])))
    plan = plan_of(harder, list(again.routes), *(left.visit for left in again.unassigned))
    verdict = audit(harder, plan, checked_street(harder))
    assert [v for v in verdict.violations if not v.rule.startswith(("cost_", "speeds"))] == []
    assert verdict.cost.total == again.cost
