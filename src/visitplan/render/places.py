"""Where each stop of a route is, from the request alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.render.errors import PlanMismatchError

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Route, Stop
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager


@dataclass(frozen=True, slots=True)
class RoutePlaces:
    """The places of one route in time order."""

    start: Coordinates
    stops: tuple[Coordinates, ...]
    end: Coordinates

    @property
    def all(self) -> tuple[Coordinates, ...]:
        """Start, each stop and end; the drives lie between neighbours."""
        return (self.start, *self.stops, self.end)


@dataclass(frozen=True, slots=True)
class Directory:
    """Look-up of a request's people and orders by id."""

    case_managers: dict[str, CaseManager]
    orders: dict[str, tuple[Patient, Order]]

    @classmethod
    def of(cls, request: PlanRequest) -> Directory:
        """Index a request."""
        return cls(
            {person.id: person for person in request.case_managers},
            {
                order.id: (patient, order)
                for patient in request.patients
                for order in patient.orders
            },
        )

    def case_manager(self, name: str) -> CaseManager:
        """Give the person of an id, or raise `PlanMismatchError`."""
        if name not in self.case_managers:
            raise PlanMismatchError("case manager", name)
        return self.case_managers[name]

    def visit_place(self, visit: str, who: CaseManager) -> Coordinates:
        """Give where `who` makes a visit: at their own start if nobody may visit the home."""
        order_id = visit.rpartition("#")[0]
        if order_id not in self.orders:
            raise PlanMismatchError("visit", visit)
        patient, order = self.orders[order_id]
        if order.location is not None:
            return order.location
        if order.safety == "no_home":
            return patient.meeting_place or who.start
        return patient.location


def route_places(directory: Directory, route: Route) -> RoutePlaces:
    """Give the places of a route; a break or an appointment without one is where the person is."""
    who = directory.case_manager(route.case_manager)
    here = who.start
    stops: list[Coordinates] = []
    for stop in route.stops:
        here = _stop_place(directory, stop, who) or here
        stops.append(here)
    return RoutePlaces(who.start, tuple(stops), who.end or who.start)


def _stop_place(directory: Directory, stop: Stop, who: CaseManager) -> Coordinates | None:
    if stop.kind == "visit":
        return directory.visit_place(stop.visit or "", who)
    if stop.kind == "appointment":
        for appointment in who.appointments:
            if appointment.id == stop.appointment:
                return appointment.location
        raise PlanMismatchError("appointment", stop.appointment or "")
    return None
