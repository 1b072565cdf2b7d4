"""On random crowded requests, lifting a limit by the figure a blocker gives makes room."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import MON, TUE, WED, at, case_manager, credential, order, patient, request_of, span

from visitplan.domain.request import PlanRequest
from visitplan_solvers.blockers import blockers, codes, place_missed
from visitplan_solvers.blockers.trial import Trial
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.decode import numbered
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


def _lifted(request: PlanRequest, blocker: Blocker) -> PlanRequest | None:
    """Change the request as the blocker's message says; None for other kinds of blockers."""
    numbers = blocker.numbers
    day = str(numbers.get("day"))
    person = next(x for x in request.case_managers if x.id == blocker.case_manager)
    change: dict[str, Any]
    if blocker.code == codes.MAX_VISITS_REACHED:
        change = {"max_visits_per_day": int(numbers["visits"]) + 1}
    elif blocker.code == codes.LEG_TOO_LONG:
        change = {"max_drive_minutes_per_leg": numbers["minutes"]}
    elif blocker.code == codes.DAILY_DRIVING_LIMIT:
        change = {"max_drive_minutes_per_day": numbers["minutes"]}
    elif blocker.code == codes.BREAK_IN_THE_WAY:
        change = {"breaks": ()}
    elif blocker.code in (codes.SHIFT_END_MISSED, codes.SHIFT_START_MISSED):
        change = {"shifts": _stretched(person.shifts, day, blocker)}
    else:
        return None
    people = [x.model_copy(update=change) if x is person else x for x in request.case_managers]
    return request.model_copy(update={"case_managers": tuple(people)})


def _stretched(shifts: Any, day: str, blocker: Blocker) -> tuple[Any, ...]:
    end = blocker.code == codes.SHIFT_END_MISSED
    field, key = ("end", "end") if end else ("start", "start")
    told = datetime.fromisoformat(f"{day}T{blocker.numbers[key]}")
    by = timedelta(minutes=int(blocker.numbers["minutes"])) * (1 if end else -1)
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
            changed = _lifted(request, blocker) if blocker.case_manager else None
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
