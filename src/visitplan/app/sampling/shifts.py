"""Working time, absences and fixed points of fictional case managers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from visitplan.app.sampling import spans
from visitplan.app.sampling.places import drive_minutes
from visitplan.domain.geo import Coordinates
from visitplan.domain.staff import Absence, Appointment, BreakRule, Shift

FULL_DAYS = ((time(8, 30), time(17, 0)), (time(8, 0), time(16, 30)), (time(9, 0), time(17, 30)))
SATURDAY = (time(9, 0), time(13, 30))
MEETINGS = (time(9, 45), time(10, 15), time(15, 0))
MEETING_MINUTES = 45
ROOM_MINUTES = 75
"""Least time between a meeting and the edge of a shift, an absence or another fixed point."""


@dataclass(frozen=True)
class Work:
    """What a person's week looks like: `part_time`, `split`, `saturday` or plainly full."""

    part_time: bool = False
    split: bool = False
    saturday: bool = False


def shifts(rng: random.Random, dates: Sequence[date], work: Work) -> tuple[Shift, ...]:
    """Give the shifts of one person in the horizon, in time order."""
    start, end = rng.choice(FULL_DAYS)
    off = rng.sample(range(5), 2) if work.part_time and rng.random() < 0.5 else []
    mornings = work.part_time and not off
    weekdays = [day for day in dates if day.weekday() < 5]
    if not weekdays:
        return tuple(_shift(day, *SATURDAY) for day in dates)
    split_days = weekdays[:1] if len(weekdays) < 3 else rng.sample(weekdays, 2)
    found: list[Shift] = []
    for day in dates:
        if day.weekday() == 5 and work.saturday:
            found.append(_shift(day, *SATURDAY))
        if day.weekday() > 4 or (day.weekday() in off and len(weekdays) > 2):
            continue
        if work.split and day in split_days:
            found += [_shift(day, time(8, 30), time(12, 0)), _shift(day, time(13, 45), time(18, 0))]
        elif mornings:
            found.append(_shift(day, time(8, 30), time(13, 30)))
        else:
            found.append(_shift(day, start, end))
    return tuple(found)


def vacation(rng: random.Random, days: Sequence[date]) -> Absence:
    """Give one or two whole days off."""
    length = min(len(days), rng.choice((1, 2)))
    first = rng.randrange(len(days) - length + 1)
    start = spans.at(days[first], time.min)
    return Absence(start=start, end=start + timedelta(days=length), kind="vacation")


def part_of_day(rng: random.Random, shift: Shift, kind: str) -> Absence:
    """Give an absence at the end, at the start or in the middle of a shift."""
    length = spans.minutes((shift.start, shift.end))
    start, end = rng.choice(((0.5, 1.0), (0.0, 0.4), (0.45, 0.65)))
    return Absence(
        start=_quarter(shift.start + timedelta(minutes=start * length)),
        end=_quarter(shift.start + timedelta(minutes=end * length)),
        kind=kind,
    )


def breaks(rng: random.Random, work: Work) -> tuple[BreakRule, ...]:
    """Give the break of every working day; short mornings have none or a brief one."""
    if work.part_time and rng.random() < 0.5:
        return (BreakRule(minutes=15, earliest=time(10, 0), latest=time(11, 30)),)
    length = rng.choice((30, 30, 45))
    first = rng.choice((time(11, 30), time(11, 30), time(11, 0), time(12, 0)))
    latest = first.replace(hour=first.hour + 2)
    return (BreakRule(minutes=length, earliest=first, latest=latest),)


def meeting(
    number: int, day: date, start: time, office: Coordinates | None, minutes: int = MEETING_MINUTES
) -> Appointment:
    """Give a meeting at the office, or by telephone where `office` is None."""
    begin = spans.at(day, start)
    end = begin + timedelta(minutes=minutes)
    kind = "team" if office else "call"
    return Appointment(id=f"{kind}-{number}", start=begin, end=end, location=office)


def fits(
    point: Appointment,
    homes: Sequence[Coordinates],
    working: Sequence[Shift],
    absences: Sequence[Absence],
    others: Sequence[Appointment],
) -> bool:
    """Tell whether a person can surely get to a meeting and home again."""
    room = ROOM_MINUTES if point.location else 20
    if point.location and any(drive_minutes(home, point.location) > 45 for home in homes):
        return False
    around = spans.padded((point.start, point.end), room, room)
    free = [(shift.start, shift.end) for shift in working]
    for away in absences:
        free = spans.without(free, (away.start, away.end))
    inside = any(start <= around[0] and around[1] <= end for start, end in free)
    clear = all(other.end <= around[0] or around[1] <= other.start for other in others)
    return inside and clear


def _shift(day: date, start: time, end: time) -> Shift:
    return Shift(start=spans.at(day, start), end=spans.at(day, end))


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15)
