"""R2: nobody in orientation makes a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"orientation": "Nobody makes a visit up to the last day of orientation."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits by people in orientation."""
    for served in case.served.values():
        for tour, halt in served.attendances:
            if tour.member and tour.member.in_orientation(halt.day):
                until = str(tour.member.person.orientation_until)
                message = f"in orientation until {until}"
                yield of_stop("orientation", tour, halt, message, until=until)
