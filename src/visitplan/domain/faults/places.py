"""Places that cannot be right, or are no place for the visit."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Patient
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager

FAR_KM = 300.0
EARTH_KM = 6371.0
Place = tuple[str, str, "Coordinates"]  # pointer, whose, where


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each place that is missing or seems to be swapped."""
    yield from _no_common_place(draft)
    yield from _swapped(list(places_of_draft(draft)))


def places_of(request: PlanRequest) -> Iterator[Place]:
    """Yield every place of a request with its JSON pointer and whose it is."""
    for i, person in enumerate(request.case_managers):
        yield from _of_person(i, person)
    for i, patient in enumerate(request.patients):
        yield from _of_patient(i, patient)


def swapped_fault(where: str, whose: str, place: Coordinates, why: str) -> Fault:
    """Make the fault of a place whose latitude and longitude seem exchanged."""
    return Fault(
        "VP1272",
        where,
        coordinates_text(place),
        f"latitude and longitude of {whose} seem to be swapped: {why}",
        f'Write {{"lat": {place.lon}, "lon": {place.lat}}}.',
    )


def _no_common_place(draft: Draft) -> Iterator[Fault]:
    for where, patient, order in draft.orders():
        if order.safety != "no_home" or len(order.staff) < 2:
            continue
        if order.location is None and patient.meeting_place is None:
            yield Fault(
                "VP1271",
                f"{where}/safety",
                shown(order.safety),
                f"the order {shown(order.id)} needs {len(order.staff)} people away from the "
                "patient's home, and nobody's own start can serve them all",
                "Give the patient a `meeting_place`, or the order a `location`.",
            )


def _swapped(places: list[Place]) -> Iterator[Fault]:
    if len(places) < 3:
        return
    lat = median(place.lat for _, _, place in places)
    lon = median(place.lon for _, _, place in places)
    for where, whose, place in places:
        km = distance_km(place.lat, place.lon, lat, lon)
        if km > FAR_KM and distance_km(place.lon, place.lat, lat, lon) < FAR_KM:
            why = f"it lies {km:.0f} km from the middle of all places, exchanged it is near"
            yield swapped_fault(where, whose, place, why)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the great-circle distance; a latitude past the pole is endlessly far."""
    if abs(lat) > 90:
        return float("inf")
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    slope = cos(radians(lat)) * cos(radians(other_lat))
    part = sin(north) ** 2 + slope * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, part)))


def places_of_draft(draft: Draft) -> Iterator[Place]:
    """Yield every place of the sound parts of a request, as `places_of` does."""
    for i, person in draft.case_managers:
        yield from _of_person(i, person)
    for i, patient in draft.patients:
        yield from _of_patient(i, patient)


def _of_person(i: int, person: CaseManager) -> Iterator[Place]:
    where = pointer("case_managers", i)
    yield f"{where}/start", f"the start of {shown(person.id)}", person.start
    if person.end is not None:
        yield f"{where}/end", f"the end of {shown(person.id)}", person.end
    for j, appointment in enumerate(person.appointments):
        if appointment.location is not None:
            whose = f"the appointment {shown(appointment.id)} of {shown(person.id)}"
            yield f"{where}/appointments/{j}/location", whose, appointment.location


def _of_patient(i: int, patient: Patient) -> Iterator[Place]:
    where = pointer("patients", i)
    yield f"{where}/location", f"the home of {shown(patient.id)}", patient.location
    if patient.meeting_place is not None:
        whose = f"the meeting place of {shown(patient.id)}"
        yield f"{where}/meeting_place", whose, patient.meeting_place
    for j, order in enumerate(patient.orders):
        if order.location is not None:
            whose = f"the place of order {shown(order.id)}"
            yield f"{where}/orders/{j}/location", whose, order.location


def coordinates_text(place: Coordinates) -> str:
    """Show a place as JSON."""
    return f'{{"lat": {place.lat}, "lon": {place.lon}}}'
