"""Limits that taking a visit out can break are kept through the search."""

from __future__ import annotations

import numpy as np
import pytest
from builders import MON, at, case_manager, order, patient, plan_of, request_of, span
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.decode import numbered, routes
from visitplan_solvers.kernel.layout import day_at
from visitplan_solvers.kernel.state import Unreachable, empty_state
from visitplan_solvers.parameters import WeeklyParameters
from visitplan_solvers.worker import Worker

DAYS = (MON, "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05", "2026-12-06")


def broken_rules(request: PlanRequest, rounds: int, *, by_hour: bool) -> set[str]:
    """Search round by round and collect what the checker finds in any plan on the way."""
    problem = compile_request(request, street(request, by_hour=by_hour))
    state = empty_state(problem.tables, problem.appointment_rows)
    parameters = WeeklyParameters(size_most=6)
    worker = Worker(problem, state, parameters, seed=2, stream=0)
    state = worker.plan
    travel = checked_street(request, by_hour=by_hour)
    broken: set[str] = set()
    for _ in range(rounds):
        # So hot that nearly every plan is accepted, however dear.
        worker.search(1, 10**9)
        names = numbered(problem, state)
        out = [x for v, x in names.items() if state[day_at(problem.tables, v)] < 0]
        verdict = audit(request, plan_of(request, list(routes(problem, state)), *out), travel)
        broken |= {v.rule for v in verdict.violations}
    return broken - {"cost_term", "cost_total", "speeds"}


def test_the_largest_gap_from_before_holds_whichever_visit_is_taken_out() -> None:
    told = {"order": "p0/visit", "start": "2026-11-25T10:00", "case_managers": ["ana"]}
    wish = order("p0/visit", 45, "LCSW", visits=3, max_gap_days=8)
    others = [patient(f"p{n}", n, order(f"p{n}/visit", 60, "LCSW", visits=2)) for n in (1, 2, 3)]
    ana = case_manager("ana", 0, "LCSW", shifts=[span(day, "08:00", "11:00") for day in DAYS])
    first = patient("p0", 4, wish, history=[told | {"status": "completed"}])
    assert broken_rules(request_of([ana], [first, *others]), 300, by_hour=False) == set()


@pytest.mark.parametrize("minutes", [75, 90, 110])
def test_a_days_driving_holds_when_stops_move_to_slower_hours(minutes: int) -> None:
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        shifts=[span(MON, "06:00", "12:00"), span(MON, "13:00", "19:00")],
        max_drive_minutes_per_day=minutes,
    )
    patients = [patient(f"p{n}", n % 4, order(f"p{n}/visit", 45, "LCSW")) for n in range(10)]
    assert broken_rules(request_of([ana], patients, days=1), 300, by_hour=True) == set()


def test_appointments_whose_driving_is_more_than_the_days_are_impossible() -> None:
    team = span(MON, "10:00", "10:30", id="team", location=at(2))
    shifts = [span(MON, "08:00", "17:00")]
    people = [
        case_manager(
            "ana",
            0,
            "LCSW",
            shifts=shifts,
            appointments=[team],
            max_drive_minutes_per_day=minutes,
        )
        for minutes in (40, 39)
    ]
    wish = [patient("p1", 1, order("p1/visit", 45, "LCSW"))]
    enough, too_little = (request_of([person], wish) for person in people)
    problem = compile_request(enough, street(enough))
    assert np.count_nonzero(empty_state(problem.tables, problem.appointment_rows))
    problem = compile_request(too_little, street(too_little))
    with pytest.raises(Unreachable):
        empty_state(problem.tables, problem.appointment_rows)
