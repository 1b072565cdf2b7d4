"""Why one visit does not fit a shift although nothing else is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.refute.cells import fitting
from visitplan_solvers.refute.roads import FAR
from visitplan_solvers.refute.spoken import clock_text, day_text, span_text

if TYPE_CHECKING:
    from visitplan_solvers.compiled.starts import Spans
    from visitplan_solvers.refute.week import Week


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a visit out of a shift, and by how many seconds, FAR where none would help."""

    span: int
    field: str
    """Field of the case manager that would have to change."""
    text: str
    short_s: int


def obstacle(week: Week, o: int, s: int, starts: Spans) -> Obstacle | None:
    """Give why one visit of an order does not fit a shift, all others left out."""
    if fitting(week, o, s, starts):
        return None
    span = week.spans[s]
    who = week.request.case_managers[span.person]
    order = week.orders[o].order
    place = week.place(o, span.person)
    there = int(week.roads.there[span.person, place])
    back = int(week.roads.back[span.person, place])
    on = day_text(week.request.horizon.dates[span.day])
    if who.max_visits_per_day == 0:
        return Obstacle(s, "max_visits_per_day", f"{who.id} makes no visits", FAR)
    if who.max_units_per_day is not None and order.units > who.max_units_per_day:
        text = f"{who.id} has {who.max_units_per_day} units a day, a visit takes {order.units}"
        return Obstacle(s, "max_units_per_day", text, FAR)
    if there + back >= FAR:
        text = f"no way of legs up to {who.max_drive_minutes_per_leg} min leads {who.id} there"
        return Obstacle(s, "max_drive_minutes_per_leg", f"{text} and home", FAR)
    both = f"{who.id} drives at least {span_text(there + back)} there and home"
    most = who.max_drive_minutes_per_day
    if most is not None and there + back > 60 * most:
        text = f"{both}, more than the {span_text(60 * most)} allowed a day"
        return Obstacle(s, "max_drive_minutes_per_day", text, there + back - 60 * most)
    whole = there + week.orders[o].service_s + back
    most = who.max_work_minutes_per_day
    if most is not None and whole > 60 * most:
        text = f"{both}, with the visit {span_text(whole)}; {span_text(60 * most)} of work allowed"
        return Obstacle(s, "max_work_minutes_per_day", text, whole - 60 * most)
    length = span.latest_return - span.start
    if whole > length:
        text = f"{both}, with the visit {span_text(whole)}; the shift of {on} has "
        return Obstacle(s, "shifts", text + span_text(length), whole - length)
    first, last = span.start + there, span.latest_return - back - week.orders[o].service_s
    hours = " or ".join(_between(clock_text(week, a), clock_text(week, b)) for a, b in starts[:3])
    own = _between(clock_text(week, first), clock_text(week, last))
    text = f"{who.id} can start there on {on} {own}"
    apart = min((max(first - b, a - last) for a, b in starts), default=0)
    if apart > 0:
        return Obstacle(s, "shifts", f"{text}, the visit may start {hours}", apart)
    text += f" around absences and appointments, the visit may start {hours}"
    return Obstacle(s, "shifts", text, 0)


def _between(first: str, last: str) -> str:
    return f"at {first}" if first == last else f"from {first} to {last}"
