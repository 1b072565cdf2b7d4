"""Term by route: mentors who drive without their trainees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.riding import trainees_of

if TYPE_CHECKING:
    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour


def ride_along(case: Case) -> int:
    """Price each trainee at work that day who is not on a route of the mentor with a visit."""
    missed = sum(_left_behind(case, tour) for tour in case.tours)
    return case.request.policy.weights.ride_along * missed


def _left_behind(case: Case, tour: Tour) -> int:
    if not any(halt.stop.kind == "visit" for halt in tour.halts):
        return 0
    return sum(
        bool(trainee.shifts.get(tour.route.date)) and name not in tour.route.riders
        for name, trainee in trainees_of(case, tour).items()
    )
