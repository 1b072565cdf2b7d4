"""R13: who rides along is a trainee of the mentor who drives, and at work all the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route
from visitplan.audit.riding import may_ride, trainees_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour
    from visitplan.domain.plan import Violation

RULES = {
    "rider": "Each rider of a route is once named, in orientation on that day with the route's "
    "case manager as mentor, and at work, absences aside, from leaving to return."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield riders who are no trainees, are not at work all the way, or are named twice."""
    for tour in case.tours:
        riders = tour.route.riders
        for position, rider in enumerate(riders):
            wrong = _wrong(case, tour, rider, riders[:position])
            if wrong:
                yield of_route("rider", tour, f"rider {rider} {wrong}", rider=rider)


def _wrong(case: Case, tour: Tour, rider: str, named: tuple[str, ...]) -> str:
    if rider in named:
        return "is named twice"
    trainee = trainees_of(case, tour).get(rider)
    if trainee is None:
        return "is no trainee of this case manager on this day"
    return "" if may_ride(trainee, tour) else "is not at work from leaving to return"
