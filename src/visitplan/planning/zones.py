"""Plans whose times are written with other offsets than those of the request's time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.clock import Clock
    from visitplan.domain.plan import Plan, Route


def in_zone(plan: Plan, clock: Clock) -> Plan:
    """Give a plan with all stops and routes in local time; the same plan where they are already.

    Instants and the plan's id stay.
    """
    routes = tuple(_route(route, clock) for route in plan.routes)
    same = all(new is old for new, old in zip(routes, plan.routes, strict=True))
    return plan if same else plan.model_copy(update={"routes": routes})


def _route(route: Route, clock: Clock) -> Route:
    update: dict[str, object] = _moved({"leave": route.leave, "return_": route.return_}, clock)
    stops = []
    for stop in route.stops:
        times = {"arrive": stop.arrive, "start": stop.start, "end": stop.end}
        new = _moved(times, clock)
        stops.append(stop.model_copy(update=new) if new else stop)
    if any(new is not old for new, old in zip(stops, route.stops, strict=True)):
        update["stops"] = tuple(stops)
    return route.model_copy(update=update) if update else route


def _moved(times: dict[str, datetime], clock: Clock) -> dict[str, object]:
    """Give those times whose offset is another one, in local time."""
    local = {name: moment.astimezone(clock.tz) for name, moment in times.items()}
    return {n: t for n, t in local.items() if t.utcoffset() != times[n].utcoffset()}
