"""What a plan amounts to, in counts, seconds and metres that the checker recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.aftercare import first_deadlines, in_horizon, runs_on, second_deadlines
from visitplan.audit.cost.fairness import balances
from visitplan.audit.cost.routes import idle_seconds
from visitplan.domain.figures import Figures, FollowUp, FollowUpCount, OpenFollowUp
from visitplan.domain.mileage import mileage_cents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.audit.aftercare import Deadline
    from visitplan.audit.case import Case


def figures_of(case: Case) -> Figures:
    """Count visits, people and patients; sum driving, idle time and overtime."""
    served = case.served.values()
    seen: dict[str, set[str]] = {}
    for visit in served:
        seen.setdefault(visit.ordered.patient.id, set()).update(visit.people)
    with_primary = [v for v in served if v.ordered.patient.primary is not None]
    return Figures(
        visits_asked=len(case.occurrences),
        visits_served=len(served),
        routes=len(case.tours),
        case_managers=len({tour.key[0] for tour in case.tours}),
        drive_seconds=sum(tour.drive_seconds for tour in case.tours),
        drive_meters=sum(tour.drive_meters for tour in case.tours),
        idle_seconds=sum(idle_seconds(case, tour) for tour in case.tours),
        overtime_seconds=sum(tour.overtime_seconds for tour in case.tours),
        patients_served=len(seen),
        patients_with_one_person=sum(len(people) == 1 for people in seen.values()),
        visits_with_a_primary=len(with_primary),
        visits_by_the_primary=sum(v.ordered.patient.primary in v.people for v in with_primary),
        paperwork_seconds=sum(
            max(0, halt.end - halt.start)
            for tour in case.tours
            for halt in tour.halts
            if halt.stop.kind == "paperwork"
        ),
        arrival_seconds=sum(tour.arrival_seconds for tour in case.tours),
        mileage_cents=mileage_cents((tour.route.date, tour.drive_meters) for tour in case.tours),
        follow_up=_follow_up(case),
        balance_minutes=balances(case),
    )


def _follow_up(case: Case) -> FollowUp | None:
    """Forecast the visits after discharges; None where the policy has no clock."""
    if case.request.policy.discharge_clock is None:
        return None
    first, second = list(first_deadlines(case)), list(second_deadlines(case))
    return FollowUp(
        first=_count(due for due in first if in_horizon(case, due)),
        second=_count(due for due in second if in_horizon(case, due)),
        open=OpenFollowUp(
            first=_count(due for due in first if runs_on(case, due)),
            second=_count(due for due in second if runs_on(case, due)),
        ),
    )


def _count(deadlines: Iterable[Deadline]) -> FollowUpCount:
    lacking = [deadline.lacking for deadline in deadlines]
    met = lacking.count(0)
    rate = round(met / len(lacking), 4) if lacking else None
    return FollowUpCount(due=len(lacking), met=met, rate=rate)
