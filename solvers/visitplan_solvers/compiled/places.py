"""The places between which the search needs travel times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest


def visit_place(patient: Patient, order: Order) -> Coordinates | None:
    """Give where a visit takes place; None: at the visiting case manager's start."""
    if order.location is not None:
        return order.location
    if order.safety == "no_home":
        return patient.meeting_place
    return patient.location


def places(request: PlanRequest) -> tuple[tuple[Coordinates, ...], tuple[str, ...]]:
    """Give every distinct place, and a name for each that errors can use."""
    names: dict[Coordinates, str] = {}
    for person in request.case_managers:
        names.setdefault(person.start, f"start of case manager {person.id}")
        if person.end is not None:
            names.setdefault(person.end, f"end of case manager {person.id}")
        for item in person.appointments:
            if item.location is not None:
                names.setdefault(item.location, f"appointment {item.id} of {person.id}")
    for patient in request.patients:
        names.setdefault(patient.location, f"patient {patient.id}")
        for order in patient.orders:
            place = visit_place(patient, order)
            if place is not None:
                names.setdefault(place, f"order {order.id}")
    return tuple(names), tuple(names.values())
