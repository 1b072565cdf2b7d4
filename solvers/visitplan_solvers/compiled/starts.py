"""When a visit may start: hours, absences of the patient, daylight, gaps to the past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.daylight import daylight
from visitplan.domain.patients import WEEKDAYS
from visitplan_solvers.compiled.places import visit_place
from visitplan_solvers.compiled.programs import in_treatment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.patients import Order, Patient, Window

Spans = list[tuple[int, int]]


def hours(windows: Sequence[Window], day: date, clock: Clock) -> Spans:
    """Give the instants between which the windows of a day are open."""
    weekday = WEEKDAYS[day.weekday()]
    return [
        (clock.on(day, w.start), clock.on(day, w.end)) for w in windows if weekday in w.weekdays
    ]


def closings(order: Order, day: date, clock: Clock) -> Spans:
    """Give for each window of a day its opening and the latest start that ends in time.

    Empty for an order whose visits may not be late.
    """
    if order.max_late_minutes == 0:
        return []
    return [(a, b - order.minutes * 60) for a, b in hours(order.windows, day, clock)]


def without(spans: Spans, start: int, end: int) -> Spans:
    """Cut a stretch out of spans."""
    left = [(a, min(b, start)) for a, b in spans if a < start]
    right = [(max(a, end), b) for a, b in spans if b > end]
    return left + right


def completed_days(patient: Patient, order: Order) -> list[date]:
    """Give the days of the order's completed visits before the horizon."""
    return sorted(
        past.start.date()
        for past in patient.history
        if past.order == order.id and past.status == "completed"
    )


def allowed_day(patient: Patient, order: Order, day: date) -> bool:
    """Tell whether the order's days and its gaps to completed visits allow a day."""
    if order.earliest_day is not None and day < order.earliest_day:
        return False
    if order.latest_day is not None and day > order.latest_day:
        return False
    past_days = completed_days(patient, order)  # of a plan under way, later days that stand too
    return all(abs((day - past).days) >= order.min_gap_days for past in past_days)


def starts(patient: Patient, order: Order, day: date, clock: Clock, step_s: int) -> Spans:
    """Give the first and last starts of a visit on a day: on whole steps, merged, in order.

    Starts that make the visit end too late, as far as it may, belong to them.
    """
    if not allowed_day(patient, order, day) or in_treatment(patient, day):
        return []
    if order.windows:
        late_s = order.max_late_minutes * 60
        night = clock.day_start(day + timedelta(days=1))
        spans = [(a, max(b, min(b + late_s, night))) for a, b in hours(order.windows, day, clock)]
    else:
        spans = [(clock.day_start(day), clock.day_start(day + timedelta(days=1)))]
    if order.safety == "daylight":
        light = daylight(visit_place(patient, order) or patient.location, day, clock)
        if light is None:
            return []
        spans = [(max(a, light[0]), min(b, light[1])) for a, b in spans]
    for away in patient.unavailable:
        spans = without(spans, clock.instant(away.start), clock.instant(away.end))
    return merged(spans, order.minutes * 60, step_s)


def merged(spans: Spans, service_s: int, step_s: int) -> Spans:
    """Turn open hours into merged spans of starts on whole steps."""
    begins = sorted(
        (-(-a // step_s) * step_s, (b - service_s) // step_s * step_s) for a, b in spans
    )
    result: Spans = []
    for first, last in begins:
        if first > last:
            continue
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return result
