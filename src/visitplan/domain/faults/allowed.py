"""The days and hours on which an order's windows and its patient allow a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from visitplan.domain.faults.stretches import joined, without
from visitplan.domain.patients import WEEKDAYS

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.faults.roster import Pieces
    from visitplan.domain.patients import Order, Patient


@dataclass(frozen=True, slots=True)
class OpenDays:
    """Days of the horizon (0 is the first) that an order allows, and where a visit fits.

    `pieces` has the days with a stretch of instants long enough for one visit;
    `longest_s` is the longest stretch of all.
    """

    allowed: tuple[int, ...]
    pieces: dict[int, Pieces]
    longest_s: int


def open_days(draft: Draft, patient: Patient, order: Order) -> OpenDays:
    """Give the days on which the order's windows leave room for one visit."""
    assert draft.clock is not None
    clock = draft.clock
    away = joined((clock.instant(a.start), clock.instant(a.end)) for a in patient.unavailable)
    allowed = [n for n, day in enumerate(draft.dates) if _allowed(patient, order, day)]
    pieces: dict[int, Pieces] = {}
    longest_s = 0
    for n in allowed:
        free = list(without(_hours(order, draft.dates[n], clock), away))
        longest_s = max(longest_s, *(end - start for start, end in free), 0)
        enough = [piece for piece in free if piece[1] - piece[0] >= order.minutes * 60]
        if enough:
            pieces[n] = enough
    return OpenDays(tuple(allowed), pieces, longest_s)


def _allowed(patient: Patient, order: Order, day: date) -> bool:
    since = patient.in_treatment_from
    if since is not None and day >= since:
        return False
    if order.earliest_day is not None and day < order.earliest_day:
        return False
    if order.latest_day is not None and day > order.latest_day:
        return False
    weekday = WEEKDAYS[day.weekday()]
    return not order.windows or any(weekday in window.weekdays for window in order.windows)


def _hours(order: Order, day: date, clock: Clock) -> Pieces:
    if not order.windows:
        return [(clock.day_start(day), clock.on(day, time.max))]
    weekday = WEEKDAYS[day.weekday()]
    late_s = order.max_late_minutes * 60
    return [
        (clock.on(day, window.start), clock.on(day, window.end) + late_s)
        for window in order.windows
        if weekday in window.weekdays
    ]
