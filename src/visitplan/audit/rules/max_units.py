"""R5: the most billing units of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"max_units": "The units of a person's visits of a day are at most max_units_per_day."}


def check(case: Case) -> Iterator[Violation]:
    """Yield days with too many units, over both shifts; a visit for two counts for both."""
    for _, tours in case.tours_by_day():
        last = tours[-1]
        most = last.member.person.max_units_per_day if last.member else None
        visits = (halt.occurrence for tour in tours for halt in tour.halts)
        units = sum(visit.ordered.order.units for visit in visits if visit is not None)
        if most is not None and units > most:
            message = f"{units} units, at most {most} are allowed"
            yield of_route("max_units", last, message, units=units, max_units=most)
