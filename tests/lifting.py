"""Lifting what a blocker names: the request, or the routes, without the thing that is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from visitplan.domain.plan import Blocker, Route
from visitplan.domain.request import PlanRequest
from visitplan.domain.staff import Credential, DriversLicense, Shift
from visitplan.planning.repairs.case import Asked, Case
from visitplan.planning.repairs.choices import parts

Numbers = dict[str, int | str]
Lifted = tuple[PlanRequest, list[Route]]


def lifted(
    request: PlanRequest, routes: list[Route], visit: str, blocker: Blocker
) -> Lifted | None:
    """Give request and routes without what a blocker names; None where others must move."""
    asked = Case(request).asked(visit)
    for code, numbers in parts(blocker):
        if code in OF_ORDER:
            request = of_order(request, asked, OF_ORDER[code](asked, numbers))
            if code == "gap-to-served":
                request = unpromised(of_patient(request, asked, {"unavailable": ()}), asked)
        elif code in OF_PATIENT:
            request = of_patient(request, asked, OF_PATIENT[code])
        elif code in OF_PERSON:
            request = of_person(request, blocker, OF_PERSON[code](request, asked, blocker, numbers))
        elif code.startswith("promise"):
            request = unpromised(request, asked)
        elif code == "no-room-between-visits" and {"order", "visits"} & numbers.keys():
            routes = list(without(routes, blocker, numbers))
        else:
            return None
    return request, routes


def unpromised(request: PlanRequest, asked: Asked) -> PlanRequest:
    """Take back what was promised of an order: it also decides which days others may have."""
    fixed = tuple(x for x in request.fixed if x.visit.rpartition("#")[0] != asked.order.id)
    return request.model_copy(update={"fixed": fixed})


def of_order(request: PlanRequest, asked: Asked, update: dict[str, Any]) -> PlanRequest:
    patient = next(p for p in request.patients if p.id == asked.patient.id)
    orders = tuple(
        o.model_copy(update=update) if o.id == asked.order.id else o for o in patient.orders
    )
    return of_patient(request, asked, {"orders": orders})


def of_patient(request: PlanRequest, asked: Asked, update: dict[str, Any]) -> PlanRequest:
    patients = tuple(
        p.model_copy(update=update) if p.id == asked.patient.id else p for p in request.patients
    )
    return request.model_copy(update={"patients": patients})


def of_person(request: PlanRequest, blocker: Blocker, update: dict[str, Any]) -> PlanRequest:
    people = tuple(
        p.model_copy(update=update) if p.id == blocker.case_manager else p
        for p in request.case_managers
    )
    return request.model_copy(update={"case_managers": people})


def without(routes: list[Route], blocker: Blocker, numbers: Numbers) -> Any:
    """Give routes without the visit named, or all of the person's day."""
    for route in routes:
        mine = (route.case_manager, str(route.date)) == (blocker.case_manager, numbers["day"])
        stops = tuple(
            s
            for s in route.stops
            if not mine
            or s.visit is None
            or ("order" in numbers and s.visit.rpartition("#")[0] != numbers["order"])
        )
        yield route.model_copy(update={"stops": stops})


def person_of(request: PlanRequest, blocker: Blocker) -> Any:
    return next(p for p in request.case_managers if p.id == blocker.case_manager)


def longer(request: PlanRequest, blocker: Blocker, numbers: Numbers, field: str) -> dict[str, Any]:
    """Move the start or end of the shift that a blocker names."""
    told = datetime.fromisoformat(f"{numbers['day']}T{numbers[field]}")
    by = timedelta(minutes=int(numbers["minutes"])) * (1 if field == "end" else -1)
    last = datetime.combine(told.date(), time(23, 59))
    return {
        "shifts": tuple(
            s.model_copy(update={field: min(told + by, last)}) if getattr(s, field) == told else s
            for s in person_of(request, blocker).shifts
        )
    }


def hours(asked: Asked, numbers: Numbers) -> dict[str, Any]:
    return {"windows": ()}


def titled(request: PlanRequest, asked: Asked, blocker: Blocker, _: Numbers) -> dict[str, Any]:
    held = person_of(request, blocker).credentials
    wanted = {code for need in asked.order.staff for code in need.any_of}
    state = asked.patient.state
    return {"credentials": (*held, *(Credential(code=c, state=state) for c in sorted(wanted)))}


def working(request: PlanRequest, blocker: Blocker, numbers: Numbers) -> dict[str, Any]:
    """Add a shift on the first day named."""
    day = date.fromisoformat(str(numbers["day"]))
    start, end = (datetime.combine(day, time(hour)) for hour in (7, 18))
    return {"shifts": (*person_of(request, blocker).shifts, Shift(start=start, end=end))}


ANY_DAY: dict[str, Any] = {
    "min_gap_days": 1,
    "max_gap_days": None,
    "earliest_day": None,
    "latest_day": None,
    "windows": (),
    "safety": "solo",
}
OF_ORDER: dict[str, Callable[[Asked, Numbers], dict[str, Any]]] = {
    "no-allowed-day": lambda *_: {"earliest_day": None, "latest_day": None},
    "gap-to-history": lambda *_: {"min_gap_days": 1},
    "gap-to-served": lambda *_: ANY_DAY,  # its open days, beside the days of those served
    "no-window-long-enough": hours,
    "hours-missed": hours,
    "no-daylight": lambda *_: {"safety": "solo"},
}
OF_PATIENT: dict[str, dict[str, Any]] = {
    "patient-unavailable": {"unavailable": ()},
    "day-pattern": {"day_patterns": ()},
    "excluded": {"excluded": ()},
    "staff-gender": {"staff_gender": None},
    "max-case-managers": {"max_case_managers": None},
}
OF_PERSON: dict[str, Callable[[PlanRequest, Asked, Blocker, Numbers], dict[str, Any]]] = {
    "credential-missing": titled,
    "credential-other-state": titled,
    "credential-expired": titled,
    "credential-not-yet-valid": titled,
    "drivers-license": lambda *_: {"drivers_license": DriversLicense(valid_until=date(2099, 1, 1))},
    "in-orientation": lambda *_: {"orientation_until": None},
    "no-shift": lambda r, _, b, n: working(r, b, n),
    "absent": lambda *_: {"absences": ()},
    "absence-in-the-way": lambda *_: {"absences": ()},
    "appointment-in-the-way": lambda *_: {"appointments": ()},
    "break-in-the-way": lambda *_: {"breaks": ()},
    "max-visits-reached": lambda *_: {"max_visits_per_day": None},
    "max-units-reached": lambda *_: {"max_units_per_day": None},
    "leg-too-long": lambda *_: {"max_drive_minutes_per_leg": None},
    "daily-driving-limit": lambda *_: {"max_drive_minutes_per_day": None},
    "daily-working-limit": lambda *_: {"max_work_minutes_per_day": None},
    "shift-end-missed": lambda r, _, b, n: longer(r, b, n, "end"),
    "shift-start-missed": lambda r, _, b, n: longer(r, b, n, "start"),
}
