"""A route as the words and figures that a page shows, before any HTML.

Clock times are local, as a clock on the wall would show them (seconds cut
off); minutes of driving and arriving are rounded up, kilometres to a tenth. A wait of less than a
minute is none: visits start on whole minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.clock import Clock
from visitplan.render.places import Directory, RoutePlaces, route_places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.plan import Plan, Route, Stop
    from visitplan.domain.request import PlanRequest

KINDS = {"visit": "Visit", "appointment": "Appointment", "break": "Break", "paperwork": "Paperwork"}
"""What stops are called; each kind has a sign of its own in list and map."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stop of the list beside the map; `number` is also on the map."""

    number: int
    kind: str
    title: str
    patient: str | None
    others: tuple[str, ...]
    arrive: str
    start: str
    end: str
    minutes: int
    arrival_minutes: int
    wait_minutes: int
    drive: str
    place: Coordinates

    @property
    def label(self) -> str:
        """One line for the marker on the map."""
        return f"{self.number} \N{MIDDLE DOT} {self.start}\N{EN DASH}{self.end} {self.title}"


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One route, ready to be shown."""

    key: str
    case_manager: str
    person: str
    riders: tuple[str, ...]
    date: str
    day: str
    weekday: str
    leave: str
    back: str
    entries: tuple[Entry, ...]
    drive_back: str
    visits: int
    drive_total: str
    drive_clock: str
    distance_total: str
    places: RoutePlaces


def kinds_shown(routes: Iterable[Itinerary]) -> tuple[tuple[str, str], ...]:
    """Give each kind of stop that routes have and what it is called, for the legend of signs."""
    shown = {entry.kind for route in routes for entry in route.entries}
    return tuple((kind, words) for kind, words in KINDS.items() if kind in shown)


def day_words(route: Route) -> str:
    """Give a route's day as people write it."""
    return f"{route.date:%A} {route.date.day} {route.date:%B %Y}"


def hours_words(seconds: int) -> str:
    """Give a duration in hours and minutes, rounded up to whole minutes."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def hours_clock(seconds: int) -> str:
    """Give a duration as h:mm, rounded up to whole minutes, for narrow columns."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours}:{minutes:02d}"


def distance_words(meters: int) -> str:
    """Give a length in kilometres."""
    return f"{meters / 1000:.1f} km"


def drive_words(seconds: int, meters: int) -> str:
    """Give one drive; the empty text where there is none."""
    if seconds == 0:
        return ""
    return f"{hours_words(seconds)} \N{MIDDLE DOT} {distance_words(meters)}"


def itineraries(request: PlanRequest, plan: Plan) -> tuple[Itinerary, ...]:
    """Give all routes of a plan, in the plan's order."""
    directory = Directory.of(request)
    clock = Clock.of(request.horizon.timezone)
    return tuple(
        _itinerary(f"r{number}", route, directory, clock)
        for number, route in enumerate(plan.routes)
    )


def _itinerary(key: str, route: Route, directory: Directory, clock: Clock) -> Itinerary:
    places = route_places(directory, route)
    entries = tuple(
        _entry(number, stop, place, directory, clock)
        for number, (stop, place) in enumerate(zip(route.stops, places.stops, strict=True), start=1)
    )
    return Itinerary(
        key=key,
        case_manager=route.case_manager,
        person=person_words(directory, route.case_manager),
        riders=tuple(person_words(directory, rider) for rider in route.riders),
        date=route.date.isoformat(),
        day=day_words(route),
        weekday=f"{route.date:%a} {route.date.day}",
        leave=_wall(route.leave, clock),
        back=_wall(route.return_, clock),
        entries=entries,
        drive_back=drive_words(route.return_drive_seconds, route.return_drive_meters),
        visits=sum(stop.kind == "visit" for stop in route.stops),
        drive_total=hours_words(route.drive_seconds),
        drive_clock=hours_clock(route.drive_seconds),
        distance_total=distance_words(route.drive_meters),
        places=places,
    )


def _entry(
    number: int, stop: Stop, place: Coordinates, directory: Directory, clock: Clock
) -> Entry:
    return Entry(
        number=number,
        kind=stop.kind,
        title=" ".join(filter(None, (KINDS[stop.kind], stop.visit or stop.appointment))),
        patient=stop.patient,
        others=tuple(person_words(directory, other) for other in stop.with_),
        arrive=_wall(stop.arrive, clock),
        start=_wall(stop.start, clock),
        end=_wall(stop.end, clock),
        minutes=int((stop.end - stop.start).total_seconds()) // 60,
        arrival_minutes=-(-stop.arrival_seconds // 60),
        wait_minutes=stop.wait_seconds // 60,
        drive=drive_words(stop.drive_seconds, stop.drive_meters),
        place=place,
    )


def person_words(directory: Directory, name: str) -> str:
    """Give a case manager's display name and id, or the id alone."""
    shown = directory.case_manager(name).display_name
    return f"{shown} ({name})" if shown else name


def _wall(moment: datetime, clock: Clock) -> str:
    return f"{moment.astimezone(clock.tz):%H:%M}"
