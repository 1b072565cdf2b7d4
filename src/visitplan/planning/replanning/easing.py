"""What the day has made impossible: breaks, meetings and limits that nobody can keep any more.

Rules bind plans, not facts. Where what happened leaves a person no way to keep a rule, the
amended request says so: a missed break or meeting is taken out of that day, a shift or a
limit is stretched to what it takes to come home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.planning.replanning.tracks import at, next_minute, wall

if TYPE_CHECKING:
    from visitplan.domain.staff import Appointment, BreakRule, Shift
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track
    from visitplan.planning.ways import Ways


@dataclass(slots=True)
class Rest:
    """The least that is left of a shift: its fixed points and the way home."""

    free: int
    back: int
    drive_s: int
    longest_s: int


def ease(amending: Amending, ways: Ways) -> None:
    """Let each shift of today that is under way end in some way that keeps the rules."""
    for track in amending.tracks.values():
        _hold_what_happened(track, amending)
        if track.day != amending.now_wall.date() or not track.stops:
            continue
        _settle_breaks(track, amending)
        if not track.is_home_bound(amending.now):
            _ease(track, amending, ways)
        elif track.route is not None and at(track.route.return_) > amending.now:
            _begin_absences(track, amending, at(track.route.return_))


def _ease(track: Track, amending: Amending, ways: Ways) -> None:
    free = track.free_at(amending.now)
    here = amending.atlas.after(track.person, track.stops)
    home_s, _ = ways.drive(here, amending.atlas.home(track.person), free)
    back = free + home_s
    _begin_absences(track, amending, free)
    if track.sent_home or _absent_to_the_end(track, amending, back):
        track.sent_home = True
        _begin_absences(track, amending, back)
        amending.tell(f"{track.person} is home at {wall(amending.clock, back):%H:%M}")
        for rule in _rules(track, amending):
            if _is_ahead(track, amending, rule):
                _drop_break(track, amending, rule)
        for item in _ahead(track, amending):
            if amending.clock.instant(item.start) < next_minute(back):
                _miss(track, amending, item)
        rest = Rest(free, back, home_s, home_s)
    else:
        rest = _least(track, amending, ways, free)
    _stretch_shift(track, amending, rest)
    _stretch_limits(track, amending, rest)


def _absent_to_the_end(track: Track, amending: Amending, back: int) -> bool:
    """Tell whether an absence that lasts to the shift's end begins before the person is home."""
    end = amending.clock.instant(_shift(track, amending).end)
    return any(start < back and end <= until for start, until in _absences(track, amending))


def _absences(track: Track, amending: Amending) -> list[tuple[int, int]]:
    """Give the absences that are not over yet, as instants in order."""
    clock = amending.clock
    spans = (
        (clock.instant(a.start), clock.instant(a.end))
        for a in amending.people[track.person].absences
    )
    return sorted(span for span in spans if span[1] > amending.now)


def _begin_absences(track: Track, amending: Amending, done: int) -> None:
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


def _ready_to_drive(track: Track, amending: Amending, t: int, leg_s: int) -> int:
    """Give when a drive can begin that no absence interrupts."""
    for start, end in _absences(track, amending):
        if start < t + leg_s and end > t:
            t = end
    return t


def _ahead(track: Track, amending: Amending) -> list[Appointment]:
    """Give the appointments of a shift that have not begun, in order."""
    begun = {stop.appointment for stop in track.stops}
    shift = _shift(track, amending)
    return sorted(
        (
            item
            for item in amending.people[track.person].appointments
            if item.id not in begun and shift.start <= item.start and item.end <= shift.end
        ),
        key=lambda item: item.start,
    )


def _miss(track: Track, amending: Amending, item: Appointment) -> None:
    amending.drop_appointment(track.person, item.id)
    amending.tell(f"{track.person} misses {item.id} at {item.start:%H:%M}")


def _least(track: Track, amending: Amending, ways: Ways, free: int) -> Rest:
    """Follow a person through what is fixed; leave out what cannot be reached in time."""
    clock, person = amending.clock, amending.people[track.person]
    here = amending.atlas.after(track.person, track.stops)
    t, drive_s, longest = free, 0, 0
    pending = [rule for rule in _rules(track, amending) if _is_ahead(track, amending, rule)]
    for item in [*_ahead(track, amending), None]:
        place = amending.atlas.home(track.person) if item is None else item.location or here
        due = None if item is None else clock.instant(item.start)
        if item is not None and _is_absent(person.id, amending, item):
            continue
        leg_s, _ = ways.drive(here, place, t)
        t = _ready_to_drive(track, amending, t, leg_s)
        if due is not None and t + leg_s > due and item is not None:
            _miss(track, amending, item)
            continue
        t = _pause(track, amending, pending, t, None if due is None else due - leg_s)
        leg_s, _ = ways.drive(here, place, t)
        drive_s, longest, here = drive_s + leg_s, max(longest, leg_s), place
        t = t + leg_s if item is None else clock.instant(item.end)
    for rule in pending:
        if t >= clock.on(track.day, rule.latest):
            _drop_break(track, amending, rule)
    return Rest(free, t, drive_s, longest)


def _is_absent(person: str, amending: Amending, item: Appointment) -> bool:
    absences = amending.people[person].absences
    return any(a.start < item.end and item.start < a.end for a in absences)


def _pause(
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


def _shift(track: Track, amending: Amending) -> Shift:
    shifts = amending.people[track.person].shifts
    return next(shift for shift in shifts if shift.start == track.shift.start)


def _rules(track: Track, amending: Amending) -> tuple[BreakRule, ...]:
    own = _shift(track, amending).breaks
    return amending.people[track.person].breaks if own is None else own


def _change_shift(track: Track, amending: Amending, **update: object) -> None:
    shifts = tuple(
        shift.model_copy(update=update) if shift.start == track.shift.start else shift
        for shift in amending.people[track.person].shifts
    )
    amending.change_person(track.person, shifts=shifts)


def _settle_breaks(track: Track, amending: Amending) -> None:
    """Bind breaks taken to their time; leave out those that came too late to be taken."""
    assert track.route is not None
    clock, rules, settled = amending.clock, list(_rules(track, amending)), []
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
    if settled != list(_rules(track, amending)):
        _change_shift(track, amending, breaks=tuple(settled))


def _serves(track: Track, amending: Amending, stop: object, rule: BreakRule) -> bool:
    from visitplan.domain.plan import Stop

    assert isinstance(stop, Stop)
    start = at(stop.start)
    long_enough = at(stop.end) - start >= 60 * rule.minutes
    earliest = amending.clock.on(track.day, rule.earliest)
    return long_enough and earliest <= start <= amending.clock.on(track.day, rule.latest)


def _is_ahead(track: Track, amending: Amending, rule: BreakRule) -> bool:
    """Tell whether a break is due on the way and not taken yet."""
    assert track.route is not None
    clock = amending.clock
    due = at(track.route.leave) <= clock.on(track.day, rule.earliest)
    done = any(s.kind == "break" and _serves(track, amending, s, rule) for s in track.stops)
    return due and not done


def _drop_break(track: Track, amending: Amending, rule: BreakRule) -> None:
    left = list(_rules(track, amending))
    left.remove(rule)
    _change_shift(track, amending, breaks=tuple(left))
    amending.tell(f"{track.person} has no time for the break by {rule.latest:%H:%M}")


def _stretch_shift(track: Track, amending: Amending, rest: Rest) -> None:
    """Let a shift end no sooner than its person can be home."""
    clock, person = amending.clock, amending.people[track.person]
    shift = _shift(track, amending)
    end_s = rest.back - 60 * person.max_overtime_minutes_per_day
    if end_s > clock.instant(shift.end):
        _stretch_to(track, amending, end_s)


def _hold_what_happened(track: Track, amending: Amending) -> None:
    """Let a shift end no sooner than the appointments that tell of its past, overtime or not."""
    told = [at(stop.end) for stop in track.stops if stop.kind == "appointment"]
    if track.route is not None and told:
        end_s = max(told)
        if end_s > amending.clock.instant(_shift(track, amending).end):
            _stretch_to(track, amending, end_s)


def _stretch_to(track: Track, amending: Amending, end_s: int) -> None:
    end = wall(amending.clock, end_s)
    _change_shift(track, amending, end=end)
    amending.tell(f"the shift of {track.person} is stretched to {end:%H:%M}")


def _stretch_limits(track: Track, amending: Amending, rest: Rest) -> None:
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
