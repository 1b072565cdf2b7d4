"""A request while events change it: people, patients, closed roads, and what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visitplan.domain.clock import Clock
from visitplan.domain.plan import Stop
from visitplan.domain.staff import Appointment
from visitplan.planning.replanning.tracks import Atlas, Track, at, next_minute, tracks_of, wall
from visitplan.planning.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import Closure, FixedVisit, PlanRequest
    from visitplan.domain.staff import CaseManager, Shift

AGAIN_FROM_HOME = "again-from-home:"
MOST_ID = 120


class Amending:
    """The parts of a request and the tracks of its plan, to be changed one after the other."""

    def __init__(
        self,
        request: PlanRequest,
        plan: Plan,
        now: datetime,
        *,
        made_now: bool = False,
        closing: bool = False,
    ) -> None:
        self.asked = request
        self.clock = Clock.of(request.horizon.timezone)
        self.plan = in_zone(plan, self.clock)
        self.now_wall = now
        self.now = self.clock.instant(now)
        self.people: dict[str, CaseManager] = {p.id: p for p in request.case_managers}
        self.patients: dict[str, Patient] = {p.id: p for p in request.patients}
        self.promised: dict[str, FixedVisit] = {f.visit: f for f in request.fixed}
        self.closures: list[Closure] = list(request.closures)
        self.made_now = made_now
        self.tracks = tracks_of(
            request, self.plan, self.clock, self.now, made_now=made_now, closing=closing
        )
        self.told: list[str] = []
        self.withdrawn: set[str] = set()
        """Visits whose published place is given up by an event: no change of ours."""
        self.may_move: set[str] = set()
        """Visits whose promise an event made impossible: it stays as a price alone."""
        if not made_now:
            self._drop_old_anchors()

    @property
    def request(self) -> PlanRequest:
        """Give the request as it is by now."""
        horizon = self.asked.horizon.model_copy(update={"now": self.now_wall})
        return self.asked.model_copy(
            update={
                "horizon": horizon,
                "case_managers": tuple(self.people.values()),
                "patients": tuple(self.patients.values()),
                "fixed": tuple(self.promised.values()),
                "closures": tuple(self.closures),
            }
        )

    @property
    def atlas(self) -> Atlas:
        """Give the places of the request as it is by now."""
        return Atlas(self.request)

    def tell(self, effect: str) -> None:
        """Note what an event does."""
        if effect not in self.told:
            self.told.append(effect)

    def order_of(self, visit: str) -> tuple[Patient, Order]:
        """Give the patient and the order of a visit that is known."""
        order_id = visit.rpartition("#")[0]
        return next((p, o) for p in self.patients.values() for o in p.orders if o.id == order_id)

    def change_person(self, person: str, **update: Any) -> None:  # Any: fields of many types
        """Replace fields of a case manager."""
        self.people[person] = self.people[person].model_copy(update=update)

    def shift(self, track: Track) -> Shift:
        """Give the shift of a track as it is by now."""
        shifts = self.people[track.person].shifts
        return next(shift for shift in shifts if shift.start == track.shift.start)

    def change_shift(self, track: Track, **update: Any) -> None:  # Any: likewise
        """Replace fields of a track's shift."""
        shifts = tuple(
            shift.model_copy(update=update) if shift.start == track.shift.start else shift
            for shift in self.people[track.person].shifts
        )
        self.change_person(track.person, shifts=shifts)

    def change_patient(self, patient: str, **update: Any) -> None:  # Any: likewise
        """Replace fields of a patient."""
        self.patients[patient] = self.patients[patient].model_copy(update=update)

    def change_order(self, order_id: str, **update: Any) -> None:  # Any: likewise
        """Replace fields of an order."""
        patient, _ = self.order_of(f"{order_id}#1")
        orders = tuple(
            o.model_copy(update=update) if o.id == order_id else o for o in patient.orders
        )
        self.change_patient(patient.id, orders=orders)

    def standing(self, visit: str) -> list[tuple[Track, int]]:
        """Give where a visit stands among what is done or under way, by track and position."""
        return [
            (track, i)
            for track in self.tracks.values()
            for i, stop in enumerate(track.stops)
            if stop.kind == "visit" and stop.visit == visit
        ]

    def planned(self, visit: str) -> tuple[Stop, ...]:
        """Give the stops at which the plan before makes a visit."""
        return tuple(
            stop
            for route in self.plan.routes
            for stop in route.stops
            if stop.kind == "visit" and stop.visit == visit
        )

    def made(self) -> Iterator[tuple[str, Track, Stop]]:
        """Give the visits done or under way, once for each person who makes them."""
        for track in self.tracks.values():
            for stop in track.stops:
                if stop.kind == "visit" and stop.visit is not None:
                    yield stop.visit, track, stop

    def cancel(self, visit: str) -> None:
        """Take a visit out of what is to be made, and the other one of its sequence with it."""
        patient, order = self.order_of(visit)
        number = visit.rpartition("#")[2]
        others = [o.id for o in patient.orders if o.after is not None and o.after.order == order.id]
        others += [order.after.order] if order.after is not None else []
        self._forget(visit)
        for other in (f"{name}#{number}" for name in others):
            if not self.standing(other) and int(number) in self.order_of(other)[1].numbers:
                self._forget(other)
                self.tell(f"{other} goes in sequence with {visit}: cancelled with it")

    def followers(self, visit: str) -> list[str]:
        """Give the visits that follow one in sequence."""
        patient, order = self.order_of(visit)
        number = visit.rpartition("#")[2]
        return [
            f"{o.id}#{number}"
            for o in patient.orders
            if o.after is not None and o.after.order == order.id and int(number) in o.numbers
        ]

    def _forget(self, visit: str) -> None:
        order_id, _, number = visit.rpartition("#")
        _, order = self.order_of(visit)
        if int(number) not in order.cancelled:
            self.change_order(order_id, cancelled=(*order.cancelled, int(number)))
        self.withdraw(visit)

    def withdraw(self, visit: str) -> None:
        """Give up the place that a visit had."""
        self.promised.pop(visit, None)
        self.withdrawn.add(visit)

    def call_off(self, visit: str, why: str, *, until: int | None = None) -> None:
        """Turn a visit done or under way into a stop at its place without a visit.

        Whoever is still on the road arrives there; who waits is free now. `until` is when a
        visit that has begun was given up.
        """
        for track, i in self.standing(visit):
            track.stops[i] = self._stand_in(track, track.stops[i], visit, why, until)
            track.stops = [
                stop for j, stop in enumerate(track.stops) if j == i or stop.visit != visit
            ]
            self.tell(f"{track.person} stood or stands at the place of {visit} without a visit")
        self.withdraw(visit)

    def _stand_in(self, track: Track, stop: Stop, visit: str, why: str, until: int | None) -> Stop:
        start = next_minute(at(stop.start))
        if start > self.now:  # on the road, or waiting for the visit to begin
            start = next_minute(max(at(stop.arrive), self.now))
        end = start + 60 if until is None else max(start + 60, next_minute(until))
        place = self.atlas.visit(track.person, visit)
        return self.attend(track.person, f"{why}:{visit}", start, end, stop, place)

    def attend(
        self, person: str, name: str, start: int, end: int, stop: Stop | None, place: Any = None
    ) -> Stop:  # Any: Coordinates or None, as pydantic checks
        """Give a person an appointment that tells what happened, and its stop.

        `stop` gives arrival and drive; without one the person is there already.
        """
        taken = {item.id for item in self.people[person].appointments}
        id_ = name.replace("#", ":")[: MOST_ID - 4]
        id_ = next(x for x in (id_, *(f"{id_}:{k}" for k in range(2, 999))) if x not in taken)
        item = Appointment(
            id=id_, start=wall(self.clock, start), end=wall(self.clock, end), location=place
        )
        self.change_person(person, appointments=(*self.people[person].appointments, item))
        arrive = start if stop is None else at(stop.arrive)
        return Stop(
            kind="appointment",
            appointment=id_,
            arrive=self.clock.aware(arrive),
            start=self.clock.aware(start),
            end=self.clock.aware(end),
            drive_seconds=0 if stop is None else stop.drive_seconds,
            drive_meters=0 if stop is None else stop.drive_meters,
            wait_seconds=start - arrive,
        )

    def at_home(self, track: Track) -> int:
        """Give the first whole minute at home, out of absences, of one whose route is over."""
        assert track.route is not None
        t = next_minute(max(at(track.route.return_), self.now))
        spans = (
            (self.clock.instant(a.start), self.clock.instant(a.end))
            for a in self.people[track.person].absences
        )
        for start, end in sorted(spans):
            if start < t + 60 and end > t:
                t = end
        return t

    def drop_appointment(self, person: str, name: str) -> None:
        """Take an appointment out of a person's day."""
        left = tuple(item for item in self.people[person].appointments if item.id != name)
        self.change_person(person, appointments=left)

    def _drop_old_anchors(self) -> None:
        """Take out the starts from home of an earlier replan that have not come yet."""
        begun = {(t.person, s.appointment) for t in self.tracks.values() for s in t.stops}
        for person in list(self.people.values()):
            for item in person.appointments:
                mine = item.id.startswith(AGAIN_FROM_HOME)
                if mine and (person.id, item.id) not in begun:
                    self.drop_appointment(person.id, item.id)
