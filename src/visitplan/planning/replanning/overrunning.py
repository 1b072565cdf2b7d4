"""A visit that runs long: its people stay, and what they were to drive to by now is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.errors import EventTimeError, EventVisitError
from visitplan.planning.replanning.naming import require_known, text_of, told
from visitplan.planning.replanning.tracks import at, next_minute

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.events import RanLong
    from visitplan.planning.replanning.amending import Amending


def run_long(event: RanLong, amending: Amending) -> None:
    """Apply `ran_long`.

    Raises:
        UnknownVisitError, EventTimeError, EventVisitError: VP4106, VP4204, VP4205.
    """
    require_known(event.visit, amending)
    standing = amending.standing(event.visit)
    begun = [(track, i) for track, i in standing if at(track.stops[i].start) <= amending.now]
    if not begun:
        why = "it has not begun, or the plan does not make it"
        raise EventVisitError("ran_long", event.visit, why, "Give a visit that is being made.")
    planned_end = at(begun[0][0].stops[begun[0][1]].end)
    end = amending.clock.instant(event.end)
    if end <= planned_end or end < amending.now:
        why = f"it was to end at {text_of(amending.clock.aware(planned_end))}, and now is later"
        if end <= planned_end:
            why = f"it was to end at {text_of(amending.clock.aware(planned_end))} anyway"
        raise EventTimeError(told(event), text_of(event.end), why, "Give the end that is expected.")
    if event.end.date() != amending.clock.day(planned_end):
        why = "a visit ends on the day on which it begins"
        raise EventTimeError(told(event), text_of(event.end), why, "Give an end on that day.")
    for track, i in begun:
        _stay(track.key, i, end - planned_end, event.visit, amending)
    for name in amending.followers(event.visit):
        _hold_back(name, planned_end, end, amending)
    amending.tell(f"{event.visit} ends at {text_of(event.end)}")


def _stay(key: tuple[str, datetime], i: int, longer_s: int, visit: str, amending: Amending) -> None:
    """Keep a person at a visit; whatever they were thought to drive to by now is given up."""
    track = amending.tracks[key]
    last = i
    while last + 1 < len(track.stops) and track.stops[last + 1].kind == "paperwork":
        last += 1
    end = at(track.stops[last].end)
    for stop in track.stops[last + 1 :]:
        if stop.visit is None or stop.kind != "visit":
            continue
        for name in (stop.visit, *amending.followers(stop.visit)):
            for other, j in amending.standing(name):
                if other is not track:
                    _free(other.key, j, name, amending)
    track.stops = track.stops[: last + 1]
    place = None
    name = f"overrun:{visit}"
    track.stops.append(amending.attend(track.person, name, end, end + longer_s, None, place))


def _hold_back(visit: str, planned_end: int, end: int, amending: Amending) -> None:
    """Free people from a visit they are on the way to, which was to begin once another is over."""
    for track, j in amending.standing(visit):
        start = at(track.stops[j].start)
        if start > amending.now and planned_end <= start < end:
            _free(track.key, j, visit, amending)


def _free(key: tuple[str, datetime], j: int, visit: str, amending: Amending) -> None:
    """Free a person from a visit under way that cannot begin as planned."""
    track = amending.tracks[key]
    stop = track.stops[j]
    start = next_minute(max(at(stop.arrive), amending.now))
    place = amending.atlas.visit(track.person, visit)
    stand_in = amending.attend(track.person, f"turned-back:{visit}", start, start + 60, stop, place)
    track.stops = [*track.stops[:j], stand_in]
    amending.may_move.add(visit)
