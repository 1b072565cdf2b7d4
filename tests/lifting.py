"""Lifting what a blocker names: the request, or the routes, without the thing that is named.

What is told with figures is lifted by these figures and no further.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from lifting_people import OF_PERSON, colleague

from visitplan.domain.patients import WEEKDAYS, Window
from visitplan.domain.plan import Blocker, Route
from visitplan.domain.request import PlanRequest
from visitplan.planning.repairs.case import Asked, Case
from visitplan.planning.repairs.choices import parts

Numbers = dict[str, int | str]
Lifted = tuple[PlanRequest, list[Route]]


def lifted(request: PlanRequest, routes: list[Route], visit: str, blocker: Blocker) -> Lifted:
    """Give request and routes without what a blocker names.

    Raises:
        KeyError: What it names cannot be lifted.
    """
    for code, numbers in parts(blocker):
        asked = Case(request).asked(visit)
        if code in OF_ORDER:
            request = of_order(request, asked.order.id, OF_ORDER[code](asked, numbers))
            if code in {"gap-to-served", "hours-missed"}:
                request = of_patient(request, asked, {"unavailable": ()})
            if code == "gap-to-served":
                request = unpromised(request, asked.order.id)
        elif code in OF_PATIENT:
            request = of_patient(request, asked, OF_PATIENT[code])
        elif code == "promised-start-missed":
            request = promised_again(request, asked, numbers)
        elif code.startswith("promise"):
            request = unpromised(request, asked.order.id)
        elif code in {"no-day-in-common", "partner-has-no-place"}:
            request = out_of_sequence(request, asked)
        elif code == "no-second-person":
            request = unpromised(request, asked.order.id)
            people = (*request.case_managers, colleague(request, asked))
            request = request.model_copy(update={"case_managers": people})
        elif code in {"no-room-between-visits", "stops-per-route"}:
            routes = list(without(routes, blocker, numbers))
        else:
            person = next(p for p in request.case_managers if p.id == blocker.case_manager)
            request = of_person(request, blocker, OF_PERSON[code](asked, person, numbers))
            if "other_shift" in numbers:
                routes = list(without_other_shift(routes, blocker, numbers))
            if code == "break-in-the-way":
                policy = request.policy.model_copy(update={"paperwork_block": None})
                request = request.model_copy(update={"policy": policy})
    return request, routes


def unpromised(request: PlanRequest, order: str) -> PlanRequest:
    """Take back what was promised of an order: it also decides which days others may have."""
    fixed = tuple(x for x in request.fixed if x.visit.rpartition("#")[0] != order)
    return request.model_copy(update={"fixed": fixed})


def of_order(request: PlanRequest, order: str, update: dict[str, Any]) -> PlanRequest:
    patients = tuple(
        p.model_copy(
            update={
                "orders": tuple(
                    o.model_copy(update=update) if o.id == order else o for o in p.orders
                )
            }
        )
        for p in request.patients
    )
    return request.model_copy(update={"patients": patients})


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


def out_of_sequence(request: PlanRequest, asked: Asked) -> PlanRequest:
    """Let a visit and its partner come when they like."""
    for order in asked.patient.orders:
        follows = order.after is not None and order.after.order == asked.order.id
        if order.id == asked.order.id or follows:
            request = of_order(request, order.id, {"after": None})
    return request


def promised_again(request: PlanRequest, asked: Asked, numbers: Numbers) -> PlanRequest:
    """Promise the start that would fit, at hours that allow it."""
    by = timedelta(minutes=int(numbers["minutes"]))
    by = by if numbers["direction"] == "later" else -by
    fixed = tuple(
        x.model_copy(update={"start": x.start + by}) if x.visit == asked.visit else x
        for x in request.fixed
    )
    request = of_order(request, asked.order.id, {"windows": (), "safety": _by_night(asked)})
    request = of_patient(request, asked, {"unavailable": ()})
    return request.model_copy(update={"fixed": fixed})


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


def without_other_shift(routes: list[Route], blocker: Blocker, numbers: Numbers) -> Any:
    """Give routes without that of another shift of the person's day."""
    start, end = str(numbers["other_shift"]).split("-")
    for route in routes:
        mine = (route.case_manager, str(route.date)) == (blocker.case_manager, numbers["day"])
        if not mine or not start <= f"{route.leave:%H:%M}" < end:
            yield route


def wider(asked: Asked, numbers: Numbers) -> dict[str, Any]:
    """Widen the hours of the day named, as they are told, and leave those of other weekdays."""
    order, minutes = asked.order, int(numbers["minutes"])
    weekday = WEEKDAYS[date.fromisoformat(str(numbers["day"])).weekday()]
    others = order.windows or (Window(start=time(0), end=time.max),)
    windows = [
        w.model_copy(update={"weekdays": left})
        for w in others
        if (left := tuple(x for x in w.weekdays if x != weekday))
    ]
    for hours in str(numbers["hours"]).split(" and "):
        start, end = (60 * int(x[:2]) + int(x[3:]) for x in hours.split("-"))
        # Hours are told on whole minutes, so that the last may be a minute more.
        end = (end or 1440) + 1 - order.max_late_minutes
        if numbers["direction"] == "later":
            end += minutes
        else:
            start -= minutes
        windows.append(Window(weekdays=(weekday,), start=_clock(start), end=_clock(end)))
    return {"windows": tuple(windows), "safety": _by_night(asked)}


def _clock(minute: int) -> time:
    return time.max if minute >= 1440 else time(*divmod(max(0, minute), 60))


def _by_night(asked: Asked) -> str:
    return "solo" if asked.order.safety == "daylight" else asked.order.safety


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
    "no-window-long-enough": lambda *_: {"windows": ()},
    "hours-missed": wider,
    "no-daylight": lambda *_: {"safety": "solo"},
}
OF_PATIENT: dict[str, dict[str, Any]] = {
    "in-treatment": {"readmitted_on": None},
    "patient-unavailable": {"unavailable": ()},
    "day-pattern": {"day_patterns": ()},
    "excluded": {"excluded": ()},
    "staff-gender": {"staff_gender": None},
    "max-case-managers": {"max_case_managers": None},
}
