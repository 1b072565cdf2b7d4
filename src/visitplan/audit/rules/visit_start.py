"""Visits start on whole minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"visit_start": "A visit starts on a whole minute."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that start between two minutes."""
    for tour in case.tours:
        for halt in tour.halts:
            if halt.stop.kind == "visit" and halt.start % 60:
                message = f"starts {halt.start % 60} s past the minute"
                yield of_stop("visit_start", tour, halt, message, seconds=halt.start % 60)
