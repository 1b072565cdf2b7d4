"""A promised start is kept by waiting where that costs less than phoning somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import MON, case_manager, order, patient, plan_of, request_of, span
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.plan import Stop
from visitplan.domain.request import PlanRequest
from visitplan.planning.stopping import Budget
from visitplan_solvers.weekly import WeeklySolver


def morning(promised: str) -> PlanRequest:
    """Give a day on which one visit is at nine, and another was promised for later."""
    nine = [{"weekdays": ["mon"], "start": "09:00", "end": "09:30"}]
    return request_of(
        [case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:30", "10:50")])],
        [
            patient("p1", 1, order("p1/nine", 30, "LCSW", windows=nine)),
            patient("p2", 2, order("p2/later", 30, "LCSW")),
        ],
        [{"visit": "p2/later#1", "case_managers": ["ana"], "start": promised, "lock": "staff"}],
        days=1,
    )


def later(request: PlanRequest) -> tuple[Stop, int]:
    """Give the stop of the promised visit, and what is paid for moving it."""
    found = WeeklySolver().solve(request, street(request), seed=1, stop=Budget(None, 20))
    (route,) = found.routes
    stop = next(stop for stop in route.stops if stop.visit == "p2/later#1")
    verdict = audit(request, plan_of(request, list(found.routes)), checked_street(request))
    assert verdict.cost.total == found.cost
    return stop, verdict.cost.terms["stability"]


def test_ten_minutes_are_waited_to_begin_a_quarter_before_the_promise() -> None:
    # It could begin at 9:40: 25 minutes early would cost 900, ten minutes of waiting cost 600.
    stop, stability = later(morning(f"{MON}T10:05"))
    assert (stop.start.hour, stop.start.minute) == (9, 50)
    assert stop.wait_seconds == timedelta(minutes=10).total_seconds()
    assert stability == 0


@pytest.mark.parametrize("promised", [f"{MON}T10:12", f"{MON}T10:19"])
def test_more_waiting_than_the_phone_call_is_worth_is_not_done(promised: str) -> None:
    stop, stability = later(morning(promised))
    assert (stop.start.hour, stop.start.minute) == (9, 40)
    assert stability == 900
