"""Appointments that lie ahead: followed to the way home, and missed where out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.absences import ready_to_drive
from visitplan.planning.replanning.pauses import drop_break, is_ahead, pause, rules_of
from visitplan.planning.replanning.stretching import Rest

if TYPE_CHECKING:
    from visitplan.domain.staff import Appointment
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track
    from visitplan.planning.ways import Ways


def meetings_ahead(track: Track, amending: Amending) -> list[Appointment]:
    """Give the appointments of a shift that have not begun, in order."""
    begun = {stop.appointment for stop in track.stops}
    shift = amending.shift(track)
    return sorted(
        (
            item
            for item in amending.people[track.person].appointments
            if item.id not in begun and shift.start <= item.start and item.end <= shift.end
        ),
        key=lambda item: item.start,
    )


def miss(track: Track, amending: Amending, item: Appointment) -> None:
    """Leave out an appointment that its person cannot attend any more."""
    amending.drop_appointment(track.person, item.id)
    amending.tell(f"{track.person} misses {item.id} on {item.start:%a %d %b at %H:%M}")


def least(track: Track, amending: Amending, ways: Ways, free: int) -> Rest:
    """Follow a person through what is fixed; leave out what cannot be reached in time."""
    clock, person = amending.clock, amending.people[track.person]
    here = amending.atlas.after(track.person, track.stops)
    t, drive_s, longest = free, 0, 0
    pending = [rule for rule in rules_of(track, amending) if is_ahead(track, amending, rule)]
    for item in [*meetings_ahead(track, amending), None]:
        place = amending.atlas.home(track.person) if item is None else item.location or here
        due = None if item is None else clock.instant(item.start)
        if item is not None and _is_absent(person.id, amending, item):
            continue
        leg_s, _ = ways.drive(here, place, t)
        t = ready_to_drive(track, amending, t, leg_s)
        if due is not None and t + leg_s > due and item is not None:
            miss(track, amending, item)
            continue
        t = pause(track, amending, pending, t, None if due is None else due - leg_s)
        leg_s, _ = ways.drive(here, place, t)
        drive_s, longest, here = drive_s + leg_s, max(longest, leg_s), place
        t = t + leg_s if item is None else clock.instant(item.end)
    for rule in pending:
        if t >= clock.on(track.day, rule.latest):
            drop_break(track, amending, rule)
    return Rest(free, t, drive_s, longest)


def _is_absent(person: str, amending: Amending, item: Appointment) -> bool:
    absences = amending.people[person].absences
    return any(a.start < item.end and item.start < a.end for a in absences)


def miss_out_of_reach(track: Track, amending: Amending, ways: Ways) -> None:
    """Let a person who has not left miss what closed roads put out of reach.

    A meeting is attended where the way there, and home from it, fits into the shift and the
    longest drive allowed; whoever would not be home in time does not leave for it.
    """
    attended = {stop.appointment for stop in track.route.stops} if track.route is not None else {}
    if not amending.closures or not attended:
        return
    clock, person, shift = amending.clock, amending.people[track.person], amending.shift(track)
    latest = clock.instant(shift.end) + 60 * person.max_overtime_minutes_per_day
    leg = person.max_drive_minutes_per_leg
    home = amending.atlas.home(person.id)
    here, t = person.start, max(amending.now, clock.instant(shift.start))
    for item in meetings_ahead(track, amending):
        if item.id not in attended or _is_absent(person.id, amending, item):
            continue
        start, end = clock.instant(item.start), clock.instant(item.end)
        place = item.location or here
        there_s, back_s = ways.drive(here, place, t)[0], ways.drive(place, home, end)[0]
        t = ready_to_drive(track, amending, t, there_s)
        in_time = t + there_s <= start and end + back_s <= latest
        if not in_time or (leg is not None and max(there_s, back_s) > 60 * leg):
            miss(track, amending, item)
        else:
            here, t = place, end


def miss_one(amending: Amending, person: str, day: str) -> bool:
    """Let a person miss the last meeting of a day that has a place; False where there is none.

    For meetings that a solver finds no way to attend together.
    """
    for track in amending.tracks.values():
        if track.person == person and track.day.isoformat() == day:
            away = [item for item in meetings_ahead(track, amending) if item.location is not None]
            if away:
                miss(track, amending, away[-1])
                return True
    return False
