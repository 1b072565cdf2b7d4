"""Deadlines after discharges: who is to be seen by when, and how often that was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.audit.case import Case
    from visitplan.domain.patients import Patient


@dataclass(frozen=True, slots=True)
class Deadline:
    """A patient's last day for a number of visits, and how many there are by then."""

    begins: date
    due: date
    needed: int
    made: int

    @property
    def lacking(self) -> int:
        """Give how many visits are missing."""
        return max(0, self.needed - self.made)


def first_deadlines(case: Case) -> Iterator[Deadline]:
    """Yield the deadline of one visit for each patient whose clock runs."""
    clock = case.request.policy.discharge_clock
    return _deadlines(case, clock.first_by_days if clock else 0, 1)


def second_deadlines(case: Case) -> Iterator[Deadline]:
    """Yield the deadline of two visits for each patient whose clock runs."""
    clock = case.request.policy.discharge_clock
    return _deadlines(case, clock.second_by_days if clock else 0, 2)


def in_horizon(case: Case, deadline: Deadline) -> bool:
    """Tell whether the last day lies in the horizon."""
    dates = case.request.horizon.dates
    return dates[0] <= deadline.due <= dates[-1]


def runs_on(case: Case, deadline: Deadline) -> bool:
    """Tell whether the days of the visits have begun and the last one comes later."""
    last = case.request.horizon.dates[-1]
    return deadline.begins <= last < deadline.due


def _deadlines(case: Case, by_days: int, needed: int) -> Iterator[Deadline]:
    clock, last = case.request.policy.discharge_clock, case.request.horizon.dates[-1]
    for patient in case.request.patients if clock else ():
        out = patient.discharged_on
        if clock is None or out is None or out > last:  # a far day has no calendar after it
            continue
        if clock.runs_for(patient):
            begins, due = out + timedelta(days=1), out + timedelta(days=by_days)
            made = sum(begins <= day <= due for day in _days(case, patient))
            yield Deadline(begins, due, needed, made)


def _days(case: Case, patient: Patient) -> Iterator[date]:
    """Yield the days of a patient's served visits and of the completed ones of history."""
    for order in patient.orders:
        for visit in case.of_order(order.id):
            yield visit.day
    for past in patient.history:
        if past.status == "completed":
            yield past.start.date()
