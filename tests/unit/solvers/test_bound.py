"""The lower bound: what it proves on weeks whose cheapest plan is known."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, TUE, case_manager, order, patient, request_of, small_request, span
from solving import street

from visitplan.domain.plan import Bound
from visitplan.domain.request import PlanRequest
from visitplan.domain.solving import Solution
from visitplan.planning.stopping import Budget
from visitplan_solvers.weekly import WeeklySolver

SHIFT = span(MON, "08:00", "16:00")
LUNCH = {"minutes": 30, "earliest": "11:00", "latest": "13:00"}
NINE = {"weekdays": ["mon"], "start": "09:00", "end": "10:00"}
TWO = {"weekdays": ["mon"], "start": "14:00", "end": "15:00"}


def proven(request: PlanRequest, *, rounds: int = 60) -> tuple[Bound, Solution]:
    solver, travel = WeeklySolver(), street(request)
    plan = solver.solve(request, travel, seed=1, stop=Budget(None, 300))
    bound = solver.lower_bound(request, travel, incumbent=plan, stop=Budget(None, rounds))
    assert bound is not None
    return bound, plan


def alone(*orders: dict[str, Any], **person: Any) -> PlanRequest:
    """Give a week of one person at block 0 and a patient for each order, at blocks 1, 2, ..."""
    who = case_manager("ana", 0, "RN", **{"shifts": [SHIFT]} | person)
    patients = [patient(f"p{n}", n, wanted) for n, wanted in enumerate(orders, 1)]
    return request_of([who], patients)


@pytest.mark.parametrize(
    "request_",
    [
        alone(order("o1", 60, "RN")),
        alone(order("o1", 60, "RN"), order("o2", 60, "RN"), order("o3", 30, "RN")),
        alone(order("o1", 60, "RN", windows=[NINE]), order("o2", 60, "RN", windows=[TWO])),
        alone(
            order("o1", 60, "RN", windows=[NINE]),
            order("o2", 60, "RN", windows=[TWO]),
            breaks=[LUNCH],
        ),
        alone(
            order("o1", 60, "RN", windows=[NINE]),
            order("o2", 60, "RN", windows=[TWO]),
            absences=[span(MON, "11:00", "12:00", kind="training")],
        ),
        alone(
            order("o1", 60, "RN", preferred_windows=[NINE]),
            order("o2", 60, "RN", preferred_windows=[NINE]),
        ),
        alone(order("o1", 600, "RN")),
        alone(
            order("o1", 60, "RN", visits=2, min_visits=1, min_gap_days=1),
            shifts=[SHIFT, span(TUE, "08:00", "16:00")],
        ),
        alone(
            order("o1", 60, "RN"),
            max_overtime_minutes_per_day=60,
            shifts=[span(MON, "08:00", "09:00")],
        ),
        alone(
            order("o1", 60, "RN", priority="low"),
            order("o2", 60, "RN", priority="low"),
            order("o3", 60, "RN", priority="high"),
            max_drive_minutes_per_leg=25,
        ),
    ],
    ids=[
        "one visit",
        "three visits",
        "waiting for a window",
        "a break in the waiting",
        "an absence in the waiting",
        "one wish for two",
        "a visit too long",
        "twice a week",
        "overtime",
        "stops on a way too long for a leg",
    ],
)
def test_the_bound_of_a_small_week_is_its_cheapest_cost(request_: PlanRequest) -> None:
    bound, plan = proven(request_)
    assert bound.value == plan.cost
    assert bound.gap == 0


def test_the_bound_of_a_week_with_everything_is_below_its_plan_and_not_far() -> None:
    bound, plan = proven(small_request())
    assert 0.9 * plan.cost < bound.value <= plan.cost
    assert bound.method == "column generation"


def test_a_bound_is_there_from_the_start_and_only_grows() -> None:
    values = [proven(small_request(), rounds=rounds)[0].value for rounds in (0, 1, 5, 30)]
    assert values == sorted(values)
    assert values[0] >= 0


def test_nobody_at_work_leaves_every_visit_out() -> None:
    bound, plan = proven(alone(order("o1", 60, "RN"), shifts=[]))
    assert bound.value == plan.cost


def test_no_room_for_labels_gives_the_bound_proven_before(monkeypatch: pytest.MonkeyPatch) -> None:
    from visitplan_solvers.bound import pricing

    monkeypatch.setattr(pricing, "LABELS", 3)
    bound, plan = proven(alone(order("o1", 60, "RN"), order("o2", 60, "RN")))
    assert 0 <= bound.value <= plan.cost
