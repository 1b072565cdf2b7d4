"""Whether a person may come at all on a day: rules that ask for no route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan.domain.qualifications import counts_as
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.wording import listed
from visitplan_solvers.compiled.people import people_needed
from visitplan_solvers.compiled.shifts import absent_spans, in_orientation, may_drive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.staff import CaseManager, Credential
    from visitplan_solvers.compiled.build import Occurrence, Problem

Told = tuple[str, str, dict[str, int | str]]
"""Code, message and numbers."""


def not_allowed(
    problem: Problem, occurrence: Occurrence, person: CaseManager, days: Sequence[int]
) -> tuple[int, Blocker]:
    """Give the rule that stops a person without a slot on the days, and its stage, high is near.

    On the day on which the person gets furthest: rules are asked in the order of the stages.
    """
    dates = [problem.request.horizon.dates[d] for d in days]
    stages = [_first_failure(occurrence, person, day) for day in dates]
    reached = max(stage for stage, _ in stages)
    told = next(told for stage, told in stages if stage == reached)
    if told is None:
        reached, told = _no_shift(
            problem, person, [d for d, s in zip(dates, stages, strict=True) if not s[1]]
        )
    code, message, numbers = told
    message = f"{person.id}: {message}"
    blocker = Blocker(code=code, case_manager=person.id, message=message, numbers=numbers)
    return reached, blocker


def _first_failure(
    occurrence: Occurrence, person: CaseManager, day: date
) -> tuple[int, Told | None]:
    rules = (
        _excluded(occurrence.patient, person),
        _promised(occurrence, person),
        _credential(occurrence.patient, occurrence.order, person, day),
        _license(person, day),
        _orientation(person, day),
    )
    stage = 0
    for rule in rules:
        stage += 10
        for told in rule:
            return stage + _closeness(told[0]), told
    return stage + 10, None


def _closeness(code: str) -> int:
    """Rank the reasons of one stage: what only time took away is nearer."""
    return {codes.CREDENTIAL_OTHER_STATE: 1}.get(code, 2 if "valid" in code or "exp" in code else 0)


def _excluded(patient: Patient, person: CaseManager) -> Iterator[Told]:
    if person.id in patient.excluded:
        yield codes.EXCLUDED, f"patient {patient.id} does not receive this person", {}
    elif patient.staff_gender is not None and person.gender != patient.staff_gender:
        gender = person.gender or "not stated"
        message = f"patient {patient.id} asks for {patient.staff_gender} staff; gender is {gender}"
        yield codes.STAFF_GENDER, message, {"asked": patient.staff_gender, "gender": gender}


def _promised(occurrence: Occurrence, person: CaseManager) -> Iterator[Told]:
    fixed = occurrence.fixed
    if fixed is None or not fixed.binds_people or person.id in fixed.case_managers:
        return
    names = listed(fixed.case_managers)
    message = f"the visit is promised to {names}"
    yield codes.PROMISED_TO_OTHERS, message, {"promised_to": names}


def _credential(patient: Patient, order: Order, person: CaseManager, day: date) -> Iterator[Told]:
    if people_needed(order) > len(order.staff):
        return
    wanted = {code for need in order.staff for code in need.any_of}
    titles = " or ".join(sorted(wanted))
    serving = [held for held in person.credentials if wanted & counts_as(held.code, patient.state)]
    here = [held for held in serving if held.state == patient.state]
    if any(_valid(held, day) for held in here):
        return
    later = [held for held in here if held.valid_from is not None and day < held.valid_from]
    numbers: dict[str, int | str] = {
        "day": day.isoformat(),
        "needed": titles,
        "state": patient.state,
    }
    if later:
        held = min(later, key=lambda x: x.valid_from or day)
        numbers |= {"credential": held.code, "valid_from": str(held.valid_from)}
        message = f"{held.code} in {held.state} is valid only from {held.valid_from}, not on {day}"
        yield codes.CREDENTIAL_NOT_YET_VALID, message, numbers
    elif here:
        held = max(here, key=lambda x: x.valid_until or day)
        numbers |= {"credential": held.code, "valid_until": str(held.valid_until)}
        message = f"{held.code} in {held.state} expired on {held.valid_until}, before {day}"
        yield codes.CREDENTIAL_EXPIRED, message, numbers
    elif serving:
        states = listed(sorted({held.state for held in serving}))
        numbers |= {"held_in": states}
        message = f"holds {titles} in {states}, the patient's state is {patient.state}"
        yield codes.CREDENTIAL_OTHER_STATE, message, numbers
    else:
        holds = listed(sorted({held.code for held in person.credentials})) or "none"
        numbers |= {"holds": holds}
        message = f"holds no credential that counts as {titles} in {patient.state} (holds: {holds})"
        yield codes.CREDENTIAL_MISSING, message, numbers


def _valid(held: Credential, day: date) -> bool:
    begun = held.valid_from is None or held.valid_from <= day
    return begun and (held.valid_until is None or day <= held.valid_until)


def _license(person: CaseManager, day: date) -> Iterator[Told]:
    if may_drive(person, day):
        return
    if person.drivers_license is None:
        yield codes.DRIVERS_LICENSE, "has no driver's licence", {"day": day.isoformat()}
        return
    until = person.drivers_license.valid_until
    message = f"driver's licence expired on {until}, before {day}"
    yield codes.DRIVERS_LICENSE, message, {"day": day.isoformat(), "valid_until": str(until)}


def _orientation(person: CaseManager, day: date) -> Iterator[Told]:
    if in_orientation(person, day):
        until = str(person.orientation_until)
        message = f"in orientation until {until}, so does not count on {day}"
        yield codes.IN_ORIENTATION, message, {"day": day.isoformat(), "orientation_until": until}


def _no_shift(problem: Problem, person: CaseManager, dates: Sequence[date]) -> tuple[int, Told]:
    """Tell of days without a slot: absent all through a shift, at its end, or no shift."""
    shifts = [day for day in dates if any(shift.start.date() == day for shift in person.shifts)]
    over = [day for day in shifts if _over(problem, person, day)]
    now = problem.request.horizon.now
    if over and now is not None:
        message = f"the shift on {over[0]} is over, or the way home has begun, it is {now:%H:%M}"
        return 70, (codes.SHIFT_OVER, message, {"day": over[0].isoformat(), "now": f"{now:%H:%M}"})
    if shifts:
        named = listed([day.isoformat() for day in shifts])
        message = f"absent during all of the shift on {named}"
        return 70, (codes.ABSENT, message, {"day": shifts[0].isoformat(), "days": len(shifts)})
    named = listed([day.isoformat() for day in dates])
    message = f"has no shift on {named}, the only {'day' if len(dates) == 1 else 'days'} open"
    return 60, (codes.NO_SHIFT, message, {"day": dates[0].isoformat(), "days": len(dates)})


def _over(problem: Problem, person: CaseManager, day: date) -> bool:
    """Tell whether a shift of the day `now` lies on has no slot though nobody is absent."""
    clock, now = problem.clock, problem.request.horizon.now
    if now is None or now.date() != day:
        return False
    away = absent_spans(person, clock)
    rests = [
        (max(clock.instant(shift.start), clock.instant(now)), clock.instant(shift.end))
        for shift in person.shifts
        if shift.start.date() == day
    ]
    return any(not any(a <= start and end <= b for a, b in away) for start, end in rests)
