"""R9: a plan that is under way changes only what still lies ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop, of_visit, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "now": "A visit starts, and the drive to it begins, at or after the horizon's `now`, if any, "
    "unless `all` fixes it."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits in the past, and drives to visits, that nothing in `fixed` tells of."""
    now = case.now
    if now is None:
        return
    for served in case.served.values():
        if case.stands(served):
            continue
        if served.start < now:
            message = f"starts {wall(case, served.start)}, it is {wall(case, now)} already"
            yield of_visit("now", served, message, seconds=now - served.start)
        for tour, halt in served.attendances:
            begins = halt.drive.stated[0]
            if halt.drive.seconds > 0 and begins < now <= served.start:
                late = f"{wall(case, begins)}, it is {wall(case, now)} already"
                yield of_stop("now", tour, halt, f"drive begins {late}", seconds=now - begins)
