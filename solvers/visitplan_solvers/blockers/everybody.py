"""Reasons that hold for everybody: the order's days, hours, promises and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.patterns import day_pattern, free_of_patterns
from visitplan_solvers.blockers.wording import joined, listed
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.programs import in_treatment
from visitplan_solvers.compiled.starts import completed_days, starts
from visitplan_solvers.kernel.layout import day_at
from visitplan_solvers.kernel.spacing import day_fits, has_window, most_by_patterns
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    return OpenDays((), _beside_served(problem, state, v, with_hours))


def partner_of(problem: Problem, v: int) -> int:
    """Give the other visit where visit v is one of two services in sequence, or -1."""
    return max(int(problem.arrays.visit[v, t.V_FOLLOWER]), int(problem.arrays.visit[v, t.V_LEADER]))


def days_with_partner(problem: Problem, state: Ints, v: int) -> OpenDays:
    """Give the days on which somebody might make visit v, and its partner in sequence if any."""
    found = open_days(problem, state, v)
    u = partner_of(problem, v)
    if u < 0:
        return found
    others = open_days(problem, state, u)
    if others.blocker is not None:
        other = problem.occurrences[u].order.id
        message = (
            f"{other}, which is made in sequence with it, has no day: {others.blocker.message}"
        )
        partner = _blocker(
            codes.PARTNER_HAS_NO_PLACE, message, order=other, reason=others.blocker.code
        )
        blocker = partner if found.blocker is None else joined(found.blocker, partner)
        return OpenDays((), blocker)
    if found.blocker is not None:
        return found
    days = _shared(problem, problem.tables, state, v, u)
    if days:
        return OpenDays(days, None)
    free = _shared(problem, free_of_patterns(problem, v), state, v, u)
    if free:
        return OpenDays((), day_pattern(problem, state, v, free))
    return OpenDays((), _nothing_in_common(problem, u, found.days, others.days))


def _shared(problem: Problem, tables: t.Tables, state: Ints, v: int, u: int) -> tuple[int, ...]:
    """Give the days that two visits of a patient may take together."""
    tried = state.copy()
    found = []
    for d in range(problem.request.horizon.days):
        tried[day_at(tables, v)] = -1
        if has_window(tables, v, d) and has_window(tables, u, d) and day_fits(tables, tried, v, d):
            tried[day_at(tables, v)] = d
            if day_fits(tables, tried, u, d):
                found.append(d)
    return tuple(found)


def _beside_served(problem: Problem, state: Ints, v: int, with_hours: list[int]) -> Blocker:
    """Tell whether gaps or day patterns leave no day beside the patient's visits served."""
    days = [problem.request.horizon.dates[d] for d in with_hours]
    gap = _gap_to_served(problem, state, v, days)
    patient = problem.occurrences[v].patient
    if not patient.day_patterns:
        return gap
    free = free_of_patterns(problem, v)
    left = [d for d in with_hours if day_fits(free, state, v, d)]
    if left:
        return day_pattern(problem, state, v, left)
    taken = _taken(problem, state, v)
    untaken = [d for d in with_hours if d not in taken]
    if any(most_by_patterns(problem.tables, state, v, d) for d in untaken):
        return gap
    return joined(gap, day_pattern(problem, state, v, untaken)) if untaken else gap


def _taken(problem: Problem, state: Ints, v: int) -> set[int]:
    """Give the days of the order's served visits."""
    first = int(problem.arrays.order[problem.occurrences[v].order_row, t.O_FIRST])
    rows = range(first, first + len(problem.occurrences[v].order.numbers))
    return {d for u in rows if (d := int(state[day_at(problem.tables, u)])) >= 0}


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
    at_home = [day for day in allowed if not in_treatment(patient, day)]
    if not at_home:
        since = str(patient.readmitted_on)
        message = (
            f"the patient went back into treatment on {since} and was not discharged since; the "
            f"order's days are {listed([day.isoformat() for day in allowed])}"
        )
        return _blocker(codes.IN_TREATMENT, message, readmitted_on=since, days=len(allowed))
    closed = _closed(problem, patient, order, at_home)
    return closed or _past(problem, occurrence, at_home) or _promise(occurrence, at_home)


def _past(problem: Problem, occurrence: Occurrence, days: list[date]) -> Blocker | None:
    """Tell where all hours of a visit lie before now, or are left none by a service made."""
    now = problem.request.horizon.now
    if now is None or (occurrence.fixed is not None and occurrence.fixed.binds_day):
        return None
    shown = now.strftime("%Y-%m-%dT%H:%M")
    message = f"the hours in which it could begin are over, it is {shown}"
    return _blocker(codes.HOURS_PAST, message, now=shown, days=len(days))


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
    fixed = occurrence.fixed if occurrence.fixed and occurrence.fixed.lock != "none" else None
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
    dates = problem.request.horizon.dates
    served = [dates[d].isoformat() for d in sorted(_taken(problem, state, v))]
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


def _nothing_in_common(
    problem: Problem, u: int, mine: Sequence[int], others: Sequence[int]
) -> Blocker:
    """Tell that two services in sequence have no day in common."""
    dates = problem.request.horizon.dates
    other = problem.occurrences[u].order.id
    my_days, their_days = (listed([dates[d].isoformat() for d in x]) for x in (mine, others))
    message = (
        f"its days ({my_days}) and those of {other} ({their_days}), which is made in sequence "
        "with it, have none in common"
    )
    numbers: dict[str, int | str] = {"days": my_days, "order": other, "order_days": their_days}
    return Blocker(code=codes.NO_DAY_IN_COMMON, message=message, numbers=numbers)
