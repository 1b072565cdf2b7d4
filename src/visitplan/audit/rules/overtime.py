"""R2: routes end by the shift's end and the allowed overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "overtime": "The time past the ends of a day's shifts is at most max_overtime_minutes_per_day."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield days with more overtime than allowed."""
    for _, tours in case.tours_by_day():
        last = tours[-1]
        if last.member is None:
            continue
        seconds = sum(tour.overtime_seconds for tour in tours)
        allowed = 60 * last.member.person.max_overtime_minutes_per_day
        if seconds > allowed:
            message = f"{seconds} s past the shift's end, {allowed} s are allowed"
            yield of_route("overtime", last, message, seconds=seconds, allowed=allowed)
