"""A small week that is under way, and what must hold after every replanning of it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from grid_world import grid_network

from visitplan.app.sample import make_request
from visitplan.domain.clock import Clock
from visitplan.domain.loading import load_request
from visitplan.planning import Limits, PlanOptions, Replan, check_plan, events_of, make_plan, replan

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan, Route, Stop
    from visitplan.domain.request import PlanRequest

ROUNDS = 60


@cache
def week() -> tuple[PlanRequest, Plan]:
    """Give a sample week of five people on the grid, planned; some wait before they drive."""
    request = make_request(grid_network(), managers=5, visits=40, seed=3)
    plan = make_plan(request, grid_network(), PlanOptions(None, 200))
    routes = tuple(
        route.model_copy(update={"stops": tuple(map(_late_drive, route.stops))})
        if route.stops[0].wait_seconds == 0
        else route
        for route in plan.routes
    )
    plan = plan.model_copy(update={"routes": routes})
    assert check_plan(request, plan, grid_network()).ok
    return request, plan


def _late_drive(stop: Stop) -> Stop:
    """Let whoever would wait at a patient's door drive there later."""
    return stop.model_copy(update={"arrive": stop.start, "wait_seconds": 0})


def instant(request: PlanRequest, now: datetime) -> int:
    return Clock.of(request.horizon.timezone).instant(now)


def left_for(stop: Stop) -> float:
    return stop.arrive.timestamp() - stop.drive_seconds


def wall(moment: datetime) -> datetime:
    """Give the local minute of a moment."""
    return moment.replace(tzinfo=None, second=0)


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def after(
    now: datetime,
    *events: dict[str, Any],
    on: tuple[PlanRequest, Plan] | None = None,
    limits: Limits | None = None,
    rounds: int = ROUNDS,
) -> Replan:
    """Replan the week, or the one given, and hold what holds always."""
    request, plan = week() if on is None else on
    happened = events_of(list(events), "of a test")
    found = replan(
        request, plan, grid_network(), happened, now, PlanOptions(None, rounds), limits=limits
    )
    assert check_plan(found.request, found.plan, grid_network()).ok
    assert load_request(found.request.to_json().encode())[0] == found.request
    keeps_what_is_over(plan, found.plan, instant(request, now), {e.get("visit") for e in events})
    nobody_leaves_before(plan, found.plan, instant(request, now))
    return found


def keeps_what_is_over(before: Plan, plan: Plan, now: int, told: set[str | None]) -> None:
    """Hold every stop that was over byte for byte, and whole days that were."""
    routes = {(r.case_manager, r.leave): r for r in plan.routes}
    for route in before.routes:
        over = [s for s in route.stops if s.end.timestamp() <= now]
        if not over:
            continue
        now_stops = routes[route.case_manager, route.leave].stops
        kept = [s.model_dump_json(by_alias=True) for s in now_stops]
        stood = [s.model_dump_json(by_alias=True) for s in over if s.visit not in told]
        assert [s for s in kept if s in stood] == stood


def nobody_leaves_before(before: Plan, plan: Plan, now: int) -> None:
    """Hold that no drive to a visit that was not under way begins before now."""
    begun = {
        (r.case_manager, s.visit) for r in before.routes for s in r.stops if left_for(s) <= now
    }
    for route in plan.routes:
        for stop in route.stops:
            if stop.kind == "visit" and left_for(stop) < now:
                joint = {(name, stop.visit) for name in (route.case_manager, *stop.with_)}
                assert joint & begun, f"{route.case_manager} left for {stop.visit} before now"


def route_of(plan: Plan, person: str, day: object) -> Route | None:
    found = [r for r in plan.routes if r.case_manager == person and r.date == day]
    return found[0] if found else None


def visits_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Give who makes each visit."""
    made: dict[str, list[str]] = {}
    for route in plan.routes:
        for stop in route.stops:
            if stop.kind == "visit" and stop.visit is not None:
                made.setdefault(stop.visit, []).append(route.case_manager)
    return {visit: tuple(sorted(who)) for visit, who in made.items()}


def document(request: PlanRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.to_json())
    return loaded
