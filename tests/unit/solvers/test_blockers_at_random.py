"""On random crowded requests, lifting a limit by the figure a blocker gives makes room."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    MON,
    TUE,
    WED,
    at,
    case_manager,
    credential,
    order,
    patient,
    plan_of,
    request_of,
    span,
)
from builders import street as checked_street

from visitplan.audit import audit
from visitplan.domain.request import PlanRequest
from visitplan_solvers.blockers import blockers, codes, place_missed
from visitplan_solvers.blockers.trial import Lift, Trial
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.decode import numbered, routes
from visitplan_solvers.kernel.layout import TOTAL
from visitplan_solvers.kernel.state import Ints, empty_state

from .test_blockers import street

if TYPE_CHECKING:
    from visitplan.domain.plan import Blocker

DAYS = [MON, TUE, WED]
SEEDS = range(12)


def _hour(rnd: random.Random, first: int, last: int) -> str:
    return f"{rnd.randint(first, last):02d}:{rnd.choice(['00', '15', '30', '40'])}"


def _staff(rnd: random.Random, k: int) -> dict[str, Any]:
    shifts = []
    for day in DAYS:
        if rnd.random() < 0.2:
            shifts += [span(day, "08:00", "12:00"), span(day, "13:00", "17:00")]
        elif rnd.random() < 0.8:
            shifts.append(span(day, _hour(rnd, 7, 9), _hour(rnd, 12, 17)))
    return case_manager(
        f"c{k}",
        rnd.randrange(6),
        "LCSW",
        credentials=[
            credential(rnd.choice(["LCSW", "RN"]), valid_until=rnd.choice([None, None, TUE]))
        ],
        shifts=shifts,
        breaks=rnd.choice([[], [{"minutes": 30, "earliest": "11:30", "latest": "13:00"}]]),
        appointments=[span(MON, "10:00", "10:45", id="team", location=rnd.choice([None, at(2)]))],
        absences=[span(TUE, "11:00", "12:30")] if rnd.random() < 0.3 else [],
        max_visits_per_day=rnd.choice([None, 2, 4]),
        max_drive_minutes_per_day=rnd.choice([None, 60, 120]),
        max_drive_minutes_per_leg=rnd.choice([None, 25, 45]),
        max_overtime_minutes_per_day=rnd.choice([0, 0, 15]),
    )


def _order(rnd: random.Random, k: int) -> dict[str, Any]:
    staff = rnd.choice([["LCSW"], ["RN"], ["LCSW", "RN"]])
    windows = (
        [{"start": _hour(rnd, 8, 11), "end": _hour(rnd, 12, 16)}] if rnd.random() < 0.6 else []
    )
    visits = rnd.choice([1, 1, 2])
    return order(
        f"p{k}/o",
        rnd.choice([30, 60, 90]),
        *staff,
        visits=visits,
        windows=windows,
        max_gap_days=rnd.choice([None, 1]),
    )


def crowded(seed: int) -> PlanRequest:
    rnd = random.Random(seed)
    staff = [_staff(rnd, k) for k in range(4)]
    patients = [patient(f"p{k}", rnd.randrange(10), _order(rnd, k)) for k in range(36)]
    return request_of(staff, patients, days=3)


def solved(request: PlanRequest) -> tuple[Problem, Ints]:
    problem = compile_request(request, street(request))
    state = empty_state(problem.tables, problem.appointment_rows)
    place_missed(problem, state)
    return problem, state


LIFTS = {
    codes.MAX_VISITS_REACHED: "max_visits_per_day",
    codes.LEG_TOO_LONG: "max_drive_minutes_per_leg",
    codes.DAILY_DRIVING_LIMIT: "max_drive_minutes_per_day",
    codes.SHIFT_END_MISSED: "shifts",
    codes.SHIFT_START_MISSED: "shifts",
    codes.BREAK_IN_THE_WAY: "breaks",
}
"""Codes whose limit is a field of the case manager."""


def _by_code(blocker: Blocker) -> dict[str, dict[str, Any]]:
    """Give the figures of each limit that a blocker names; none where others are named too."""
    if blocker.code != codes.SEVERAL_LIMITS:
        return {blocker.code: blocker.numbers} if blocker.code in LIFTS else {}
    found: dict[str, dict[str, Any]] = {}
    for key, value in blocker.numbers.items():
        code, _, name = key.rpartition("/")
        if code:
            found.setdefault(code, {"day": blocker.numbers["day"]})[name] = value
    return found if found.keys() <= LIFTS.keys() else {}


def _lifted(request: PlanRequest, blocker: Blocker) -> PlanRequest | None:
    """Change the request as the blocker's message says; None for other kinds of blockers."""
    limits = _by_code(blocker)
    if not limits or blocker.case_manager is None:
        return None
    index = [x.id for x in request.case_managers].index(blocker.case_manager)
    people = list(request.case_managers)
    for code, numbers in limits.items():
        value: Any = numbers.get("minutes")
        if code == codes.MAX_VISITS_REACHED:
            value = numbers["visits"] + 1
        elif code == codes.BREAK_IN_THE_WAY:
            value = ()
        elif code in (codes.SHIFT_END_MISSED, codes.SHIFT_START_MISSED):
            value = _stretched(people[index].shifts, code, numbers)
        people[index] = people[index].model_copy(update={LIFTS[code]: value})
    return request.model_copy(update={"case_managers": tuple(people)})


def _stretched(shifts: Any, code: str, numbers: dict[str, Any]) -> tuple[Any, ...]:
    field = "end" if code == codes.SHIFT_END_MISSED else "start"
    told = datetime.fromisoformat(f"{numbers['day']}T{numbers[field]}")
    by = timedelta(minutes=numbers["minutes"]) * (1 if field == "end" else -1)
    return tuple(
        x.model_copy(update={field: told + by}) if getattr(x, field) == told else x for x in shifts
    )


def _fits(problem: Problem, state: Ints, visit: str, blocker: Blocker) -> bool:
    names = numbered(problem, state)
    v = next(row for row, name in names.items() if name == visit)
    trial = Trial(problem, state)
    return any(
        trial.fits(r, v)
        for r, slot in enumerate(problem.slots)
        if slot.date.isoformat() == blocker.numbers["day"]
        and problem.request.case_managers[slot.person].id == blocker.case_manager
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_lifting_by_the_figure_given_makes_room(seed: int) -> None:
    request = crowded(seed)
    problem, state = solved(request)
    tested = 0
    for item in blockers(problem, state, numbered(problem, state)):
        for blocker in item.blockers:
            changed = _lifted(request, blocker)
            if changed is None:
                continue
            other = compile_request(changed, street(changed))
            # Only limits changed, so the plan's array means the same in both problems.
            assert len(other.tables.cells) <= len(problem.tables.cells)
            assert not _fits(problem, state, item.visit, blocker), blocker
            assert _fits(other, state, item.visit, blocker), blocker
            tested += 1
    assert tested


@pytest.mark.parametrize("seed", SEEDS)
def test_visit_in_the_way_makes_room(seed: int) -> None:
    problem, state = solved(crowded(seed))
    trial = Trial(problem, state)
    names = {name: row for row, name in numbered(problem, state).items()}
    for item in blockers(problem, state, numbered(problem, state)):
        for blocker in item.blockers:
            if blocker.code == codes.NO_ROOM_BETWEEN_VISITS and "order" in blocker.numbers:
                assert any(
                    trial.fits(r, names[item.visit], Lift(others=frozenset([row])))
                    for r in range(len(problem.slots))
                    for row in trial.rows(r)
                    if row < len(problem.occurrences)
                    and problem.occurrences[row].order.id == blocker.numbers["order"]
                )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_search_missed_is_placed_by_the_rules(seed: int) -> None:
    request = crowded(seed)
    problem, state = solved(request)
    left_out = [x.visit for x in blockers(problem, state, numbered(problem, state))]
    plan = plan_of(request, list(routes(problem, state)), *left_out)
    assert audit(request, plan, checked_street(request)).violations == ()
    assert plan.cost.total == state[TOTAL]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_fits_is_left_out(seed: int) -> None:
    problem, state = solved(crowded(seed))
    before = state.copy()
    found = blockers(problem, state, numbered(problem, state))
    assert (state == before).all()
    assert found
    for item in found:
        assert codes.SEARCH_MISSED not in {x.code for x in item.blockers}


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_or_each_person_once(seed: int) -> None:
    problem, state = solved(crowded(seed))
    people = sorted(x.id for x in problem.request.case_managers)
    for item in blockers(problem, state, numbered(problem, state)):
        named = [x.case_manager for x in item.blockers]
        assert named == [None] or sorted(map(str, named)) == people
