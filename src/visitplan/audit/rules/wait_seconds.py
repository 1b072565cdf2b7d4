"""Stated waits follow from arrival and start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"wait_seconds": "A stop's wait is its start less its arrival and the seconds of arriving."}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops whose stated wait is another."""
    for tour in case.tours:
        for halt in tour.halts:
            # A start before the person is at the door is the matter of the rule `arrival`.
            arriving = min(halt.arrival_s, max(0, halt.start - halt.arrive))
            stated, due = halt.stop.wait_seconds, halt.start - halt.arrive - arriving
            if stated != due:
                message = f"wait of {stated} s stated, {due} s recomputed"
                yield of_stop("wait_seconds", tour, halt, message, stated=stated, recomputed=due)
