"""What cannot work in a request, from demands to documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.conflict import Conflict, Conflicts
from visitplan_solvers.refute.demands import demands_of
from visitplan_solvers.refute.effort import Effort
from visitplan_solvers.refute.search import conflicts
from visitplan_solvers.refute.single import single_conflict
from visitplan_solvers.refute.week import past_midnight, week_of
from visitplan_solvers.refute.wording import conflict_of

if TYPE_CHECKING:
    from visitplan.domain.conflict import Asked
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes


def refute(request: PlanRequest, travel: TravelTimes, *, asked: Asked, seconds: float) -> Conflicts:
    """Find sets of demands that no plan meets together; see docs/deep-validation.md."""
    effort = Effort(seconds)
    week = week_of(request, travel)
    demands = demands_of(week, asked)
    told: list[Conflict] = []
    # What happened binds facts and not rules: a week under way is nothing to prove about.
    complete = past_midnight(week) is None and request.horizon.now is None
    if complete:
        effort.left_s()  # the seconds begin here
        found = conflicts(week, demands, effort)
        complete = found.complete
        told += [single_conflict(week, one) for one in found.single]
        told += [conflict_of(week, core, effort) for core in found.cores]
    verdict = "conflicts" if told else "none_found" if complete else "not_proven"
    return Conflicts(
        request_sha256=request.sha256(),
        asked=asked,
        verdict=verdict,
        demands=len(demands),
        complete=complete,
        conflicts=tuple(told),
    )
