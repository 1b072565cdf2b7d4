"""Reasons that hold for everybody: the order's days, hours, promises and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.wording import counted, listed
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.starts import completed_days, starts
from visitplan_solvers.kernel.layout import day_at
from visitplan_solvers.kernel.spacing import day_fits, has_window

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan_solvers.compiled.build import Occurrence, Problem
    from visitplan_solvers.compiled.tables import Ints


@dataclass(frozen=True, slots=True)
class OpenDays:
    """Days of the horizon on which an order and its other visits allow a visit, or why none."""

    days: tuple[int, ...]
    blocker: Blocker | None


def open_days(problem: Problem, state: Ints, v: int) -> OpenDays:
    """Give the days on which somebody might make visit v."""
    occurrence = problem.occurrences[v]
    tables = problem.tables
    dates = problem.request.horizon.dates
    with_hours = [d for d in range(len(dates)) if has_window(tables, v, d)]
    if not with_hours:
        return OpenDays((), _without_hours(problem, occurrence))
    days = tuple(d for d in with_hours if day_fits(tables, state, v, d))
    if days:
        return OpenDays(days, None)
    return OpenDays((), _gap_to_served(problem, state, v, [dates[d] for d in with_hours]))


def _blocker(code: str, message: str, **numbers: int | str) -> Blocker:
    return Blocker(code=code, message=message, numbers=numbers)


def _without_hours(problem: Problem, occurrence: Occurrence) -> Blocker:
    """Tell why no day has a start, looking at one rule after the other."""
    patient, order = occurrence.patient, occurrence.order
    dates = problem.request.horizon.dates
    in_bounds = [day for day in dates if _in_bounds(order, day)]
    if not in_bounds:
        earliest, latest = str(order.earliest_day or "any"), str(order.latest_day or "any")
        message = (
            f"the order's days, {earliest} to {latest}, are not among those planned, "
            f"{dates[0]} to {dates[-1]}"
        )
        return _blocker(codes.NO_ALLOWED_DAY, message, earliest_day=earliest, latest_day=latest)
    past = completed_days(patient, order)
    allowed = [day for day in in_bounds if all((day - x).days >= order.min_gap_days for x in past)]
    if not allowed:
        last = past[-1]
        gap = counted(order.min_gap_days, "day")
        first = last + timedelta(days=order.min_gap_days)
        message = (
            f"the last completed visit was on {last} and the least gap is {gap}, so {first} is the "
            f"first day; the last one allowed is {in_bounds[-1]}"
        )
        return _blocker(
            codes.GAP_TO_HISTORY,
            message,
            last_visit=last.isoformat(),
            min_gap_days=order.min_gap_days,
            first_day=first.isoformat(),
            last_day=in_bounds[-1].isoformat(),
        )
    closed = _closed(problem, patient, order, allowed)
    return closed or _promise(occurrence, allowed)


def _in_bounds(order: Order, day: date) -> bool:
    earliest, latest = order.earliest_day, order.latest_day
    return (earliest is None or earliest <= day) and (latest is None or day <= latest)


def _closed(problem: Problem, patient: Patient, order: Order, days: list[date]) -> Blocker | None:
    """Tell which of windows, daylight and the patient's absences leaves no start, if any does."""
    clock, step_s = problem.clock, problem.request.policy.start_step_seconds
    anytime = order.model_copy(update={"safety": "solo"})
    present = patient.model_copy(update={"unavailable": ()})
    named = listed([day.isoformat() for day in days])
    what = f"the {order.minutes} minutes of the visit"
    numbers: dict[str, int | str] = {"minutes": order.minutes, "days": len(days)}
    if not any(starts(present, anytime, day, clock, step_s) for day in days):
        message = f"{what} fit none of the order's windows on {named}"
        return Blocker(code=codes.NO_WINDOW_LONG_ENOUGH, message=message, numbers=numbers)
    if not any(starts(present, order, day, clock, step_s) for day in days):
        message = f"{what} do not fit between sunrise and sunset inside the windows on {named}"
        return Blocker(code=codes.NO_DAYLIGHT, message=message, numbers=numbers)
    if not any(starts(patient, order, day, clock, step_s) for day in days):
        message = f"the patient is not available for {what} inside the allowed hours on {named}"
        return Blocker(code=codes.PATIENT_UNAVAILABLE, message=message, numbers=numbers)
    return None


def _promise(occurrence: Occurrence, days: list[date]) -> Blocker:
    fixed = occurrence.fixed
    if fixed is None or fixed.start.date() in days:
        named = listed([day.isoformat() for day in days])
        if fixed is not None:
            start = fixed.start.strftime("%Y-%m-%dT%H:%M")
            message = f"the promised start {start} lies outside the allowed hours"
            return _blocker(codes.PROMISE_OUTSIDE_HOURS, message, start=start)
        message = (
            f"visit {occurrence.number} of the order must lie in time order between those that "
            f"are promised, and they leave no day; its days are {named}"
        )
        return _blocker(codes.PROMISES_LEAVE_NO_DAY, message, days=len(days))
    day = fixed.start.date().isoformat()
    message = f"the promised day {day} is not among the days allowed"
    return _blocker(codes.PROMISE_OUTSIDE_HOURS, message, start=day)


def _gap_to_served(problem: Problem, state: Ints, v: int, days: list[date]) -> Blocker:
    """Tell of the gaps to the order's served visits, or from history to the first one."""
    occurrence = problem.occurrences[v]
    order = occurrence.order
    first = int(problem.arrays.order[occurrence.order_row, t.O_FIRST])
    dates = problem.request.horizon.dates
    served = sorted(
        dates[int(state[day_at(problem.tables, u)])].isoformat()
        for u in range(first, first + order.visits)
        if state[day_at(problem.tables, u)] >= 0
    )
    gaps = f"at least {counted(order.min_gap_days, 'day')}"
    numbers: dict[str, int | str] = {"min_gap_days": order.min_gap_days, "served": listed(served)}
    if order.max_gap_days is not None:
        gaps += f" and at most {counted(order.max_gap_days, 'day')}"
        numbers["max_gap_days"] = order.max_gap_days
    past = completed_days(occurrence.patient, order)
    if past:
        numbers["last_visit"] = past[-1].isoformat()
    before = f", the last completed one on {past[-1]}" if past else ""
    message = (
        f"visits of the order lie {gaps} apart{before}; with those on {listed(served) or 'no day'} "
        f"none of its open days is left ({listed([day.isoformat() for day in days])})"
    )
    return Blocker(code=codes.GAP_TO_SERVED, message=message, numbers=numbers)
