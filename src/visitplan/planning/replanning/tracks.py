"""Where everybody is at a moment of a plan, and what of their day is done or under way.

A stop is under way once its person has left for it; a break, or an appointment without a
place, once it has begun. Whatever comes before a stop under way is too. A visit under way
for one person is so for all who make it, and the first of two services in sequence is so
if the second one is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from visitplan.domain.clock import Clock
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Plan, Route, Stop
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager, Shift

MINUTE_S = 60


@dataclass(slots=True)
class Track:
    """One shift of one person, with the stops done or under way; all instants are seconds.

    Whoever had left by `left_by` was on the way.
    """

    person: str
    shift: Shift
    route: Route | None
    left_by: int
    stops: list[Stop] = field(default_factory=list)
    sent_home: bool = False

    @property
    def key(self) -> tuple[str, datetime]:
        """Give what names a shift: its person and its start."""
        return self.person, self.shift.start

    @property
    def day(self) -> date:
        """Give the day of the shift."""
        return self.shift.start.date()

    def free_at(self, now: int) -> int:
        """Give when the person is done with what is under way, now at the earliest."""
        return max([now, *(at(stop.end) for stop in self.stops)])

    def is_home_bound(self, now: int) -> bool:
        """Tell whether all stops are done and the drive home has begun."""
        if self.route is None or self.sent_home or len(self.stops) < len(self.route.stops):
            return False
        begins = at(self.route.return_) - self.route.return_drive_seconds
        return bool(self.stops) and begins <= self.left_by and self.free_at(now) == now


def at(moment: datetime) -> int:
    """Give the instant of an aware time."""
    return int(moment.timestamp())


def next_minute(instant: int) -> int:
    """Give the first whole minute at or after an instant."""
    return -(-instant // MINUTE_S) * MINUTE_S


def wall(clock: Clock, instant: int) -> datetime:
    """Give the naive local minute of an instant, rounded up."""
    return clock.aware(next_minute(instant)).replace(tzinfo=None)


def tracks_of(
    request: PlanRequest,
    plan: Plan,
    clock: Clock,
    now: int,
    *,
    made_now: bool = False,
    closing: bool = False,
) -> dict[tuple[str, datetime], Track]:
    """Give the state of every shift at a moment, by person and start of the shift.

    In a plan `made_now` nobody has left yet who leaves at this very moment, and whoever is not
    free before the shift ends goes on as planned. Where a road is `closing` at this moment nobody
    has left for anything who leaves now: their ways are those around it.
    """
    people = {person.id: person for person in request.case_managers}
    left_by = now - 1 if made_now or closing else now
    found = {
        (person.id, shift.start): Track(person.id, shift, None, left_by)
        for person in request.case_managers
        for shift in person.shifts
    }
    for route in plan.routes:
        shift = shift_of(people[route.case_manager], route, clock)
        if shift is not None:
            found[route.case_manager, shift.start].route = route
    before = now - 1 if closing else now
    counts = {key: _begun(people[key[0]], track, now, before) for key, track in found.items()}
    _together(found, counts, request)
    while made_now and _late(found, counts, clock, now):
        _together(found, counts, request)
    for key, track in found.items():
        if track.route is not None:
            track.stops = list(track.route.stops[: counts[key]])
    return found


def _late(
    found: dict[tuple[str, datetime], Track],
    counts: dict[tuple[str, datetime], int],
    clock: Clock,
    now: int,
) -> bool:
    """Raise counts to whole routes where what is under way ends after the shift; tell if any."""
    grown = False
    for key, track in found.items():
        begun = track.route.stops[: counts[key]] if track.route is not None else ()
        free = max([now, *(at(stop.end) for stop in begun)])
        if track.route is not None and begun and free >= clock.instant(track.shift.end):
            grown = grown or counts[key] < len(track.route.stops)
            counts[key] = len(track.route.stops)
    return grown


def shift_of(person: CaseManager, route: Route, clock: Clock) -> Shift | None:
    """Give the shift of its day that a route shares most time with."""
    today = [shift for shift in person.shifts if shift.start.date() == route.date]

    def shared(shift: Shift) -> int:
        start, end = clock.instant(shift.start), clock.instant(shift.end)
        return min(end, at(route.return_)) - max(start, at(route.leave))

    return max(today, key=shared, default=None)


def _begun(person: CaseManager, track: Track, now: int, before: int) -> int:
    """Give how many stops of a route are done or under way."""
    count = 0
    anywhere = {item.id for item in person.appointments if item.location is None}
    stops = track.route.stops if track.route is not None else ()
    for i, stop in enumerate(stops):
        placed = stop.kind == "appointment" and stop.appointment not in anywhere
        if stop.kind == "visit" or placed:
            # An appointment leaves nothing open: whoever leaves for it now is on the way.
            left_by = before if placed else track.left_by
            begun = at(stop.arrive) - stop.drive_seconds <= left_by
        else:
            begun = at(stop.start) < now
        if begun:
            count = i + 1
    while 0 < count < len(stops) and stops[count].kind == "paperwork" and stops[count].visit:
        count += 1  # what follows a visit at once belongs to it
    return count


def _together(
    found: dict[tuple[str, datetime], Track],
    counts: dict[tuple[str, datetime], int],
    request: PlanRequest,
) -> None:
    """Raise counts until visits under way are so for everybody, with what comes before them."""
    leader = {
        f"{order.id}#{n}": f"{order.after.order}#{n}"
        for patient in request.patients
        for order in patient.orders
        if order.after is not None
        for n in order.numbers
    }
    where: dict[str, list[tuple[tuple[str, datetime], int]]] = {}
    for key, track in found.items():
        for i, stop in enumerate(track.route.stops if track.route is not None else ()):
            if stop.visit is not None:
                where.setdefault(stop.visit, []).append((key, i + 1))
    grown = True
    while grown:
        grown = False
        for key, track in found.items():
            for stop in track.route.stops[: counts[key]] if track.route is not None else ():
                if stop.visit is None:
                    continue
                for other, count in (
                    *where[stop.visit],
                    *where.get(leader.get(stop.visit, ""), ()),
                ):
                    # Paperwork right after a visit is listed under it as well.
                    if counts[other] < count:
                        counts[other] = count
                        grown = True


class Atlas:
    """Where each visit, appointment and route end of a request is."""

    def __init__(self, request: PlanRequest) -> None:
        self._people = {person.id: person for person in request.case_managers}
        self._orders: dict[str, tuple[Patient, Order]] = {
            order.id: (patient, order) for patient in request.patients for order in patient.orders
        }

    def visit(self, person: str, visit: str) -> Coordinates:
        """Give where a person makes a visit."""
        patient, order = self._orders[visit.rpartition("#")[0]]
        if order.location is not None:
            return order.location
        if order.safety == "no_home":
            return patient.meeting_place or self._people[person].start
        return patient.location

    def home(self, person: str) -> Coordinates:
        """Give where a person's routes end."""
        return self._people[person].end or self._people[person].start

    def after(self, person: str, stops: list[Stop]) -> Coordinates:
        """Give where a person is after some stops of a route."""
        located = {
            item.id: item.location for item in self._people[person].appointments if item.location
        }
        here = self._people[person].start
        for stop in stops:
            if stop.kind == "visit" and stop.visit is not None:
                here = self.visit(person, stop.visit)
            elif stop.kind == "appointment":
                here = located.get(stop.appointment or "", here)
        return here
