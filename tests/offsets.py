"""The same plan, told in the times of another zone."""

from __future__ import annotations

from datetime import UTC, timezone

from visitplan.domain.plan import Plan


def elsewhere(plan: Plan, zone: timezone = UTC) -> Plan:
    """Give a plan that means the same minutes by other offsets."""
    routes = []
    for route in plan.routes:
        stops = tuple(
            stop.model_copy(
                update={n: getattr(stop, n).astimezone(zone) for n in ("arrive", "start", "end")}
            )
            for stop in route.stops
        )
        ends = {n: getattr(route, n).astimezone(zone) for n in ("leave", "return_")}
        routes.append(route.model_copy(update={"stops": stops, **ends}))
    return plan.model_copy(update={"routes": tuple(routes)})
