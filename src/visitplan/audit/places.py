"""The places between which a request's people drive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest


@dataclass(frozen=True, slots=True)
class Places:
    """Every place of a request once, and which place is meant where.

    Two things at equal coordinates share one place. Lookups of ids that the
    request does not know give None.
    """

    coordinates: tuple[Coordinates, ...]
    names: tuple[str, ...]
    _starts: dict[str, int] = field(repr=False)
    _ends: dict[str, int] = field(repr=False)
    _appointments: dict[tuple[str, str], int] = field(repr=False)
    _orders: dict[str, int | None] = field(repr=False)

    def start(self, case_manager: str) -> int | None:
        """Give the place where a case manager's routes begin."""
        return self._starts.get(case_manager)

    def end(self, case_manager: str) -> int | None:
        """Give the place where a case manager's routes end."""
        return self._ends.get(case_manager)

    def appointment(self, case_manager: str, appointment: str) -> int | None:
        """Give the place of an appointment; None where it takes place anywhere."""
        return self._appointments.get((case_manager, appointment))

    def visit(self, case_manager: str, order: str) -> int | None:
        """Give the place where a case manager makes an order's visits."""
        if order not in self._orders:
            return None
        place = self._orders[order]
        return self.start(case_manager) if place is None else place


class _Collector:
    """Numbers places in the order in which they are first seen."""

    def __init__(self) -> None:
        self.index: dict[Coordinates, int] = {}
        self.names: list[str] = []

    def add(self, place: Coordinates, name: str) -> int:
        if place not in self.index:
            self.index[place] = len(self.names)
            self.names.append(name)
        return self.index[place]


def places_of(request: PlanRequest) -> Places:
    """Collect the places of a request: case managers, their appointments, then patients."""
    seen = _Collector()
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    appointments: dict[tuple[str, str], int] = {}
    for person in request.case_managers:
        starts[person.id] = seen.add(person.start, person.id)
        ends[person.id] = seen.add(person.end or person.start, person.id)
        for meeting in person.appointments:
            if meeting.location is not None:
                name = f"{person.id}/{meeting.id}"
                appointments[person.id, meeting.id] = seen.add(meeting.location, name)
    orders: dict[str, int | None] = {}
    for patient in request.patients:
        for order in patient.orders:
            place = visit_coordinates(patient, order)
            orders[order.id] = None if place is None else seen.add(place, _name(patient, order))
    return Places(tuple(seen.index), tuple(seen.names), starts, ends, appointments, orders)


def visit_coordinates(patient: Patient, order: Order) -> Coordinates | None:
    """Give where an order's visits take place; None: at the case manager's start."""
    if order.location is not None:
        return order.location
    return patient.meeting_place if order.safety == "no_home" else patient.location


def _name(patient: Patient, order: Order) -> str:
    return patient.id if order.location is None else order.id
