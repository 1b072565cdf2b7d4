"""Lifting limits of one person, by the figures that a blocker gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from visitplan.domain.request import PlanRequest
from visitplan.domain.staff import Absence, CaseManager, Credential, DriversLicense, Shift
from visitplan.planning.repairs.case import Asked

Numbers = dict[str, int | str]
LICENSE = DriversLicense(valid_until=date(2099, 1, 1))


def colleague(request: PlanRequest, asked: Asked) -> CaseManager:
    """Give somebody who lives at the patient's, may come and has nothing else to do."""
    patient = asked.patient
    days = (datetime.combine(day, time()) for day in request.horizon.dates)
    night = timedelta(hours=23, minutes=59)
    return CaseManager(
        id=f"free-{len(request.case_managers)}",
        start=asked.order.location or patient.meeting_place or patient.location,
        credentials=titles(asked),
        drivers_license=LICENSE,
        gender=patient.staff_gender,
        shifts=tuple(Shift(start=day, end=day + night) for day in days),
    )


def titles(asked: Asked) -> tuple[Credential, ...]:
    wanted = sorted({code for need in asked.order.staff for code in need.any_of})
    return tuple(Credential(code=code, state=asked.patient.state) for code in wanted)


def titled(asked: Asked, person: CaseManager, _: Numbers) -> dict[str, Any]:
    return {"credentials": (*person.credentials, *titles(asked))}


def working(_: Asked, person: CaseManager, numbers: Numbers) -> dict[str, Any]:
    """Add a shift on the first day named."""
    day = date.fromisoformat(str(numbers["day"]))
    start, end = (datetime.combine(day, time(hour)) for hour in (7, 18))
    return {"shifts": (*person.shifts, Shift(start=start, end=end))}


def later(_: Asked, person: CaseManager, numbers: Numbers) -> dict[str, Any]:
    """Allow overtime, or let the shift end later on a day of two shifts, where none is used."""
    person = _without_other(person, numbers)
    if sum(str(shift.start.date()) == numbers["day"] for shift in person.shifts) == 1:
        minutes = person.max_overtime_minutes_per_day + int(numbers["minutes"])
        kept = {"shifts": person.shifts, "appointments": person.appointments}
        return {"max_overtime_minutes_per_day": minutes, **kept}
    return _moved(person, "end", _when(numbers, "end"), int(numbers["minutes"]))


def earlier(_: Asked, person: CaseManager, numbers: Numbers) -> dict[str, Any]:
    """Let the shift start earlier."""
    person = _without_other(person, numbers)
    return _moved(person, "start", _when(numbers, "start"), -int(numbers["minutes"]))


def _without_other(person: CaseManager, numbers: Numbers) -> CaseManager:
    """Take another shift of the day away, if one is named, and what is in it."""
    if "other_shift" not in numbers:
        return person
    start, end = (
        datetime.fromisoformat(f"{numbers['day']}T{x}")
        for x in str(numbers["other_shift"]).split("-")
    )
    meetings = tuple(x for x in person.appointments if not start <= x.start < end)
    shifts = tuple(x for x in person.shifts if x.start != start)
    return person.model_copy(update={"shifts": shifts, "appointments": meetings})


def _moved(person: CaseManager, field: str, told: datetime, minutes: int) -> dict[str, Any]:
    last = datetime.combine(told.date(), time(23, 59))
    then = min(told + timedelta(minutes=minutes), last)
    shifts = tuple(
        s.model_copy(update={field: then}) if getattr(s, field) == told else s
        for s in person.shifts
    )
    return {"shifts": shifts, "appointments": person.appointments}


def without_appointment(_: Asked, person: CaseManager, numbers: Numbers) -> dict[str, Any]:
    gone = str(numbers["appointment"]).split(", ")
    left = (x for x in person.appointments if x.id not in gone)
    return {"appointments": tuple(left)}


def present(_: Asked, person: CaseManager, numbers: Numbers) -> dict[str, Any]:
    """Take as much of an absence back as is told: minutes of its start or end, or all of it."""
    minutes = timedelta(minutes=int(numbers.get("minutes", 0)))
    if "return" in numbers:
        start = _when(numbers, "end")
        end = start + minutes
    elif "leave" in numbers:
        end = _when(numbers, "start")
        start = end - minutes
    else:
        start, end = _when(numbers, "start"), _when(numbers, "end")
    return {"absences": tuple(_cut(person.absences, start, end))}


def _cut(absences: tuple[Absence, ...], start: datetime, end: datetime) -> Any:
    for absence in absences:
        if absence.start < min(start, absence.end):
            yield absence.model_copy(update={"end": min(start, absence.end)})
        if max(end, absence.start) < absence.end:
            yield absence.model_copy(update={"start": max(end, absence.start)})


def _when(numbers: Numbers, field: str) -> datetime:
    return datetime.fromisoformat(f"{numbers['day']}T{numbers[field]}")


def without_breaks(_: Asked, person: CaseManager, __: Numbers) -> dict[str, Any]:
    shifts = tuple(shift.model_copy(update={"breaks": None}) for shift in person.shifts)
    return {"breaks": (), "shifts": shifts}


OF_PERSON: dict[str, Callable[[Asked, CaseManager, Numbers], dict[str, Any]]] = {
    "credential-missing": titled,
    "credential-other-state": titled,
    "credential-expired": titled,
    "credential-not-yet-valid": titled,
    "drivers-license": lambda *_: {"drivers_license": LICENSE},
    "in-orientation": lambda *_: {"orientation_until": None},
    "no-shift": working,
    "absent": lambda *_: {"absences": ()},
    "absence-in-the-way": present,
    "appointment-in-the-way": without_appointment,
    "break-in-the-way": without_breaks,
    "max-visits-reached": lambda _, __, n: {"max_visits_per_day": int(n["visits"]) + 1},
    "max-units-reached": lambda _, __, n: {"max_units_per_day": n["units"]},
    "leg-too-long": lambda _, __, n: {"max_drive_minutes_per_leg": n["minutes"]},
    "daily-driving-limit": lambda _, __, n: {"max_drive_minutes_per_day": n["minutes"]},
    "daily-working-limit": lambda _, __, n: {"max_work_minutes_per_day": n["minutes"]},
    "shift-end-missed": later,
    "shift-start-missed": earlier,
}
