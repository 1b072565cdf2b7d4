"""R5: the most visits of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"max_visits": "A person makes at most max_visits_per_day visits a day."}


def check(case: Case) -> Iterator[Violation]:
    """Yield days with too many visits, over both shifts."""
    for _, tours in case.tours_by_day():
        last = tours[-1]
        most = last.member.person.max_visits_per_day if last.member else None
        made = sum(halt.stop.kind == "visit" for tour in tours for halt in tour.halts)
        if most is not None and made > most:
            message = f"{made} visits, at most {most} are allowed"
            yield of_route("max_visits", last, message, visits=made, max_visits=most)
