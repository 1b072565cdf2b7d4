"""A route ends with the drive from its last stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"return_time": "The last drive of a route begins at or after the last stop's end."}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes that are back too early for their last stop and drive."""
    for tour in case.tours:
        ends = max((halt.end for halt in tour.halts), default=tour.leave)
        begins = tour.home.stated[0]
        if begins < ends:
            message = f"the last drive begins {wall(case, begins)}, before {wall(case, ends)}"
            yield of_route("return_time", tour, message, seconds=ends - begins)
