"""Shifts and limits that what happened has broken: stretched to what it takes to come home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.planning.replanning.tracks import at, wall

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track


@dataclass(slots=True)
class Rest:
    """The least that is left of a shift: its fixed points and the way home."""

    free: int
    back: int
    drive_s: int
    longest_s: int


def stretch_shift(track: Track, amending: Amending, rest: Rest) -> None:
    """Let a shift end no sooner than its person can be home."""
    clock, person = amending.clock, amending.people[track.person]
    shift = amending.shift(track)
    end_s = rest.back - 60 * person.max_overtime_minutes_per_day
    if end_s > clock.instant(shift.end):
        _stretch_to(track, amending, end_s)


def hold_what_happened(track: Track, amending: Amending) -> None:
    """Let a shift end no sooner than the appointments that tell of its past, overtime or not."""
    told = [at(stop.end) for stop in track.stops if stop.kind == "appointment"]
    if track.route is not None and told:
        end_s = max(told)
        if end_s > amending.clock.instant(amending.shift(track).end):
            _stretch_to(track, amending, end_s)


def _stretch_to(track: Track, amending: Amending, end_s: int) -> None:
    end = wall(amending.clock, end_s)
    amending.change_shift(track, end=end)
    for other in list(amending.tracks.values()):
        if other.person == track.person and track.shift.start < other.shift.start < end:
            _put_off(other, amending, end)
    amending.tell(f"the shift of {track.person} is stretched to {end:%H:%M}")


def _put_off(track: Track, amending: Amending, start: datetime) -> None:
    """Let a shift that nobody has begun begin later; it falls out where it would be over."""
    old, left = amending.shift(track), [*amending.people[track.person].shifts]
    i, stays = left.index(old), start < old.end
    left[i : i + 1] = [old.model_copy(update={"start": start})] if stays else []
    amending.change_person(track.person, shifts=tuple(left))
    what = f"begins at {start:%H:%M}" if stays else "falls out"
    amending.tell(f"the shift of {track.person} at {old.start:%H:%M} {what}")
    others = [other for other in amending.tracks.values() if stays or other is not track]
    if stays:
        track.shift = left[i]
    amending.tracks = {other.key: other for other in others}


def stretch_limits(track: Track, amending: Amending, rest: Rest) -> None:
    """Raise the limits that even the shortest way home breaks."""
    assert track.route is not None
    person = amending.people[track.person]
    others = [t for t in amending.tracks.values() if t.person == track.person and t is not track]
    driven_s = rest.drive_s + sum(stop.drive_seconds for stop in track.stops)
    worked_s = rest.back - at(track.route.leave)
    for other in others:
        if other.day == track.day and other.route is not None:
            driven_s += other.route.drive_seconds
            worked_s += at(other.route.return_) - at(other.route.leave)
    for name, seconds in (
        ("max_drive_minutes_per_day", driven_s),
        ("max_drive_minutes_per_leg", rest.longest_s),
        ("max_work_minutes_per_day", worked_s),
    ):
        limit = getattr(person, name)
        if limit is not None and seconds > 60 * limit:
            amending.change_person(track.person, **{name: min(1440, -(-seconds // 60))})
            amending.tell(f"{name} of {track.person} is raised to {-(-seconds // 60)}")
