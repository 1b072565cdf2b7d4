"""Bends of one person's limits, by the figures that blockers give."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.planning.repairs.bends import Bend
from visitplan.planning.repairs.case import A_UNIT_MINUTES
from visitplan.planning.repairs.pointers import change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitplan.planning.repairs.case import Case

Numbers = dict[str, int | str]
LIMITS = {
    "daily-driving-limit": ("max_drive_minutes_per_day", "driving a day"),
    "daily-working-limit": ("max_work_minutes_per_day", "work a day"),
    "leg-too-long": ("max_drive_minutes_per_leg", "a single drive"),
}
STRETCH = timedelta(minutes=60)
"""How much earlier and later a break may come where it is moved."""


def bends_of_person(
    case: Case, code: str, name: str, numbers: Mapping[str, int | str]
) -> list[Bend]:
    """Give the ways to lift one limit of a person, the least promise first; none: never bent."""
    return list(_bends(case, code, name, dict(numbers)))


def _bends(case: Case, code: str, name: str, numbers: Numbers) -> Iterator[Bend]:
    if code == "shift-end-missed":
        yield from _overtime(case, name, numbers)
        yield from _shift(case, name, numbers, "end", "return")
    elif code == "shift-start-missed":
        yield from _shift(case, name, numbers, "start", "leave")
    elif code in LIMITS:
        yield _minutes(case, name, code, numbers)
    elif code == "max-visits-reached":
        more = int(numbers["visits"]) + 1
        yield _count(case, name, "max_visits_per_day", "visits", more, int(numbers["limit"]))
    elif code == "max-units-reached":
        units = int(numbers["units"])
        yield _count(case, name, "max_units_per_day", "units", units, int(numbers["limit"]))
    elif code == "break-in-the-way":
        yield from _breaks(case, name)
    elif code == "appointment-in-the-way":
        yield from _appointment(case, name, numbers)


def _overtime(case: Case, name: str, numbers: Numbers) -> Iterator[Bend]:
    person, path = case.person(name)
    now = person.max_overtime_minutes_per_day
    minutes = now + int(numbers["minutes"])
    field = (*path, "max_overtime_minutes_per_day")
    today = [s for s in person.shifts if s.start.date().isoformat() == numbers["day"]]
    # On a day with two shifts a plan uses no overtime.
    if minutes <= 1440 and len(today) == 1:
        text = f"allow {name} {minutes} minutes of overtime a day, {now} are allowed now"
        # The plan's own cost holds the overtime itself: asking for it comes on top.
        yield Bend(
            "overtime",
            text,
            (change(case.request, field, minutes),),
            case.call_s,
            expected=case.staff_s(minutes) - case.call_s,
        )


def _shift(case: Case, name: str, numbers: Numbers, field: str, key: str) -> Iterator[Bend]:
    """Let a shift begin or end at the time that the route needs."""
    person, path = case.person(name)
    day = str(numbers["day"])
    told, new = (datetime.fromisoformat(f"{day}T{numbers[k]}") for k in (field, key))
    at = next((n for n, s in enumerate(person.shifts) if getattr(s, field) == told), None)
    longer = new > told if field == "end" else new < told
    if at is None or not longer:  # the time is an absence's, or lies on another day
        return
    others = [s for n, s in enumerate(person.shifts) if n != at]
    shift = person.shifts[at].model_copy(update={field: new})
    if any(s.start < shift.end and shift.start < s.end for s in others):
        return
    minutes = int(abs(new - told) / timedelta(minutes=1))
    word = "last until" if field == "end" else "begin at"
    text = f"let the shift of {name} on {day} {word} {new:%H:%M}, {told:%H:%M} now"
    wall = new.strftime("%Y-%m-%dT%H:%M")
    one = change(case.request, (*path, "shifts", at, field), wall)
    yield Bend("longer-shift", text, (one,), case.staff_s(minutes))


def _minutes(case: Case, name: str, code: str, numbers: Numbers) -> Bend:
    field, what = LIMITS[code]
    _, path = case.person(name)
    limit, minutes = int(numbers["limit_minutes"]), int(numbers["minutes"])
    text = f"allow {name} {minutes} minutes of {what}, {limit} are allowed now"
    one = change(case.request, (*path, field), minutes)
    return Bend("higher-limit", text, (one,), case.staff_s(minutes - limit))


def _count(case: Case, name: str, field: str, what: str, most: int, now: int) -> Bend:
    _, path = case.person(name)
    text = f"allow {name} {most} {what} a day, {now} are allowed now"
    price = case.staff_s(A_UNIT_MINUTES * (most - now))
    return Bend("higher-limit", text, (change(case.request, (*path, field), most),), price)


def _breaks(case: Case, name: str) -> Iterator[Bend]:
    """Let one break come an hour earlier or later than its stretch has it."""
    person, path = case.person(name)
    for n, rule in enumerate(person.breaks):
        earliest = _moved(rule.earliest, -STRETCH)
        latest = _moved(rule.latest, STRETCH)
        field = (*path, "breaks", n)
        changes = (
            change(case.request, (*field, "earliest"), f"{earliest:%H:%M}"),
            change(case.request, (*field, "latest"), f"{latest:%H:%M}"),
        )
        text = (
            f"let the break of {name} begin from {earliest:%H:%M} to {latest:%H:%M}, "
            f"{rule.earliest:%H:%M} to {rule.latest:%H:%M} now"
        )
        yield Bend("other-break", text, changes, case.staff_s(120))


def _moved(at: time, by: timedelta) -> time:
    """Move a time of day, inside the day."""
    noon = datetime(2000, 1, 2, at.hour, at.minute)  # noqa: DTZ001 - a clock time alone
    then = noon + by
    if then.date() < noon.date():
        return time(0, 0)
    return time(23, 59) if then.date() > noon.date() else then.time()


def _appointment(case: Case, name: str, numbers: Numbers) -> Iterator[Bend]:
    person, path = case.person(name)
    gone = next((a for a in person.appointments if a.id == numbers.get("appointment")), None)
    if gone is None:
        return
    left = [a.model_dump(mode="json") for a in person.appointments if a is not gone]
    minutes = int((gone.end - gone.start) / timedelta(minutes=1))
    text = f"let {name} miss appointment {gone.id} on {gone.start:%Y-%m-%d at %H:%M}"
    one = change(case.request, (*path, "appointments"), left)
    yield Bend("missed-appointment", text, (one,), case.staff_s(minutes))
