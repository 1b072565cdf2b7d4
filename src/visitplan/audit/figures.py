"""What a plan amounts to, in counts, seconds and metres that the checker recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.cost.routes import idle_seconds
from visitplan.domain.figures import Figures

if TYPE_CHECKING:
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
    )
