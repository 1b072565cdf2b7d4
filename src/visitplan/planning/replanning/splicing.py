"""Routes of a whole horizon: what is done exactly as it was, then what was planned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.amending import AGAIN_FROM_HOME
from visitplan.planning.replanning.tracks import at, shift_of, wall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.plan import Route
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track
    from visitplan.planning.ways import Ways


def standing_routes(amending: Amending, ways: Ways) -> dict[int, Route]:
    """Give by track what becomes of shifts of past days, and of today's that are over.

    Of today's these are the ones of people at home again, and of those sent home.
    """
    found = {}
    for n, track in enumerate(amending.tracks.values()):
        if track.route is None:
            continue
        if track.day < amending.now_wall.date():
            found[n] = _with_stops(track)
        elif track.day == amending.now_wall.date():
            if track.sent_home:
                found[n] = driven_home(track, amending, ways)
            elif track.is_home_bound(amending.now):
                found[n] = _with_stops(track)
    return found


def _with_stops(track: Track) -> Route:
    assert track.route is not None
    if tuple(track.stops) == track.route.stops:
        return track.route
    return track.route.model_copy(update={"stops": tuple(track.stops)})


def driven_home(track: Track, amending: Amending, ways: Ways) -> Route:
    """Give the route of a person who drives home from where the stops so far end."""
    assert track.route is not None
    free = track.free_at(amending.now)
    here = amending.atlas.after(track.person, track.stops)
    seconds, meters = ways.drive(here, amending.atlas.home(track.person), free)
    return track.route.model_copy(
        update={
            "stops": tuple(track.stops),
            "return_": amending.clock.aware(free + seconds),
            "return_drive_seconds": seconds,
            "return_drive_meters": meters,
            "drive_seconds": sum(s.drive_seconds for s in track.stops) + seconds,
            "drive_meters": sum(s.drive_meters for s in track.stops) + meters,
        }
    )


def spliced(planned: Iterable[Route], amending: Amending, ways: Ways) -> tuple[Route, ...]:
    """Put planned routes behind what is done, and give all routes in order.

    Whoever is at home again and gets new work has an appointment there, which is added to the
    request.
    """
    routes = dict(standing_routes(amending, ways))
    numbers = {key: n for n, key in enumerate(amending.tracks)}
    for route in planned:
        shift = shift_of(amending.people[route.case_manager], route, amending.clock)
        assert shift is not None
        key = route.case_manager, shift.start
        track = amending.tracks[key]
        if not track.stops:
            routes[numbers[key]] = route
        elif track.is_home_bound(amending.now):
            if not route.stops:
                continue  # nothing to do: stays at home
            routes[numbers[key]] = _again_from_home(track, route, amending)
        else:
            routes[numbers[key]] = joined(track, route)
    for key, track in amending.tracks.items():
        if track.stops and numbers[key] not in routes:
            routes[numbers[key]] = driven_home(track, amending, ways)
    return tuple(sorted(routes.values(), key=lambda r: (r.date, r.case_manager, r.leave)))


def joined(track: Track, onward: Route) -> Route:
    """Give one route of what stands of a track and what goes on from there."""
    assert track.route is not None
    return onward.model_copy(
        update={
            "leave": track.route.leave,
            "stops": (*track.stops, *onward.stops),
            "drive_seconds": sum(s.drive_seconds for s in track.stops) + onward.drive_seconds,
            "drive_meters": sum(s.drive_meters for s in track.stops) + onward.drive_meters,
            "riders": tuple(who for who in track.route.riders if who in onward.riders),
        }
    )


def _again_from_home(track: Track, onward: Route, amending: Amending) -> Route:
    before = track.route
    assert before is not None
    back = at(before.return_)
    start = amending.at_home(track)
    name = f"{AGAIN_FROM_HOME}{wall(amending.clock, start):%Y-%m-%dT%H:%M}"
    home = amending.atlas.home(track.person)
    stop = amending.attend(track.person, name, start, start + 60, None, home)
    stop = stop.model_copy(
        update={
            "arrive": before.return_,
            "drive_seconds": before.return_drive_seconds,
            "drive_meters": before.return_drive_meters,
            "wait_seconds": start - back,
        }
    )
    track.stops = [*track.stops, stop]
    return joined(track, onward)
