"""From a request and a plan's routes to a proven bound."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.plan import Bound
from visitplan.domain.solving import Progress

if TYPE_CHECKING:
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress, Solution, Stop
    from visitplan.matrix import TravelTimes

METHOD = "column generation"


def lower_bound(
    request: PlanRequest,
    travel: TravelTimes,
    *,
    incumbent: Solution,
    stop: Stop,
    progress: OnProgress | None = None,
) -> Bound | None:
    """Prove a cost that no plan goes below.

    The best proof so far is given when `stop` says so or memory runs out; None
    where there is none yet, or where the proof does not know the request's times.
    """
    if not _knows_times_of(request):
        return None
    from visitplan_solvers.bound.generation import Generation
    from visitplan_solvers.bound.known import known_routes
    from visitplan_solvers.bound.week import week_of

    week = week_of(request, travel)
    with Generation(week, stop) as search:

        def tell() -> None:
            if progress is not None:
                left_out = len(incumbent.unassigned)
                fraction = min(1.0, stop.done(search.iterations))
                phase = f"bound {search.value():,}" if search.proven else "bound: first prices"
                progress(Progress(search.iterations, incumbent.cost, left_out, fraction, phase))

        try:
            search.start(incumbent.cost, known_routes(week, incumbent.routes))
            search.run(tell)
        except MemoryError:
            pass
        if not search.proven:
            return None
        # A relaxation can never cost more than a plan; no cost is below 0.
        return Bound.of(max(0, search.value()), incumbent.cost, METHOD)


def _knows_times_of(request: PlanRequest) -> bool:
    """Tell whether the proof knows all that a route's times depend on.

    Visits start on whole minutes, nobody may come back after midnight, no time goes by between
    an arrival and a visit.
    """
    if request.policy.start_step_seconds % 60 or request.policy.arrival_minutes:
        return False
    return all(
        shift.end + timedelta(minutes=person.max_overtime_minutes_per_day) <= _midnight(shift.start)
        for person in request.case_managers
        for shift in person.shifts
    )


def _midnight(start: datetime) -> datetime:
    """Give the end of the day of a local wall time."""
    return datetime.combine(start.date(), time.min) + timedelta(days=1)
