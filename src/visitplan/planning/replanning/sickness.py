"""A case manager who falls sick: away for a time, and home from where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.staff import Absence
from visitplan.planning.replanning.errors import EventTimeError, UnknownCaseManagerError
from visitplan.planning.replanning.naming import text_of, told
from visitplan.planning.replanning.tracks import at, next_minute
from visitplan.planning.replanning.unlocking import let_move

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.events import StaffSick
    from visitplan.planning.replanning.amending import Amending


def fall_sick(event: StaffSick, amending: Amending) -> None:
    """Apply `staff_sick`.

    Raises:
        UnknownCaseManagerError, EventTimeError: VP4203, VP4204.
    """
    name, now = event.case_manager, amending.now_wall
    if name not in amending.people:
        raise UnknownCaseManagerError(name)
    start = now if event.start is None else max(now, event.start)
    if event.until <= start:
        why = f"it ends before it begins, at {text_of(start)}"
        raise EventTimeError(told(event), text_of(event.until), why, "Give a later `until`.")
    horizon = amending.asked.horizon
    if start.date() > horizon.dates[-1]:
        why = f"the plan ends on {horizon.dates[-1]}"
        raise EventTimeError(told(event), text_of(start), why, "Put it into the next request.")
    # The absence is set right once it is known when who is out comes home.
    away = Absence(start=start, end=event.until, kind="sick")
    amending.change_person(name, absences=(*amending.people[name].absences, away))
    amending.tell(f"{name} is away from {text_of(start)} to {text_of(event.until)}")
    if start == now:
        for track in amending.tracks.values():
            if track.person == name and track.day == now.date():
                _turn_back(track.key, amending)
    let_move(start, event.until, amending, lambda promise: name in promise.case_managers)


def _turn_back(key: tuple[str, datetime], amending: Amending) -> None:
    """Send a person home once what has begun is done; visits not begun are given up."""
    track = amending.tracks[key]
    if not track.stops or track.is_home_bound(amending.now):
        return
    track.sent_home = True
    begun = {stop.visit for stop in track.stops if at(stop.start) <= amending.now}
    for stop in list(track.stops):
        if at(stop.start) <= amending.now or stop not in track.stops:
            continue
        if stop.kind == "paperwork" and stop.visit is not None and stop.visit in begun:
            continue  # it belongs to the visit that is being made
        if stop.kind == "visit" and stop.visit is not None:
            amending.call_off(stop.visit, "turned-back")
            amending.withdrawn.discard(stop.visit)
        elif stop.kind == "appointment" and stop.appointment is not None:
            i = track.stops.index(stop)
            start = next_minute(max(at(stop.arrive), amending.now))
            place = next(
                item.location
                for item in amending.people[track.person].appointments
                if item.id == stop.appointment
            )
            amending.drop_appointment(track.person, stop.appointment)
            track.stops[i] = amending.attend(
                track.person, f"turned-back:{stop.appointment}", start, start + 60, stop, place
            )
        else:
            track.stops.remove(stop)
