"""Routes of a plan with everything recomputed that follows from request and travel times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.audit.spans import Span, overlap_s

if TYPE_CHECKING:
    from datetime import date

    from visitplan.audit.instants import Instants
    from visitplan.audit.orders import Occurrence
    from visitplan.audit.places import Places
    from visitplan.audit.roster import Member
    from visitplan.audit.travel import Spell, TravelTimes
    from visitplan.domain.clock import Clock
    from visitplan.domain.plan import Plan, Route, Stop


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive: what the plan states, and what the travel times say.

    Where a place is unknown the stated figures stand, since nothing can refute
    them; another rule names the unknown thing.
    """

    stated: Span
    stated_s: int
    stated_m: int
    seconds: int
    meters: int


@dataclass(frozen=True, slots=True)
class Halt:
    """One stop; times are instants. `place` is None where it is not known.

    `arrival_s` are the seconds of parking and walking that are due at a new address;
    where a place is unknown, those stated stand.
    """

    stop: Stop
    arrive: int
    start: int
    end: int
    drive: Drive
    place: int | None
    anywhere: bool
    occurrence: Occurrence | None
    day: date
    arrival_s: int

    @property
    def stay(self) -> Span:
        """Give the stretch from start to end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Tour:
    """One route; times are instants. `shift` is None where nobody works."""

    route: Route
    member: Member | None
    shift: Span | None
    leave: int
    back: int
    halts: tuple[Halt, ...]
    home: Drive

    @property
    def key(self) -> tuple[str, date]:
        """Give case manager and day."""
        return self.route.case_manager, self.route.date

    @property
    def drives(self) -> tuple[Drive, ...]:
        """Give all drives, the last one included."""
        return (*(halt.drive for halt in self.halts), self.home)

    @property
    def drive_seconds(self) -> int:
        """Give the recomputed seconds of all drives."""
        return sum(drive.seconds for drive in self.drives)

    @property
    def drive_meters(self) -> int:
        """Give the recomputed length of all drives."""
        return sum(drive.meters for drive in self.drives)

    @property
    def arrival_seconds(self) -> int:
        """Give the recomputed seconds of parking and walking at new addresses."""
        return sum(halt.arrival_s for halt in self.halts)

    @property
    def overtime_seconds(self) -> int:
        """Give the seconds past the shift's end."""
        return max(0, self.back - self.shift[1]) if self.shift else 0


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Follows the routes of a plan over the roads."""

    clock: Clock
    instants: Instants
    places: Places
    travel: TravelTimes
    roster: dict[str, Member]
    occurrences: dict[str, Occurrence]
    arrival_s: int
    spells: tuple[Spell, ...] = ()

    def tours(self, plan: Plan) -> tuple[Tour, ...]:
        """Recompute every route of a plan, in the plan's order."""
        return tuple(self._tour(route) for route in plan.routes)

    def _tour(self, route: Route) -> Tour:
        member = self.roster.get(route.case_manager)
        leave, back = self.instants.of(route.leave), self.instants.of(route.return_)
        here = self.places.start(route.case_manager)
        halts: list[Halt] = []
        for stop in route.stops:
            halt = self._halt(route, stop, here)
            halts.append(halt)
            here = halt.place
        stated = route.return_drive_seconds, route.return_drive_meters
        home = self._drive(here, self.places.end(route.case_manager), back, stated)
        shift = _shift(member, route.date, (leave, back))
        return Tour(route, member, shift, leave, back, tuple(halts), home)

    def _halt(self, route: Route, stop: Stop, here: int | None) -> Halt:
        occurrence = (
            self.occurrences.get(stop.visit) if stop.kind == "visit" and stop.visit else None
        )
        anywhere = self._anywhere(route.case_manager, stop)
        stays = anywhere or stop.kind == "paperwork"
        place = here if stays else self._place(route.case_manager, stop, occurrence)
        arrive, start = self.instants.of(stop.arrive), self.instants.of(stop.start)
        stated = stop.drive_seconds, stop.drive_meters
        drive = (
            Drive((arrive, arrive), *stated, 0, 0)
            if anywhere
            else self._drive(here, place, arrive, stated)
        )
        end, day = self.instants.of(stop.end), self.clock.day(start)
        arrival_s = self._arrival_s(stop, here, place)
        return Halt(stop, arrive, start, end, drive, place, anywhere, occurrence, day, arrival_s)

    def _arrival_s(self, stop: Stop, here: int | None, place: int | None) -> int:
        if stop.kind != "visit":
            return 0
        if here is None or place is None:
            return stop.arrival_seconds
        return 0 if here == place else self.arrival_s

    def _anywhere(self, case_manager: str, stop: Stop) -> bool:
        if stop.kind == "break" or (stop.kind == "paperwork" and stop.visit is None):
            return True
        if stop.kind != "appointment":
            return False
        member = self.roster.get(case_manager)
        meeting = member.appointments.get(stop.appointment or "") if member else None
        return meeting is not None and meeting[0].location is None

    def _place(self, case_manager: str, stop: Stop, occurrence: Occurrence | None) -> int | None:
        if stop.kind == "appointment":
            return self.places.appointment(case_manager, stop.appointment or "")
        if occurrence is None:
            return None
        return self.places.visit(case_manager, occurrence.ordered.order.id)

    def _drive(self, i: int | None, j: int | None, arrive: int, stated: tuple[int, int]) -> Drive:
        depart = self.instants.clamp(arrive - stated[0])
        if i is None or j is None:
            return Drive((depart, arrive), *stated, *stated)
        travel = self._travel(depart)
        seconds = travel.between(i, j, self.clock.second_of_day(depart))
        return Drive((depart, arrive), *stated, int(seconds), int(travel.meters[i, j]))

    def _travel(self, depart: int) -> TravelTimes:
        """Give the travel times that hold for a departure."""
        held = (spell.travel for spell in self.spells if spell.start <= depart < spell.end)
        return next(held, self.travel)


def _shift(member: Member | None, day: date, span: Span) -> Span | None:
    """Give the shift of the day that a route shares most time with, the nearest if none."""
    shifts = member.shifts.get(day, ()) if member else ()
    return max(
        shifts, key=lambda shift: (overlap_s(shift, span), -_apart(shift, span)), default=None
    )


def _apart(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1])
