"""Rows of the tables that patients give: whom they see, on which days together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.patients import WEEKDAYS
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.patients import DayPattern, Patient
    from visitplan.domain.request import PlanRequest
    from visitplan_solvers.compiled.programs import Programs

EVERY_DAY = -1
"""All bits set: the order is in no pattern."""


def patient_tables(
    request: PlanRequest, programs: Programs, clock_ptr: list[int]
) -> tuple[list[list[int]], list[int]]:
    """Give the rows of `patient`, and `pattern`: bits of days by patient, pattern and order."""
    rows: list[list[int]] = []
    patterns: list[int] = []
    first_row = first_order = 0
    for p, patient in enumerate(request.patients):
        visits = sum(len(order.numbers) for order in patient.orders)
        most = patient.max_case_managers
        rows.append(
            [
                t.NEVER if most is None else most,
                first_row,
                visits,
                first_order,
                len(patient.orders),
                len(patterns),
                len(patient.day_patterns),
                *programs.people(patient),
                clock_ptr[p],
                clock_ptr[p + 1],
            ]
        )
        for pattern in patient.day_patterns:
            patterns += _bits(patient, pattern, request.horizon.dates)
        first_row += visits
        first_order += len(patient.orders)
    return rows, patterns


def _bits(patient: Patient, pattern: DayPattern, days: tuple[date, ...]) -> list[int]:
    """Give, for each order of a patient, a bit for each day that a pattern allows."""
    named = {order for one in patient.day_patterns for order in one}
    bits = []
    for order in patient.orders:
        weekdays = pattern.get(order.id, ())
        allowed = [WEEKDAYS[day.weekday()] in weekdays for day in days]
        mask = sum(1 << d for d, yes in enumerate(allowed) if yes)
        bits.append(mask if order.id in named else EVERY_DAY)
    return bits
