"""Solving small requests on the street of `builders`; every plan is checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from builders import BLOCK_METERS, BLOCK_SECONDS, plan_of
from builders import street as checkers_street

from visitplan.audit import audit
from visitplan.domain.plan import Plan, Route, Stop
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.places import places
from visitplan_solvers.weekly import WeeklySolver

ANCHORS = ((0, 0), (8 * 3600, 1), (9 * 3600, 1), (10 * 3600, 0), (16 * 3600, 2), (17 * 3600, 0))
"""Seconds of the day and metric: a slow morning, a slower evening."""
PERCENT = (100, 125, 140)


def street(request: PlanRequest, *, by_hour: bool = False) -> TravelTimes:
    """Give the travel times between the solver's places of a request."""
    return _along([place.lon for place in places(request)[0]], by_hour=by_hour)


def checked_street(request: PlanRequest, *, by_hour: bool = False) -> TravelTimes:
    """Give the same between the checker's places."""
    free = checkers_street(request)
    return _timed(free.seconds[0], free.meters, by_hour=by_hour)


def _along(lons: list[float], *, by_hour: bool) -> TravelTimes:
    at = np.array(lons)
    blocks = np.rint(np.abs(at[:, None] - at[None, :]) * 100).astype(np.int32)
    return _timed(blocks * BLOCK_SECONDS, blocks * BLOCK_METERS, by_hour=by_hour)


def _timed(
    seconds: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    meters: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    *,
    by_hour: bool,
) -> TravelTimes:
    percent = PERCENT if by_hour else PERCENT[:1]
    table = np.stack([seconds * p // 100 for p in percent]).astype(np.int32)
    anchors = np.array(ANCHORS if by_hour else ANCHORS[:1], np.int32)
    parts = table, meters, anchors[:, 0].copy(), anchors[:, 1].copy()
    for part in parts:
        part.setflags(write=False)  # as real ones are, and what the kernel is compiled for
    return TravelTimes(*parts, "daypart" if by_hour else "free_flow")


def solved(
    request: PlanRequest, *, rounds: int = 200, seed: int = 1, by_hour: bool = False
) -> Plan:
    """Give the solver's plan once the checker has passed it and confirmed its cost."""
    travel = street(request, by_hour=by_hour)
    solution = WeeklySolver().solve(request, travel, seed=seed, stop=Budget(None, rounds))
    plan = plan_of(request, list(solution.routes), *(entry.visit for entry in solution.unassigned))
    plan = plan.model_copy(update={"unassigned": solution.unassigned})
    verdict = audit(request, plan, checked_street(request, by_hour=by_hour))
    found = [v for v in verdict.violations if not v.rule.startswith(("cost_", "speeds"))]
    assert found == []
    assert verdict.cost.total == solution.cost
    assert all(entry.blockers for entry in solution.unassigned)
    return plan.model_copy(update={"cost": verdict.cost})


def stops_of(plan: Plan, *, kind: str = "visit", name: str | None = None) -> list[tuple[str, Stop]]:
    """Give the stops of a kind with the people who make them, in the routes' order."""
    return [
        (route.case_manager, stop)
        for route, stop in _all_stops(plan)
        if stop.kind == kind and name in {None, stop.visit, stop.appointment}
    ]


def _all_stops(plan: Plan) -> Iterator[tuple[Route, Stop]]:
    return ((route, stop) for route in plan.routes for stop in route.stops)


def only_stop(plan: Plan, name: str, *, kind: str = "visit") -> tuple[str, Stop]:
    """Give the one stop of a visit or appointment, and who makes it."""
    ((who, stop),) = stops_of(plan, kind=kind, name=name)
    return who, stop


def wall(stop: Stop) -> str:
    """Give the local time at which a stop starts."""
    return stop.start.strftime("%H:%M")


def days_of(plan: Plan, order: str) -> list[date]:
    """Give the days on which an order is served."""
    found = stops_of(plan)
    return sorted({s.start.date() for _, s in found if s.visit and s.visit.split("#")[0] == order})


def left_out(plan: Plan) -> dict[str, set[str]]:
    """Give the codes of the blockers of each visit left out."""
    return {x.visit: {blocker.code for blocker in x.blockers} for x in plan.unassigned}
