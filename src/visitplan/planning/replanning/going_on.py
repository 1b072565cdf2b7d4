"""Where the shifts of today go on, as a solver is told: from where, when, with what limits left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.standing import Onward, Standing
from visitplan.planning.replanning.remaining import shares
from visitplan.planning.replanning.tracks import at, next_minute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.plan import Stop
    from visitplan.domain.staff import BreakRule, CaseManager
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.remaining import Done
    from visitplan.planning.replanning.tracks import Track


def standing_of(amending: Amending, done: Mapping[str, Done]) -> Standing:
    """Tell a solver where the shifts of today go on; past ones are over."""
    today = amending.now_wall.date()
    units = {order.id: order.units for p in amending.patients.values() for order in p.orders}
    shifts = {}
    for key, track in amending.tracks.items():
        if track.day == today:
            shifts[key] = _onward(track, amending, units)
    return Standing(shifts, shares(amending.request, done))


def _onward(track: Track, amending: Amending, units: Mapping[str, int]) -> Onward:
    person = amending.people[track.person]
    shift = next(s for s in person.shifts if s.start == track.shift.start)
    breaks = person.breaks if shift.breaks is None else shift.breaks
    daily = amending.asked.policy.paperwork_block
    block = () if daily is None else (daily,)
    begin = amending.clock.instant(shift.start)
    if not track.stops or track.route is None:
        first = max(begin, amending.now)
        return Onward(first, None, False, breaks, next(iter(block), None))
    visits = [s.visit for s in track.stops if s.kind == "visit" and s.visit is not None]
    drive_s = sum(stop.drive_seconds for stop in track.stops)
    place: Coordinates | None = None
    ready: int | None = None
    home_bound = track.is_home_bound(amending.now)
    until = track.free_at(amending.now)
    if home_bound:
        drive_s += track.route.return_drive_seconds
        until = at(track.route.return_)
        if _may_go_again(track, amending):
            # A new route from home: a minute there, which tells the checker that the person was.
            place = amending.atlas.home(track.person)
            ready = until = amending.at_home(track) + 60
    elif not track.sent_home:
        place = amending.atlas.after(track.person, track.stops)
        ready = until
    return Onward(
        ready,
        place,
        ready is not None,
        () if home_bound else tuple(_ahead(track, amending, breaks, until, is_break)),
        next(_ahead(track, amending, block, until, is_block), None),
        visits=len(visits),
        units=sum(units[v.rpartition("#")[0]] for v in visits),
        drive_s=drive_s,
        work_s=_worked(track, amending, person, until),
    )


def _may_go_again(track: Track, amending: Amending) -> bool:
    """Tell whether somebody at home again may be sent out once more in the same shift.

    Not where that ends first, or the working time of the day does; and not between two shifts of
    a day: the time at home would count as work, and the other shift could break a limit by it.
    """
    person = amending.people[track.person]
    ready = amending.at_home(track) + 60
    most = person.max_work_minutes_per_day
    worked = most is not None and _worked(track, amending, person, ready) >= 60 * most
    over = ready >= amending.clock.instant(amending.shift(track).end)
    shifts = [s for s in person.shifts if s.start.date() == track.day]
    return not (amending.made_now or over or worked or len(shifts) > 1)


def is_break(stop: Stop) -> bool:
    """Tell whether a stop is a break."""
    return stop.kind == "break"


def is_block(stop: Stop) -> bool:
    """Tell whether a stop is the day's block of paperwork."""
    return stop.kind == "paperwork" and stop.visit is None


def _ahead(
    track: Track,
    amending: Amending,
    breaks: Iterable[BreakRule],
    ready: int,
    is_one: Callable[[Stop], bool],
) -> Iterator[BreakRule]:
    """Give the breaks or blocks still due, each once the person is ready at the earliest."""
    assert track.route is not None
    clock, leave = amending.clock, at(track.route.leave)
    starts = [at(stop.start) for stop in track.stops if is_one(stop)]
    for rule in breaks:
        earliest, latest = clock.on(track.day, rule.earliest), clock.on(track.day, rule.latest)
        taken = any(earliest <= start <= latest for start in starts)
        if leave > earliest or taken or latest < ready:
            continue
        if ready > earliest:
            yield rule.model_copy(update={"earliest": clock.aware(next_minute(ready)).time()})
        else:
            yield rule


def _worked(track: Track, amending: Amending, person: CaseManager, until: int) -> int:
    """Give the seconds of work from leaving to an instant, absences aside."""
    assert track.route is not None
    clock, leave = amending.clock, at(track.route.leave)
    away = 0
    for absence in person.absences:
        start, end = clock.instant(absence.start), clock.instant(absence.end)
        away += max(0, min(end, until) - max(start, leave))
    return until - leave - away
