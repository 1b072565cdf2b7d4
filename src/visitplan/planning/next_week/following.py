"""This week's request, plan and what became of it, as next week's request."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.audit import balances_of
from visitplan.domain.errors import RequestRefusedError
from visitplan.domain.loading import load_request
from visitplan.domain.next_week import Actuals, Ended, NextWeek
from visitplan.domain.patients import PastVisit
from visitplan.planning.checking import require_same_request
from visitplan.planning.next_week.errors import (
    NextRefusedError,
    NothingGoesOnError,
    OtherUsualError,
    ReplannedWeekError,
)
from visitplan.planning.next_week.going_on import going_on
from visitplan.planning.next_week.outcomes import Outcome, outcomes, strangers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import Appointment, CaseManager, Shift

HISTORY_DAYS = 60
"""Days of history kept: twice the longest usual clock after a discharge.

Completed visits are kept for longer where a gap of their order asks for it.
"""
MOST_BALANCE = 100_000


def next_request(
    request: PlanRequest,
    plan: Plan,
    actuals: Actuals | None = None,
    *,
    usual: PlanRequest | None = None,
) -> tuple[PlanRequest, NextWeek]:
    """Give the request for the days that follow, and what went into it.

    `usual` is the request as it was before the week was replanned: people's shifts, meetings,
    breaks and limits are taken from it, since those of one bad day do not repeat. A request
    that was replanned needs it.

    Shifts and appointments repeat on the same weekdays, absences keep their dates. Orders
    without days of their own repeat; those with a last day go on with what is left of them.
    What became of the visits enters the history, and who made them the balances. Closed roads
    are in the account alone, for replanning. The request given is as it was read again: it can
    be planned.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownVisitError: VP4106, an actual names a visit that the request does not have.
        ActualTwiceError: VP4141, two actuals of one visit.
        NothingGoesOnError: VP4142, no patient has an order left.
        NextRefusedError: VP4143, the next request would have faults that stop planning.
        ActualIncompleteError: VP4144, a visit made at no time or by nobody.
        ActualOutsideError: VP4145, an actual before this week or after it.
        OtherUsualError: VP4146, `usual` is of other days or other people.
        ReplannedWeekError: VP4147, the request was replanned and `usual` is missing.
    """
    require_same_request(plan, request)
    if usual is not None:
        _require_same_week(usual, request)
    elif request.horizon.now is not None:
        raise ReplannedWeekError(request.horizon.now.isoformat("T", "minutes"))
    # Whole weeks, so that weekdays stay what they are.
    by = timedelta(days=-(-request.horizon.days // 7) * 7)
    first_day = request.horizon.first_day + by
    found = outcomes(request, plan, actuals or Actuals(), first_day)
    goes_on = [(patient, *going_on(patient, found, first_day)) for patient in request.patients]
    patients = [_patient(old, orders, found, first_day) for old, orders, _ in goes_on if orders]
    if not patients:
        raise NothingGoesOnError(str(first_day))
    following = request.model_copy(
        update={
            "horizon": request.horizon.model_copy(update={"first_day": first_day, "now": None}),
            "case_managers": _people(request, usual or request, found, by),
            "patients": tuple(patients),
            "fixed": (),
            # Plans are made on open roads; the account tells which closures last.
            "closures": (),
        }
    )
    ended = tuple(entry for _, _, ends in goes_on for entry in ends)
    dropped = tuple(old.id for old, orders, _ in goes_on if not orders)
    account = _account(request, found, first_day, ended, dropped)
    return _read_again(following), account


def _require_same_week(usual: PlanRequest, request: PlanRequest) -> None:
    """Refuse a usual week of other days or people: its shifts would be no week's shifts."""
    theirs, ours = usual.horizon, request.horizon
    for what, its, given in (
        ("first day", theirs.first_day, ours.first_day),
        ("number of days", theirs.days, ours.days),
        ("time zone", theirs.timezone, ours.timezone),
    ):
        if its != given:
            raise OtherUsualError(f"its {what} is {its}, that of the plan's request {given}")
    there, here = ({person.id for person in asked.case_managers} for asked in (usual, request))
    if there != here:
        names = ", ".join(sorted(there ^ here))
        raise OtherUsualError(f"one of the two alone has the case managers {names}")


def _people(
    request: PlanRequest, usual: PlanRequest, found: Mapping[str, Outcome], by: timedelta
) -> tuple[CaseManager, ...]:
    """Give the case managers with next week's shifts, their leave and their balances."""
    away = {person.id: person.absences for person in request.case_managers}
    balances = _balances(request, found)
    begins = datetime.combine(request.horizon.first_day + by, time.min)
    return tuple(
        person.model_copy(
            update={
                "shifts": tuple(s.model_copy(update=_later(s, by)) for s in person.shifts),
                "appointments": tuple(
                    item.model_copy(update=_later(item, by)) for item in person.appointments
                ),
                "absences": tuple(a for a in away[person.id] if a.end > begins),
                "balance_minutes": max(-MOST_BALANCE, min(MOST_BALANCE, balances[person.id])),
            }
        )
        for person in usual.case_managers
    )


def _balances(request: PlanRequest, found: Mapping[str, Outcome]) -> dict[str, int]:
    """Give what each person had too much by who really went; cancelled visits are no work."""
    made = {visit: o.people for visit, o in found.items() if o.status == "completed"}
    patients = tuple(
        patient.model_copy(
            update={
                "orders": tuple(
                    order.model_copy(update={"cancelled": _cancelled(order, found)})
                    for order in patient.orders
                )
            }
        )
        for patient in request.patients
    )
    return balances_of(request.model_copy(update={"patients": patients}), made)


def _cancelled(order: Order, found: Mapping[str, Outcome]) -> tuple[int, ...]:
    numbers = range(1, order.visits + 1)
    return tuple(n for n in numbers if found[f"{order.id}#{n}"].status == "cancelled")


def _later(item: Shift | Appointment, by: timedelta) -> dict[str, datetime]:
    return {"start": item.start + by, "end": item.end + by}


def _patient(
    patient: Patient, orders: tuple[Order, ...], found: Mapping[str, Outcome], first_day: date
) -> Patient:
    """Give a patient with a longer history and the orders that go on."""
    names = {order.id for order in orders}
    longest = {order.id: max(order.min_gap_days, order.max_gap_days or 0) for order in orders}
    before = datetime.combine(first_day, time.min)
    past = sorted([*patient.history, *_made(patient, found)], key=lambda entry: entry.start)
    return patient.model_copy(
        update={
            "orders": orders,
            "day_patterns": tuple(
                kept
                for pattern in patient.day_patterns
                if (kept := {o: days for o, days in pattern.items() if o in names})
            ),
            "unavailable": tuple(away for away in patient.unavailable if away.end > before),
            "history": tuple(
                entry if entry.order in names else entry.model_copy(update={"order": None})
                for entry in past
                if entry.start >= before - timedelta(days=_days_kept(entry, longest))
            ),
        }
    )


def _days_kept(entry: PastVisit, longest: Mapping[str, int]) -> int:
    """Give for how many days a past visit counts; `longest` has the largest gap of each order."""
    if entry.order is None or entry.status != "completed":
        return HISTORY_DAYS
    return HISTORY_DAYS + longest.get(entry.order, 0)


def _made(patient: Patient, found: Mapping[str, Outcome]) -> list[PastVisit]:
    """Give what became of each visit of a patient, as history; those not due are none."""
    return [
        PastVisit(order=order.id, start=o.start, case_managers=o.people, status=o.status)
        for order in patient.orders
        for n in range(1, order.visits + 1)
        for o in (found[f"{order.id}#{n}"],)
        if o.status != "not_due"
    ]


def _account(
    request: PlanRequest,
    found: Mapping[str, Outcome],
    first_day: date,
    ended: tuple[Ended, ...],
    dropped: tuple[str, ...],
) -> NextWeek:
    count = Counter(outcome.status for outcome in found.values())
    return NextWeek(
        first_day=str(first_day),
        completed=count["completed"],
        missed=count["missed"],
        cancelled=count["cancelled"],
        bumped=count["bumped"],
        not_due=count["not_due"],
        ended=ended,
        dropped_patients=dropped,
        strangers=strangers(request, found),
        closures=tuple(c for c in request.closures if c.last_day >= first_day),
    )


def _read_again(following: PlanRequest) -> PlanRequest:
    """Give a request as its document is read; refuse one that could not be."""
    try:
        return load_request(following.to_json().encode())[0]
    except RequestRefusedError as error:
        raise NextRefusedError(str(following.horizon.first_day), error.faults) from None
