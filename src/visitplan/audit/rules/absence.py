"""R2: nobody works during an absence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"absence": "No drive and no stop overlaps an absence."}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops and drives during an absence."""
    for tour in case.tours:
        if tour.member is None:
            continue
        for halt in tour.halts:
            if tour.member.is_absent(halt.stay):
                yield of_stop("absence", tour, halt, "lies in an absence")
            elif tour.member.is_absent(halt.drive.stated):
                yield of_stop("absence", tour, halt, "the drive there lies in an absence")
        if tour.member.is_absent(tour.home.stated):
            yield of_route("absence", tour, "the last drive lies in an absence")
