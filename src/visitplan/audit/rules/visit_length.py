"""A visit lasts as long as ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"visit_length": "A visit lasts exactly the minutes that its order asks for."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that are too short or too long."""
    for tour in case.tours:
        for halt in tour.halts:
            if halt.occurrence is None:
                continue
            ordered_s = halt.occurrence.ordered.order.minutes * 60
            length_s = halt.end - halt.start
            if length_s != ordered_s:
                message = f"lasts {length_s} s, ordered are {ordered_s} s"
                yield of_stop(
                    "visit_length", tour, halt, message, seconds=length_s, ordered=ordered_s
                )
