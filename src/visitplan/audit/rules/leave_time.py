"""A route begins with its first drive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour
    from visitplan.domain.plan import Violation

RULES = {"leave_time": "A route leaves when its first drive begins."}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes whose `leave` is not the beginning of the first drive."""
    for tour in case.tours:
        begins = _begin(tour)
        if tour.leave != begins:
            message = f"leaves at {wall(case, tour.leave)}, drives from {wall(case, begins)}"
            yield of_route("leave_time", tour, message, seconds=tour.leave - begins)


def _begin(tour: Tour) -> int:
    """Give the first drive's beginning; the drive may come after stops at the start."""
    begins = []
    for halt in tour.halts:
        begins.append(halt.drive.stated[0])
        if not halt.anywhere:
            break
    return min(begins, default=tour.home.stated[0])
