"""Orders as the checker needs them: people needed, and hours of each day as instants."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.audit.spans import Span, overlap_s
from visitplan.domain.patients import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.patients import Order, Patient, Window
    from visitplan.domain.request import FixedVisit, PlanRequest


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order of one patient; times are instants."""

    patient: Patient
    order: Order
    unavailable: tuple[Span, ...]
    completed_days: tuple[date, ...]
    _clock: Clock
    _hours: dict[tuple[bool, date], tuple[Span, ...]] = field(default_factory=dict, repr=False)

    @property
    def people_needed(self) -> int:
        """Give how many people make each visit."""
        return max(len(self.order.staff), 2 if self.order.safety == "pair" else 1)

    def visit_ids(self) -> tuple[str, ...]:
        """Give the names of all occurrences in order, without those that are cancelled."""
        return tuple(f"{self.order.id}#{n}" for n in self.order.numbers)

    def windows(self, day: date) -> tuple[Span, ...]:
        """Give the hard windows of a day."""
        return self._on(day, self.order.windows, preferred=False)

    def preferred(self, day: date) -> tuple[Span, ...]:
        """Give the preferred windows of a day."""
        return self._on(day, self.order.preferred_windows, preferred=True)

    def blocked(self, visit: Span) -> Span | None:
        """Give the first stretch without the patient that a visit touches."""
        return next((gone for gone in self.unavailable if overlap_s(gone, visit)), None)

    def _on(self, day: date, windows: Sequence[Window], *, preferred: bool) -> tuple[Span, ...]:
        key = preferred, day
        if key not in self._hours:
            weekday = WEEKDAYS[day.weekday()]
            self._hours[key] = tuple(
                (self._clock.on(day, window.start), self._clock.on(day, window.end))
                for window in windows
                if weekday in window.weekdays
            )
        return self._hours[key]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit of an order, served or not."""

    id: str
    number: int
    ordered: Ordered
    fixed: FixedVisit | None


def orders_of(request: PlanRequest, clock: Clock) -> dict[str, Ordered]:
    """Give every order of a request by id."""
    found: dict[str, Ordered] = {}
    for patient in request.patients:
        gone = tuple(
            (clock.instant(span.start), clock.instant(span.end)) for span in patient.unavailable
        )
        for order in patient.orders:
            completed = sorted(
                past.start.date()
                for past in patient.history
                if past.order == order.id and past.status == "completed"
            )
            found[order.id] = Ordered(patient, order, gone, tuple(completed), clock)
    return found


def occurrences_of(request: PlanRequest, orders: dict[str, Ordered]) -> dict[str, Occurrence]:
    """Give every visit of a request by name."""
    fixed = {promise.visit: promise for promise in request.fixed}
    return {
        visit: Occurrence(visit, number, ordered, fixed.get(visit))
        for ordered in orders.values()
        for number, visit in zip(ordered.order.numbers, ordered.visit_ids(), strict=True)
    }


def limit_day(day: date, gap_days: int) -> date:
    """Give the last day that a largest gap after `day` allows."""
    return day + timedelta(days=gap_days)
