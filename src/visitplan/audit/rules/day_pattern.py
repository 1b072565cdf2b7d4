"""R6: the weekdays of a patient's orders taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit
from visitplan.domain.patients import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.domain.patients import DayPattern
    from visitplan.domain.plan import Violation

RULES = {
    "day_pattern": "A patient's visits keep one of day_patterns, if there are any: those of each "
    "order that any pattern names lie on that order's weekdays in the one kept."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield the visits off the pattern that a patient's visits keep best."""
    for patient in case.request.patients:
        named = sorted({order for pattern in patient.day_patterns for order in pattern})
        visits = [visit for order in named for visit in case.of_order(order)]
        if not visits:
            continue
        off = min((_off(pattern, visits) for pattern in patient.day_patterns), key=len)
        for visit in off:
            message = (
                f"patient {patient.id} keeps none of {len(patient.day_patterns)} day patterns; "
                f"in the nearest this visit does not come on a {WEEKDAYS[visit.day.weekday()]}"
            )
            yield of_visit("day_pattern", visit, message, patterns=len(patient.day_patterns))


def _off(pattern: DayPattern, visits: list[Served]) -> list[Served]:
    return [
        visit
        for visit in visits
        if WEEKDAYS[visit.day.weekday()] not in pattern.get(visit.ordered.order.id, ())
    ]
