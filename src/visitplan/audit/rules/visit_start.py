"""Visits start on the grid of the policy, whole minutes unless it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "visit_start": "A visit starts on a whole multiple of the policy's start_step_seconds, "
    "counted from the hour: on a whole minute by default."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that start between two steps."""
    step = case.request.policy.start_step_seconds
    for tour in case.tours:
        for halt in tour.halts:
            if halt.stop.kind == "visit" and halt.start % step:
                past = halt.start % step
                message = f"starts {past} s past a whole multiple of {step} s"
                yield of_stop("visit_start", tour, halt, message, seconds=past)
