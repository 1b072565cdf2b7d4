"""What the day has made impossible: breaks, meetings and limits that nobody can keep any more.

Rules bind plans, not facts. Where what happened leaves a person no way to keep a rule, the
amended request says so: a missed break or meeting is taken out of that day, a shift or a
limit is stretched to what it takes to come home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.absences import absent_to_the_end, begin_absences
from visitplan.planning.replanning.meetings import least, meetings_ahead, miss, miss_out_of_reach
from visitplan.planning.replanning.pauses import drop_break, is_ahead, rules_of, settle_breaks
from visitplan.planning.replanning.stretching import (
    Rest,
    hold_what_happened,
    stretch_limits,
    stretch_shift,
)
from visitplan.planning.replanning.tracks import at, next_minute, wall

if TYPE_CHECKING:
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track
    from visitplan.planning.ways import Ways


def ease(amending: Amending, ways: Ways) -> None:
    """Let each shift from today on end in some way that keeps the rules."""
    for track in amending.tracks.values():
        hold_what_happened(track, amending)
        if not track.stops and track.day >= amending.now_wall.date():
            miss_out_of_reach(track, amending, ways)
        if track.day != amending.now_wall.date() or not track.stops:
            continue
        settle_breaks(track, amending)
        if not track.is_home_bound(amending.now):
            _ease(track, amending, ways)
        elif track.route is not None and at(track.route.return_) > amending.now:
            begin_absences(track, amending, at(track.route.return_))


def _ease(track: Track, amending: Amending, ways: Ways) -> None:
    free = track.free_at(amending.now)
    here = amending.atlas.after(track.person, track.stops)
    home_s, _ = ways.drive(here, amending.atlas.home(track.person), free)
    back = free + home_s
    begin_absences(track, amending, free)
    if track.sent_home or absent_to_the_end(track, amending, back):
        track.sent_home = True
        begin_absences(track, amending, back)
        amending.tell(f"{track.person} is home at {wall(amending.clock, back):%H:%M}")
        for rule in rules_of(track, amending):
            if is_ahead(track, amending, rule):
                drop_break(track, amending, rule)
        for item in meetings_ahead(track, amending):
            if amending.clock.instant(item.start) < next_minute(back):
                miss(track, amending, item)
        rest = Rest(free, back, home_s, home_s)
    else:
        rest = least(track, amending, ways, free)
    stretch_shift(track, amending, rest)
    stretch_limits(track, amending, rest)
