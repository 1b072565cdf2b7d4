"""Days for each visit of an order apart, so that its gaps hold whatever days are taken."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from visitplan.domain.clock import Clock
from visitplan.domain.faults.stretches import joined, without
from visitplan.domain.patients import WEEKDAYS
from visitplan.domain.qualifications import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager

Range = tuple["date", "date"]
Stretches = list[tuple[int, int]]


class Ranges:
    """Cuts the horizon into disjoint ranges of days, one for each visit of an order.

    Args:
        request: Its case managers have no absences any more, only shifts.
    """

    def __init__(self, request: PlanRequest) -> None:
        self._dates = request.horizon.dates
        self._clock = Clock.of(request.horizon.timezone)
        self._people = request.case_managers
        self._shifts = [
            [(person, *self._instants(person, n)) for n in range(len(person.shifts))]
            for person in self._people
        ]

    def of(self, patient: Patient, order: Order) -> tuple[Range, ...]:
        """Give a range for each visit, as far as visits fit; in each of them somebody can come.

        Any day of one range and any day of another keep `min_gap_days`, any of one
        and any of the next `max_gap_days`. Completed visits before the horizon
        count. The poorest range is as rich in shifts as can be.
        """
        last = max(_completed(patient, order), default=None)
        open_on = Counter(self._open(patient, order, last))
        if not open_on:
            return ()
        limit = len(self._dates) - 1
        if last is not None and order.max_gap_days is not None:
            until = (last + timedelta(days=order.max_gap_days) - self._dates[0]).days
            limit = until if until >= 0 else limit
        for visits in range(order.visits, 0, -1):
            found = _cut(open_on, visits, order.min_gap_days, order.max_gap_days, limit)
            if found:
                return tuple((self._dates[a], self._dates[b]) for a, b in found)
        return ()

    def _open(self, patient: Patient, order: Order, last: date | None) -> Iterator[int]:
        """Yield a day for every shift of it in which the visit would fit."""
        away = joined(
            (self._clock.instant(a.start), self._clock.instant(a.end)) for a in patient.unavailable
        )
        hours = {}
        for d, day in enumerate(self._dates):
            late = last is not None and (day - last).days < order.min_gap_days
            if not late and _bounded(order, day):
                hours[day] = (d, list(without(self._hours(order, day), away)))
        for shifts in self._shifts:
            for person, day, start, end in shifts:
                if day in hours and may_come(person, patient, order, day):
                    d, pieces = hours[day]
                    if any(min(end, b) - max(start, a) >= order.minutes * 60 for a, b in pieces):
                        yield d

    def _hours(self, order: Order, day: date) -> Stretches:
        if not order.windows:
            clock = self._clock
            return [(clock.day_start(day), clock.day_start(day + timedelta(days=1)))]
        weekday = WEEKDAYS[day.weekday()]
        return [
            (self._clock.on(day, window.start), self._clock.on(day, window.end))
            for window in order.windows
            if weekday in window.weekdays
        ]

    def _instants(self, person: CaseManager, n: int) -> tuple[date, int, int]:
        shift = person.shifts[n]
        clock = self._clock
        return shift.start.date(), clock.instant(shift.start), clock.instant(shift.end)


def may_come(person: CaseManager, patient: Patient, order: Order, day: date) -> bool:
    """Tell whether a person counts as the first one whom an order asks for on a day."""
    licence = person.drivers_license
    if licence is None or day > licence.valid_until:
        return False
    if person.orientation_until is not None and day <= person.orientation_until:
        return False
    if person.id in patient.excluded:
        return False
    if patient.staff_gender is not None and person.gender != patient.staff_gender:
        return False
    wanted = set(order.staff[0].any_of)
    return any(
        held.state == patient.state
        and (held.valid_from is None or held.valid_from <= day)
        and (held.valid_until is None or day <= held.valid_until)
        and wanted & counts_as(held.code, patient.state)
        for held in person.credentials
    )


def _completed(patient: Patient, order: Order) -> list[date]:
    return [
        past.start.date()
        for past in patient.history
        if past.order == order.id and past.status == "completed"
    ]


def _bounded(order: Order, day: date) -> bool:
    after = order.earliest_day is None or day >= order.earliest_day
    return after and (order.latest_day is None or day <= order.latest_day)


def _cut(
    open_on: Counter[int], visits: int, min_gap: int, max_gap: int | None, first_limit: int
) -> list[tuple[int, int]] | None:
    """Choose ranges of days: the poorest as rich as can be, then all together."""
    first, last = min(open_on), max(open_on)
    shifts = [open_on[d] for d in range(last + 1)]

    @cache
    def rest(left: int, since: int, begun: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """Give poorest, sum and ranges for `left` visits from day `since` on."""
        if left == 0:
            return 1 << 30, 0, ()
        best: tuple[int, int, tuple[tuple[int, int], ...]] = (0, 0, ())
        most = last if max_gap is None or begun < 0 else min(last, begun + max_gap)
        if left == visits:
            most = min(most, first_limit)
        starts = range(since, most + 1) if max_gap is not None else range(since, since + 1)
        for a in starts:
            for b in range(a, most + 1):
                rich = sum(shifts[a : b + 1])
                if rich < best[0]:
                    continue
                poorest, total, ranges = rest(left - 1, b + min_gap, a if max_gap else -1)
                found = min(rich, poorest), rich + total, ((a, b), *ranges)
                if found[:2] > best[:2]:
                    best = found
        return best

    poorest, _, ranges = rest(visits, first, -1)
    return list(ranges) if poorest else None
