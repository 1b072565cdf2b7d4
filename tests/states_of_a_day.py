"""Every state in which a person of the small week can be when something happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from under_way import left_for, text, wall, week

from visitplan.domain.plan import Route, Stop
from visitplan.domain.request import PlanRequest

MINUTE = timedelta(minutes=1)
Moment = tuple[Route, datetime]


def solo(route: Route) -> list[Stop]:
    """Give the visits of a route that one person makes."""
    return [s for s in route.stops if s.kind == "visit" and not s.with_]


def first_visits() -> Iterator[tuple[Route, Stop]]:
    for route in week()[1].routes:
        if route.stops[0].kind == "visit" and not route.stops[0].with_:
            yield route, route.stops[0]


def not_left() -> Moment:
    route, _ = next(first_visits())
    return route, wall(route.leave) - 30 * MINUTE


def driving() -> Moment:
    route, stop = next((r, s) for r, s in first_visits() if s.drive_seconds > 180)
    return route, wall(stop.arrive) - MINUTE


def at_a_visit() -> Moment:
    route, stop = next(first_visits())
    return route, wall(stop.start) + 5 * MINUTE


def waiting() -> Moment:
    for route in week()[1].routes:
        for before, stop in pairwise(route.stops):
            idle = left_for(stop) - before.end.timestamp()
            if stop.kind == "visit" and not stop.with_ and before.kind != "break" and idle > 300:
                return route, wall(before.end) + 2 * MINUTE
    raise AssertionError("nobody waits in this week")


def on_a_break() -> Moment:
    route, stop = next((r, s) for r in week()[1].routes for s in r.stops[:-1] if s.kind == "break")
    return route, wall(stop.start) + 5 * MINUTE


def at_an_appointment() -> Moment:
    route, stop = next(
        (r, s) for r in week()[1].routes for s in r.stops[:-1] if s.kind == "appointment"
    )
    return route, wall(stop.start) + 5 * MINUTE


def driving_home() -> Moment:
    route = next(r for r in week()[1].routes if r.return_drive_seconds > 240)
    return route, wall(route.return_) - 2 * MINUTE


def at_home_again() -> Moment:
    request, plan = week()
    ends = {(p.id, s.start.date()): s.end for p in request.case_managers for s in p.shifts}
    for route in plan.routes:
        now = wall(route.return_) + 10 * MINUTE
        visits = any(s.kind == "visit" for s in route.stops)
        if visits and now + timedelta(hours=2) < ends[route.case_manager, route.date]:
            return route, now
    raise AssertionError("nobody is home early in this week")


STATES = (
    not_left,
    driving,
    at_a_visit,
    waiting,
    on_a_break,
    at_an_appointment,
    driving_home,
    at_home_again,
)


def a_crisis(request: PlanRequest, now: datetime) -> dict[str, object]:
    codes = sorted({c.code for p in request.case_managers for c in p.credentials})
    return {
        "kind": "crisis",
        "patient": request.patients[0].id,
        "minutes": 20,
        "staff": [{"any_of": codes}],
        "by": text(now + timedelta(hours=30)),
    }
