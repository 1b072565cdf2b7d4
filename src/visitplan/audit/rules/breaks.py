"""R2: breaks are taken where they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop
from visitplan.audit.pauses import breaks_of, due_breaks, misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "break_missing": "A route that spans all of a break's earliest to latest start has the break.",
    "break_time": "A break starts between its earliest and latest start and lasts at least "
    "its minutes.",
    "break_unexpected": "A route has no break stop beyond those due.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes without a due break, with a mistimed one, or with one too many."""
    for tour in case.tours:
        if tour.member is None:
            continue
        for found in misfits(case, tour, due_breaks(case, tour), breaks_of(tour), "break"):
            rule = f"break_{found.kind}"
            if found.halt is None:
                yield of_route(rule, tour, found.message, **found.numbers)
            else:
                yield of_stop(rule, tour, found.halt, found.message, **found.numbers)
