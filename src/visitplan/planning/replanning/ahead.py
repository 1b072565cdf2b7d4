"""What lies ahead of a plan under way, for a solver; and whole plans of what a solver gives.

For looking at a plan as it stands at its own `now`: nothing happened, so nothing is amended.
What was done or is under way stays as it is, and only what lies ahead can change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.changes import placed_in
from visitplan.planning.errors import PastDiffersError, StandingVisitError
from visitplan.planning.replanning.amending import Amending
from visitplan.planning.replanning.going_on import standing_of
from visitplan.planning.replanning.remaining import done_visits, remaining
from visitplan.planning.replanning.splicing import joined
from visitplan.planning.replanning.tracks import shift_of, wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitplan.domain.plan import Plan, Route
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.standing import Standing


class Ahead:
    """A plan and what is left to plan of it; a plan that is not under way lies ahead wholly.

    `request` and `standing` are for a solver; `made` names the visits that stand.
    """

    def __init__(self, request: PlanRequest, plan: Plan) -> None:
        self.asked = request
        self.request: PlanRequest = request
        self.standing: Standing | None = None
        self.made: frozenset[str] = frozenset()
        self._amending: Amending | None = None
        now = request.horizon.now
        if now is None:
            return
        self._amending = amending = Amending(request, plan, now, made_now=True)
        known = {visit for visit, _ in request.visits()}
        stand = [(v, t.person, s.start) for v, t, s in amending.made() if v in known]
        done = done_visits(stand)
        days = frozenset(day for day in request.horizon.dates if day >= now.date())
        self.made = frozenset(done)
        self.request = remaining(request, done, days, [r for r in plan.routes if r.date in days])
        self.standing = standing_of(amending, done)

    def refuse_made(self, visit: str) -> None:
        """Refuse to look for places of a visit that stands.

        Raises:
            StandingVisitError: VP4212.
        """
        now = self.asked.horizon.now
        if now is not None and visit in self.made:
            raise StandingVisitError(visit, f"{now:%Y-%m-%dT%H:%M}")

    def refuse_other_past(self) -> None:
        """Refuse a plan that does not make what the request says was made before now.

        Raises:
            PastDiffersError: VP4211.
        """
        amending, now = self._amending, self.asked.horizon.now
        if amending is None or now is None:
            return
        placed = placed_in(amending.plan.routes)
        left_out = {item.visit for item in amending.plan.unassigned}
        for item in self.asked.fixed:
            if item.lock != "all" or item.start >= now or item.visit in left_out:
                continue
            there = placed.get(item.visit)
            start = None if there is None else wall(amending.clock, int(there.start.timestamp()))
            if there is None or (start, set(there.case_managers)) != (
                item.start,
                set(item.case_managers),
            ):
                what = f"it does not make {item.visit!r} as that was made at {item.start}"
                raise PastDiffersError(f"{now:%Y-%m-%dT%H:%M}", what)

    def whole(self, planned: Sequence[Route]) -> tuple[Route, ...]:
        """Put routes that a solver planned ahead behind what stands, and give all in order.

        Shifts that are over keep the plan's own route, and so do those in which everything begins
        as it did. Whoever is at home again is not sent out
        once more, since that takes a word in the request, which only replanning writes.
        """
        amending = self._amending
        return tuple(planned) if amending is None else _in_order(_put_behind(planned, amending))


def _put_behind(planned: Iterable[Route], amending: Amending) -> Iterable[Route]:
    ahead = {}
    for route in planned:
        shift = shift_of(amending.people[route.case_manager], route, amending.clock)
        assert shift is not None
        ahead[route.case_manager, shift.start] = route
    for key, track in amending.tracks.items():
        if key not in ahead:
            if track.route is not None and track.stops:
                yield track.route.model_copy(update={"stops": tuple(track.stops)})
        else:
            new = joined(track, ahead[key]) if track.stops else ahead[key]
            same = track.route is not None and _begins(new) == _begins(track.route)
            yield track.route if track.route is not None and same else new


def _begins(route: Route) -> list[tuple[object, ...]]:
    """Give what is done when; routes that agree differ at most in where people wait."""
    return [(s.kind, s.visit, s.appointment, s.start) for s in route.stops]


def _in_order(routes: Iterable[Route]) -> tuple[Route, ...]:
    return tuple(sorted(routes, key=lambda r: (r.date, r.case_manager, r.leave)))
