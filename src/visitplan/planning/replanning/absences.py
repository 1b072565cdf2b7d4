"""Absences of people who are out: they begin once these are home, and hold up drives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.tracks import at, wall

if TYPE_CHECKING:
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track


def absent_to_the_end(track: Track, amending: Amending, back: int) -> bool:
    """Tell whether an absence that lasts to the shift's end begins before the person is home."""
    end = amending.clock.instant(amending.shift(track).end)
    return any(start < back and end <= until for start, until in absences(track, amending))


def absences(track: Track, amending: Amending) -> list[tuple[int, int]]:
    """Give the absences that are not over yet, as instants in order."""
    clock = amending.clock
    spans = (
        (clock.instant(a.start), clock.instant(a.end))
        for a in amending.people[track.person].absences
    )
    return sorted(span for span in spans if span[1] > amending.now)


def begin_absences(track: Track, amending: Amending, done: int) -> None:
    """Let absences that have begun before a person is done begin only then."""
    assert track.route is not None
    clock, begin = amending.clock, at(track.route.leave)
    first = wall(clock, done)
    kept = []
    for absence in amending.people[track.person].absences:
        start, end = clock.instant(absence.start), clock.instant(absence.end)
        if end <= amending.now or end <= begin or start >= done:
            kept.append(absence)
        elif absence.end > first:
            kept.append(absence.model_copy(update={"start": first}))
    amending.change_person(track.person, absences=tuple(kept))


def ready_to_drive(track: Track, amending: Amending, t: int, leg_s: int) -> int:
    """Give when a drive can begin that no absence interrupts."""
    for start, end in absences(track, amending):
        if start < t + leg_s and end > t:
            t = end
    return t
