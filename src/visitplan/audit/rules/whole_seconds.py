"""Times of a plan are whole seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"whole_seconds": "Every time of a route is a whole second."}


def check(case: Case) -> Iterator[Violation]:
    """Yield times with fractions, which nothing else would see."""
    for tour in case.tours:
        if tour.route.leave.microsecond or tour.route.return_.microsecond:
            yield of_route("whole_seconds", tour, "leave or return has a fraction of a second")
        for halt in tour.halts:
            stop = halt.stop
            if stop.arrive.microsecond or stop.start.microsecond or stop.end.microsecond:
                message = "arrive, start or end has a fraction of a second"
                yield of_stop("whole_seconds", tour, halt, message)
