"""R14: parking and walking take their time at each new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "arrival": "A visit at another place than the person was before starts at the earliest "
    "arrival_minutes after the drive there; its stop states these seconds, all others none."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that start before the person is at the door, and other seconds stated."""
    for tour in case.tours:
        for halt in tour.halts:
            stated, due = halt.stop.arrival_seconds, halt.arrival_s
            if stated != due:
                message = f"{stated} s of arriving stated, {due} s recomputed"
                yield of_stop("arrival", tour, halt, message, stated=stated, recomputed=due)
            elif due and halt.arrive <= halt.start < halt.arrive + due:
                left = halt.start - halt.arrive
                message = f"starts {left} s after the drive, arriving takes {due} s"
                yield of_stop("arrival", tour, halt, message, seconds=left, due=due)
