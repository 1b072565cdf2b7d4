"""R2: the longest working time of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route
from visitplan.audit.spans import covered_s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour
    from visitplan.domain.plan import Violation

RULES = {
    "max_work": "A day's routes, from leaving to return less the absences inside, last at most "
    "max_work_minutes_per_day."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield days of too much work, over both shifts."""
    for _, tours in case.tours_by_day():
        last = tours[-1]
        minutes = last.member.person.max_work_minutes_per_day if last.member else None
        seconds = sum(map(_work_s, tours))
        if minutes is not None and seconds > 60 * minutes:
            message = f"{seconds} s of work, at most {60 * minutes} s are allowed"
            yield of_route("max_work", last, message, seconds=seconds, allowed=60 * minutes)


def _work_s(tour: Tour) -> int:
    absences = tour.member.absences if tour.member else ()
    return tour.back - tour.leave - covered_s((tour.leave, tour.back), absences)
