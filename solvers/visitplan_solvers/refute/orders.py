"""Orders as the proof reads them, and their parts: visits of an order that are alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.daylight import daylight
from visitplan_solvers.compiled.people import people_needed
from visitplan_solvers.compiled.places import visit_place
from visitplan_solvers.compiled.starts import allowed_day, completed_days, hours, merged, without

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import FixedVisit, PlanRequest
    from visitplan_solvers.compiled.starts import Spans


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order of one patient."""

    row: int
    patient_row: int
    patient: Patient
    order: Order
    pointer: str
    need: int
    first_limit: int | None
    """Last day of the first visit, by the largest gap to a completed one."""

    @property
    def service_s(self) -> int:
        """Give the length of one visit."""
        return 60 * self.order.minutes

    @property
    def visits(self) -> int:
        """Give how many visits are still to be made."""
        return len(self.order.numbers)


@dataclass(frozen=True, slots=True)
class Part:
    """Visits of an order that are alike: a promised one, or all others.

    `number` tells how many a promised one is among those still to be made.
    """

    order: int
    size: int
    promise: FixedVisit | None = None
    number: int = 0
    fixed_row: int = -1


def patients_starts(
    patient: Patient, order: Order, day: date, clock: Clock, step_s: int
) -> list[tuple[int, int]]:
    """Give the first and last instants at which a visit may start, all people aside."""
    if not allowed_day(patient, order, day):
        return []
    begin, end = clock.day_start(day), clock.day_start(day + timedelta(days=1))
    late_s = 60 * order.max_late_minutes
    open_: Spans = [(begin, end)]
    if order.windows:
        open_ = [(a, b + late_s) for a, b in hours(order.windows, day, clock)]
    if order.safety == "daylight":
        light = daylight(visit_place(patient, order) or patient.location, day, clock)
        if light is None:
            return []
        open_ = [(max(a, light[0]), min(b, light[1])) for a, b in open_]
    for away in patient.unavailable:
        open_ = without(open_, clock.instant(away.start), clock.instant(away.end))
    return merged(open_, 60 * order.minutes, step_s)


def promised_people(part: Part) -> frozenset[str] | None:
    """Give who alone may make a part's visits; None: whoever is able."""
    promise = part.promise
    if promise is None or not promise.binds_people:
        return None
    return frozenset(promise.case_managers)


def orders_of(request: PlanRequest) -> Iterable[Ordered]:
    """Give all orders in the request's order."""
    row = 0
    for p, patient in enumerate(request.patients):
        for k, order in enumerate(patient.orders):
            pointer = f"/patients/{p}/orders/{k}"
            limit = _first_limit(request, patient, order)
            yield Ordered(row, p, patient, order, pointer, people_needed(order), limit)
            row += 1


def _first_limit(request: PlanRequest, patient: Patient, order: Order) -> int | None:
    past = completed_days(patient, order)
    if order.max_gap_days is None or not past:
        return None
    limit = (past[-1] - request.horizon.first_day).days + order.max_gap_days
    return limit if limit >= 0 else None


def parts_by_order(
    request: PlanRequest, orders: tuple[Ordered, ...]
) -> tuple[tuple[Part, ...], tuple[tuple[int, ...], ...]]:
    """Give all parts, and the rows of each order's."""
    promised: dict[str, list[tuple[int, int, FixedVisit]]] = {}
    for i, item in enumerate(request.fixed):
        if item.lock == "none":
            continue
        order, _, number = item.visit.rpartition("#")
        promised.setdefault(order, []).append((int(number), i, item))
    parts: list[Part] = []
    of: list[tuple[int, ...]] = []
    for ordered in orders:
        first = len(parts)
        place = {n: k for k, n in enumerate(ordered.order.numbers, start=1)}
        promises = promised.get(ordered.order.id, ())
        fixed = sorted(
            ((place[n], i, item) for n, i, item in promises if n in place),
            key=lambda entry: entry[0],
        )
        parts += [Part(ordered.row, 1, item, number, i) for number, i, item in fixed]
        free = ordered.visits - len(fixed)
        if free > 0:
            parts.append(Part(ordered.row, free))
        of.append(tuple(range(first, len(parts))))
    return tuple(parts), tuple(of)
