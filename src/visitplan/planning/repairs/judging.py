"""Whether changed routes under a changed request are a right plan that serves a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit import audit, places_of
from visitplan.domain.clock import Clock
from visitplan.domain.plan import Repair
from visitplan.matrix import travel_times
from visitplan.planning.changes import changes, left_out, placed_visits
from visitplan.planning.repairs.bends import MOST_CHANGES, Bend, Outcome
from visitplan.planning.repairs.opening import OpenAhead
from visitplan.planning.repairs.pointers import changed
from visitplan.planning.replanning.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from visitplan.audit import Audit
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.placing import Change, Placed
    from visitplan.domain.plan import Plan, Route
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan.network import RoadNetwork
    from visitplan.planning.plugins import OpenPlan, Repairing

A_MOVE_S = 15 * 60
"""Seconds by which a start may move at no price, as in the term `stability`."""


class Judge:
    """Tries bends on one plan, and lets the checker decide on each whole plan that comes of it.

    `work` counts how often a plan was opened or checked, which is what takes time.
    """

    def __init__(
        self, request: PlanRequest, plan: Plan, network: RoadNetwork, solver: Repairing
    ) -> None:
        self.request = request
        self.plan = plan
        self._network = network
        self._solver = solver
        self._travels: dict[tuple[Coordinates, ...], TravelTimes] = {}
        self.work = 0
        self.before = self.audit(request, plan)
        self._placed = placed_visits(plan)
        self.open = self.opened(request, plan.routes)

    @property
    def violations(self) -> int:
        """Count the rules that the plan itself breaks, its stated cost aside."""
        found = self.before.violations
        return sum(not violation.rule.startswith("cost_") for violation in found)

    @property
    def is_right(self) -> bool:
        """Tell whether the plan itself keeps every rule: else no change of it can be checked."""
        return self.violations == 0

    def opened(self, request: PlanRequest, routes: Sequence[Route]) -> OpenPlan:
        """Open routes under a request; what stands of a plan under way stays in all of them."""
        self.work += 1
        places, names = self._solver.places(request)
        ahead = Ahead(request, self.plan)
        opened = self._solver.open_plan(
            ahead.request, self._between(places, names), routes, standing=ahead.standing
        )
        return OpenAhead(opened, ahead)

    def audit(self, request: PlanRequest, plan: Plan) -> Audit:
        """Check a plan, whatever its request."""
        self.work += 1
        places = places_of(request)
        return audit(request, plan, self._between(places.coordinates, places.names))

    def _between(self, places: Sequence[Coordinates], names: Sequence[str]) -> TravelTimes:
        """Give travel times, computed once for the same places."""
        key = tuple(places)
        if key not in self._travels:
            speeds = self.plan.network.speeds
            self._travels[key] = travel_times(self._network, key, speeds=speeds, names=names)
        return self._travels[key]

    def tried(self, visit: str, bend: Bend, opened: OpenPlan | None = None) -> Repair | None:
        """Put a visit in under a changed request; None where it has no room or breaks a rule.

        The plan may be `opened` already under a request that bends more than this.
        """
        request = changed(self.request, bend.changes)
        if opened is None:
            opened = self.opened(request, self.plan.routes)
        routes = opened.put_in([visit], bend.people or None)
        return None if routes is None else self.repair(visit, bend, request, routes)

    def narrowed(self, visit: str, bend: Bend, opened: OpenPlan | None = None) -> Bend | None:
        """Give the least of a bend that leaves a visit the place which the whole of it gives it."""
        if bend.narrow is None:
            return bend
        if opened is None:
            opened = self.opened(changed(self.request, bend.changes), self.plan.routes)
        routes = opened.put_in([visit], bend.people or None)
        if routes is None:
            return None
        outcome = Outcome(placed_visits(self.plan.model_copy(update={"routes": routes})))
        least = bend.narrow(outcome) if visit in outcome.visits else None
        return least if least is not None and len(least.changes) <= MOST_CHANGES else None

    def repair(
        self, visit: str, bend: Bend, request: PlanRequest, routes: Sequence[Route]
    ) -> Repair | None:
        """Give the repair that a bend and its routes are; None where the checker refuses it.

        Every visit that was served must still be.
        """
        then = self._then(request, kept_times(self.plan, routes))
        placed = placed_visits(then)
        if visit not in placed or not self._placed.keys() <= placed.keys():
            return None
        found = self.audit(request, then)
        if any(not violation.rule.startswith("cost_") for violation in found.violations):
            return None
        clock = Clock.of(request.horizon.timezone)
        others = tuple(c for c in changes(self.plan, then, clock) if c.visit != visit)
        return Repair(
            kind=bend.kind,
            visit=visit,
            message=f"{bend.text}: {_told(placed[visit], visit)}",
            changes=bend.changes,
            price=bend.price + sum(self._moves(others)),
            cost=found.cost.less(self.before.cost),
            place=placed[visit],
            others=others,
        )

    def _then(self, request: PlanRequest, routes: Sequence[Route]) -> Plan:
        update = {
            "routes": tuple(routes),
            "unassigned": left_out(request, routes),
            "bound": None,
            "request_sha256": request.sha256(),
        }
        return self.plan.model_copy(update=update)

    def _moves(self, others: Sequence[Change]) -> Iterator[int]:
        """Price the visits that move, as if each had been promised; new numbers cost nothing."""
        weights = self.request.policy.weights
        known = {(v.rpartition("#")[0], _where(p)) for v, p in self._placed.items()}
        for other in others:
            old, new = other.before, other.after
            order = other.visit.rpartition("#")[0]
            if old is None or new is None or (order, _where(new)) in known:
                continue
            if "people" in other.kinds:
                yield weights.stability_staff
            if "day" in other.kinds:
                yield weights.stability_day
            elif abs((new.start - old.start).total_seconds()) > A_MOVE_S:
                yield weights.stability_time


def kept_times(plan: Plan, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Give routes, those of them with the same stops as in the plan at the plan's own times."""
    known = {_sequence(route): route for route in plan.routes}
    return tuple(known.get(_sequence(route), route) for route in routes)


def _sequence(route: Route) -> tuple[object, ...]:
    """Give who drives when to which visits and appointments.

    Breaks and paperwork follow from these: where they lie between them is a matter of times.
    """
    named = (s for s in route.stops if s.kind in {"visit", "appointment"})
    return route.case_manager, route.date, *(s.visit or s.appointment for s in named)


def _where(placed: Placed) -> tuple[datetime, tuple[str, ...]]:
    return placed.start, placed.case_managers


def _told(placed: Placed, visit: str) -> str:
    who = " and ".join(placed.case_managers)
    come = "comes" if len(placed.case_managers) == 1 else "come"
    return f"{who} then {come} for {visit} on {placed.start:%a %d %b at %H:%M}"
