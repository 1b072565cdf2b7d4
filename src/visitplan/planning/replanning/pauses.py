"""Breaks of a day under way: bound where taken, left out where there is no time for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.replanning.tracks import at, next_minute

if TYPE_CHECKING:
    from visitplan.domain.plan import Stop
    from visitplan.domain.staff import BreakRule
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track


def rules_of(track: Track, amending: Amending) -> tuple[BreakRule, ...]:
    """Give the breaks of a shift."""
    own = amending.shift(track).breaks
    return amending.people[track.person].breaks if own is None else own


def settle_breaks(track: Track, amending: Amending) -> None:
    """Bind breaks taken to their time; leave out those that came too late to be taken."""
    assert track.route is not None
    clock, rules, settled = amending.clock, list(rules_of(track, amending)), []
    for stop in (stop for stop in track.stops if stop.kind == "break"):
        taken = next((rule for rule in rules if _serves(track, amending, stop, rule)), None)
        if taken is not None:
            rules.remove(taken)
            first = clock.aware(at(stop.start) // 60 * 60).time()
            last = clock.aware(next_minute(at(stop.start))).time()
            settled.append(taken.model_copy(update={"earliest": first, "latest": last}))
    bound = track.is_home_bound(amending.now)
    free = track.free_at(amending.now)
    for rule in rules:
        was_due = at(track.route.leave) <= clock.on(track.day, rule.earliest)
        missed = clock.on(track.day, rule.latest) < free
        if was_due and missed and not bound:
            amending.tell(f"{track.person} has no break at {rule.latest:%H:%M} any more")
        if not (was_due and missed) and not bound:
            settled.append(rule)
    if settled != list(rules_of(track, amending)):
        amending.change_shift(track, breaks=tuple(settled))


def _serves(track: Track, amending: Amending, stop: Stop, rule: BreakRule) -> bool:
    start = at(stop.start)
    long_enough = at(stop.end) - start >= 60 * rule.minutes
    earliest = amending.clock.on(track.day, rule.earliest)
    return long_enough and earliest <= start <= amending.clock.on(track.day, rule.latest)


def is_ahead(track: Track, amending: Amending, rule: BreakRule) -> bool:
    """Tell whether a break is due on the way and not taken yet."""
    assert track.route is not None
    clock = amending.clock
    due = at(track.route.leave) <= clock.on(track.day, rule.earliest)
    done = any(s.kind == "break" and _serves(track, amending, s, rule) for s in track.stops)
    return due and not done


def pause(
    track: Track, amending: Amending, pending: list[BreakRule], t: int, until: int | None
) -> int:
    """Take the breaks that fit before an instant; give when the person goes on."""
    for rule in list(pending):
        start = max(t, amending.clock.on(track.day, rule.earliest))
        end = start + 60 * rule.minutes
        in_time = start <= amending.clock.on(track.day, rule.latest)
        begun = t > amending.clock.on(track.day, rule.earliest)
        if in_time and (begun if until is None else end <= until):
            pending.remove(rule)
            t = end
    return t


def drop_break(track: Track, amending: Amending, rule: BreakRule) -> None:
    """Leave out a break that there is no time for."""
    left = list(rules_of(track, amending))
    left.remove(rule)
    amending.change_shift(track, breaks=tuple(left))
    amending.tell(f"{track.person} has no time for the break by {rule.latest:%H:%M}")
