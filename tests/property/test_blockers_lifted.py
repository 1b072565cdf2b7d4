"""On generated requests no limit of the day, of the patient or of day patterns is named in vain."""

from __future__ import annotations

import json
from typing import Any

from grid_world import grid_network
from hypothesis import HealthCheck, given, settings
from property.wide import wide_requests

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Blocker
from visitplan.domain.request import PlanRequest
from visitplan.matrix import travel_times
from visitplan_solvers.blockers import blockers, codes, place_missed
from visitplan_solvers.blockers.everybody import days_with_partner
from visitplan_solvers.blockers.missed import placed
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.compiled.places import places
from visitplan_solvers.compiled.tables import V_NEED, Ints
from visitplan_solvers.decode import numbered
from visitplan_solvers.kernel.state import Unreachable, empty_state

OF_A_PERSON = {
    codes.MAX_VISITS_REACHED: "max_visits_per_day",
    codes.MAX_UNITS_REACHED: "max_units_per_day",
    codes.DAILY_WORKING_LIMIT: "max_work_minutes_per_day",
    codes.DAILY_DRIVING_LIMIT: "max_drive_minutes_per_day",
    codes.LEG_TOO_LONG: "max_drive_minutes_per_leg",
}
LIFTED = {codes.MAX_CASE_MANAGERS, codes.DAY_PATTERN, *OF_A_PERSON}


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(wide_requests())
def test_lifting_what_is_named_serves_the_visit(document: dict[str, Any]) -> None:
    request, _ = load_request(json.dumps(document).encode())
    problem = _compiled(request)
    try:
        state = empty_state(problem.tables, problem.appointment_rows)
    except Unreachable:
        return
    place_missed(problem, state)
    rows = {name: row for row, name in numbered(problem, state).items()}
    for item in blockers(problem, state, numbered(problem, state)):
        v = rows[item.visit]
        for blocker in item.blockers:
            assert blocker.code != codes.SEARCH_MISSED
            # A limit of a person's day is told of one of the two who must come together.
            if blocker.code in OF_A_PERSON and problem.arrays.visit[v, V_NEED] > 1:
                continue
            if blocker.code in LIFTED:
                lifted = _compiled(_lifted(request, problem, v, blocker))
                assert _opens(lifted, state.copy(), v, blocker), blocker


def _compiled(request: PlanRequest) -> Problem:
    known, names = places(request)
    travel = travel_times(grid_network(), known, speeds="free_flow", names=names)
    return compile_request(request, travel)


def _opens(problem: Problem, state: Ints, v: int, blocker: Blocker) -> bool:
    """Tell whether a visit now fits; where patterns left no day, whether one is open."""
    if blocker.code == codes.DAY_PATTERN:
        return bool(days_with_partner(problem, state, v).days)
    return placed(problem, state, v)


def _lifted(request: PlanRequest, problem: Problem, v: int, blocker: Blocker) -> PlanRequest:
    if blocker.code in OF_A_PERSON:
        field = OF_A_PERSON[blocker.code]
        numbers = blocker.numbers
        value = numbers.get("minutes", numbers.get("units", int(numbers.get("visits", 0)) + 1))
        people = tuple(
            x.model_copy(update={field: value}) if x.id == blocker.case_manager else x
            for x in request.case_managers
        )
        return request.model_copy(update={"case_managers": people})
    change: dict[str, Any] = {"max_case_managers": None}
    if blocker.code == codes.DAY_PATTERN:
        change = {"day_patterns": ()}
    patient = problem.occurrences[v].patient.id
    patients = tuple(
        x.model_copy(update=change) if x.id == patient else x for x in request.patients
    )
    return request.model_copy(update={"patients": patients})
