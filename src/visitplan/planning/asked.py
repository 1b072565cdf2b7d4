"""Visits that a request asks for, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.errors import UnknownVisitError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.patients import Patient


def patient_asking(patients: Iterable[Patient], visit: str) -> Patient:
    """Give the patient of a visit `ORDER#n` that is to be made.

    Raises:
        UnknownVisitError: VP4106.
    """
    order_id, _, number = visit.rpartition("#")
    for patient in patients:
        for order in patient.orders:
            if order.id != order_id:
                continue
            # As text: a number may have more digits than can be read as one.
            if number in {str(n) for n in order.numbers}:
                return patient
            if number in {str(n) for n in order.cancelled}:
                raise UnknownVisitError(visit, "it was cancelled")
            raise UnknownVisitError(visit, f"{order_id!r} has {order.visits} visit(s)")
    raise UnknownVisitError(visit, "the request has no such order")
