"""Which visits left out could have been made in the week: they alone are bumped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.faults.allowed import open_days
from visitplan.domain.faults.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest


def not_due(request: PlanRequest, placed: Collection[str]) -> frozenset[str]:
    """Give the visits that are not placed and had no day of their own this week.

    A day serves where the order's days and windows and the patient allow a visit; so many visits
    are due as fit on such days with the least gap between any two, completed history included.
    Of a sequence only days of both services serve. Who works when does not count: whoever has no
    visit for want of people is bumped.
    """
    # Open days need the days and the clock of a draft alone.
    draft = Draft(request.horizon, (), (), (), (), None, frozenset(), frozenset())
    found: list[str] = []
    for patient in request.patients:
        days = {order.id: _days(draft, patient, order) for order in patient.orders}
        both = dict(days)
        for order in patient.orders:
            if order.after is not None:
                first = order.after.order
                both[order.id] = both[first] = days[order.id] & days[first]
        for order in patient.orders:
            names = [f"{order.id}#{n}" for n in order.numbers]
            left = [name for name in names if name not in placed]
            due = _most(patient, order, sorted(both[order.id])) - (len(names) - len(left))
            found += left[max(0, due) :]
    return frozenset(found)


def _days(draft: Draft, patient: Patient, order: Order) -> frozenset[date]:
    return frozenset(draft.dates[n] for n in open_days(draft, patient, order).pieces)


def _most(patient: Patient, order: Order, days: list[date]) -> int:
    """Count the visits that fit on days in order, as far apart as the order asks."""
    last = max(patient.days_completed(order.id), default=None)
    most = 0
    for day in days:
        if last is None or (day - last).days >= order.min_gap_days:
            most, last = most + 1, day
    return most
