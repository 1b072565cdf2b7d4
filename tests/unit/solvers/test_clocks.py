"""Clocks after a discharge in the search."""

from __future__ import annotations

from builders import MON, TUE, case_manager, order, patient, request_of, span
from solving import street

from visitplan.domain.request import PlanRequest
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.kernel.layout import TOTAL
from visitplan_solvers.kernel.state import empty_state
from visitplan_solvers.parameters import WeeklyParameters
from visitplan_solvers.weekly import WeeklySolver
from visitplan_solvers.worker import Worker


def discharged(minutes: int, *shifts: dict[str, object], days: int = 2) -> PlanRequest:
    """Give a week in which one patient's clock ends on its last day."""
    return request_of(
        [case_manager("ana", 0, "LCSW", shifts=shifts)],
        [patient("p1", 1, order("p1/visit", minutes, "LCSW"), discharged_on="2026-11-24")],
        days=days,
    )


def test_a_visit_without_room_stays_out_however_much_its_clock_is_worth() -> None:
    short = order("p1/short", 20, "LCSW", latest_day=MON)
    long = order("p1/long", 120, "LCSW", earliest_day=TUE)
    request = request_of(
        [
            case_manager(
                "ana", 0, "LCSW", shifts=[span(MON, "09:00", "10:00"), span(TUE, "09:00", "10:00")]
            )
        ],
        [patient("p1", 1, short, long, discharged_on="2026-11-24")],
        days=2,
    )
    problem = compile_request(request, street(request))
    assert len(problem.arrays.clock) == 1
    empty = empty_state(problem.tables, problem.appointment_rows)
    plan = empty.copy()
    worker = Worker(problem, plan, WeeklyParameters(), seed=1, stream=0)
    assert worker.insert(plan, 0)
    # The clock is kept now: the long visit is worth nothing to it, and that is remembered.
    assert not worker.insert(plan, 1)
    plan[:] = empty
    assert not worker.insert(plan, 1)
    assert (plan == empty).all()


def test_a_visit_in_time_is_worth_a_detour() -> None:
    request = discharged(
        45, span("2026-12-02", "09:00", "10:30"), span(MON, "09:00", "17:00"), days=3
    )
    solver = WeeklySolver()
    found = solver.solve(request, street(request), seed=1, stop=Budget(None, 20))
    (route,) = found.routes
    assert str(route.date) == MON


def test_a_clock_that_cannot_be_kept_costs_what_the_policy_says() -> None:
    request = discharged(120, span(MON, "09:00", "10:00"))
    problem = compile_request(request, street(request))
    plan = empty_state(problem.tables, problem.appointment_rows)
    weights = request.policy.weights
    assert plan[TOTAL] == weights.discharge_first + weights.unserved_routine
