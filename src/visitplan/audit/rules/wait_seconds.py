"""Stated waits follow from arrival and start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"wait_seconds": "A stop's wait is its start less its arrival."}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops whose stated wait is another."""
    for tour in case.tours:
        for halt in tour.halts:
            stated, due = halt.stop.wait_seconds, halt.start - halt.arrive
            if stated != due:
                message = f"wait of {stated} s stated, {due} s recomputed"
                yield of_stop("wait_seconds", tour, halt, message, stated=stated, recomputed=due)
