"""The limits of one person's day, each with how it is lifted and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.ends import ends_of
from visitplan_solvers.blockers.fixed_points import fixed_points_of
from visitplan_solvers.blockers.limit import Limit, Told
from visitplan_solvers.blockers.trial import Lift, Trial
from visitplan_solvers.blockers.wording import clock_time, minutes_up
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import (
    group_drive_at,
    group_units_at,
    group_visits_at,
    group_work_at,
)
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator


ONE_VISIT = 60
"""Minutes of lifting that one more visit a day counts as, to compare near misses."""
ONE_SWAP = 240
"""The same for giving up another visit."""
A_DAY = 1440


def limits_of(trial: Trial, v: int, r: int) -> Iterator[Limit]:
    """Give the limits that bind in slot r, those lifted by minutes first."""
    problem = trial.problem
    yield from ends_of(trial, r)
    yield from _driving(trial, r)
    yield from _working(trial, r)
    yield from _hours(trial, v, r)
    yield from _counts(trial, r)
    yield from _units(trial, v, r)
    yield from fixed_points_of(problem, trial.rows(r), r)


def others_of(trial: Trial, r: int) -> list[int]:
    """Give the visits that slot r holds already."""
    return [row for row in trial.rows(r) if row < len(trial.problem.occurrences)]


def _driving(trial: Trial, r: int) -> Iterator[Limit]:
    problem = trial.problem
    slot = problem.slots[r]
    person = problem.request.case_managers[slot.person]
    day = slot.date.isoformat()
    leg, total = person.max_drive_minutes_per_leg, person.max_drive_minutes_per_day

    def tell_leg(minutes: int) -> Told:
        needed = (leg or 0) + minutes
        numbers: dict[str, int | str] = {"day": day, "limit_minutes": leg or 0, "minutes": needed}
        return f"one drive may take {leg} minutes, would take {needed} on {day}", numbers

    def tell_total(minutes: int) -> Told:
        needed = (total or 0) + minutes
        group = int(problem.arrays.slot[r, t.S_GROUP])
        now = -(-int(trial.state[group_drive_at(trial.tables, group)]) // 60)
        numbers: dict[str, int | str] = {
            "day": day,
            "limit_minutes": total or 0,
            "minutes": needed,
            "now_minutes": now,
        }
        text = f"may drive {total} minutes a day, drives {now} and would drive {needed} on {day}"
        return text, numbers

    if leg is not None:
        code = codes.LEG_TOO_LONG
        yield Limit(code, "leg", A_DAY, True, lambda x: Lift(leg=x), tell_leg)
    if total is not None:
        code = codes.DAILY_DRIVING_LIMIT
        yield Limit(code, "drive", A_DAY, True, lambda x: Lift(drive=x), tell_total)


def _working(trial: Trial, r: int) -> Iterator[Limit]:
    problem = trial.problem
    slot = problem.slots[r]
    most = problem.request.case_managers[slot.person].max_work_minutes_per_day
    if most is None:
        return
    day = slot.date.isoformat()
    group = int(problem.arrays.slot[r, t.S_GROUP])
    now = minutes_up(int(trial.state[group_work_at(trial.tables, group)]))

    def tell(minutes: int) -> Told:
        needed = most + minutes
        numbers: dict[str, int | str] = {
            "day": day,
            "limit_minutes": most,
            "minutes": needed,
            "now_minutes": now,
        }
        text = f"may work {most} minutes a day, works {now} and would work {needed} on {day}"
        return text, numbers

    yield Limit(codes.DAILY_WORKING_LIMIT, "work", A_DAY, True, lambda x: Lift(work=x), tell)


def _hours(trial: Trial, v: int, r: int) -> Iterator[Limit]:
    problem = trial.problem
    day = problem.slots[r].day
    date = problem.slots[r].date.isoformat()
    key = v * int(problem.arrays.days[0]) + day
    spans = problem.arrays.window[slice(*problem.arrays.window_ptr[key : key + 2])]
    start_s, end_s = trial.day_bounds[day]
    service = int(problem.arrays.visit[v, t.V_SERVICE])
    fixed = problem.occurrences[v].fixed
    promised = fixed is not None and fixed.lock == "all"
    code = codes.PROMISED_START_MISSED if promised else codes.HOURS_MISSED

    def tell(minutes: int, word: str) -> Told:
        numbers: dict[str, int | str] = {"day": date, "minutes": minutes, "direction": word}
        if promised:
            start = clock_time(problem, int(spans[0, 0]))
            numbers["start"] = start
            text = f"the promised start is {start} on {date}, would fit {minutes} minutes {word}"
            return text, numbers
        opens = " and ".join(
            f"{clock_time(problem, int(a))}-{clock_time(problem, int(b) + service)}"
            for a, b in spans
        )
        numbers["hours"] = opens
        text = f"the visit may take place {opens} on {date}, would fit {minutes} minutes {word}"
        return text, numbers

    most = (end_s - service - int(spans[:, 1].min())) // 60
    if most > 0:
        lift: Callable[[int], Lift] = lambda x: Lift(hours_later=x)  # noqa: E731
        yield Limit(code, "hours_later", most, True, lift, lambda x: tell(x, "later"))
    most = (int(spans[:, 0].max()) - start_s) // 60
    if most > 0:
        lift = lambda x: Lift(hours_earlier=x)  # noqa: E731
        yield Limit(code, "hours_earlier", most, True, lift, lambda x: tell(x, "earlier"))


def _counts(trial: Trial, r: int) -> Iterator[Limit]:
    problem = trial.problem
    slot = problem.slots[r]
    most = problem.request.case_managers[slot.person].max_visits_per_day
    day = slot.date.isoformat()
    group = int(problem.arrays.slot[r, t.S_GROUP])
    now = int(trial.state[group_visits_at(trial.tables, group)])
    if most is None or now < most:
        return

    def tell(_: int) -> Told:
        numbers: dict[str, int | str] = {"day": day, "limit": most, "visits": now}
        return f"makes {counted(now, 'visit')} on {day}, the most allowed is {most}", numbers

    more = now + 1 - most
    code = codes.MAX_VISITS_REACHED
    yield Limit(code, "visits", ONE_VISIT, False, lambda _: Lift(visits=more), tell)


def _units(trial: Trial, v: int, r: int) -> Iterator[Limit]:
    problem = trial.problem
    slot = problem.slots[r]
    most = problem.request.case_managers[slot.person].max_units_per_day
    if most is None:
        return
    day = slot.date.isoformat()
    group = int(problem.arrays.slot[r, t.S_GROUP])
    now = int(trial.state[group_units_at(trial.tables, group)])
    needed = now + int(problem.arrays.visit[v, t.V_UNITS])
    if needed <= most:
        return

    def tell(_: int) -> Told:
        numbers: dict[str, int | str] = {"day": day, "limit": most, "units": needed, "now": now}
        has = counted(now, "unit")
        return f"has {has} on {day} and would have {needed}, the most allowed is {most}", numbers

    code, more = codes.MAX_UNITS_REACHED, needed - most
    yield Limit(code, "units", ONE_VISIT, False, lambda _: Lift(units=more), tell)
