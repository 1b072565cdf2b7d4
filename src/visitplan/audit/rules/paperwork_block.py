"""R10: the day's block of paperwork, where the policy has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop
from visitplan.audit.pauses import blocks_of, due_blocks, misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULE = "paperwork_block"
RULES = {
    RULE: "A route that spans all of the paperwork block's earliest to latest start has it once, "
    "started in between and at least as long as its minutes; no other route has one. Once `now` is "
    "set, one begun before it is right wherever the route ends, and none is missing whose latest "
    "start is past."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes whose block of paperwork is missing, mistimed or not due."""
    for tour in case.tours:
        if tour.member is None:
            continue
        due, taken = due_blocks(case, tour), blocks_of(tour)
        for found in misfits(case, tour, due, taken, "block of paperwork"):
            if found.halt is None:
                yield of_route(RULE, tour, found.message, **found.numbers)
            else:
                yield of_stop(RULE, tour, found.halt, found.message, **found.numbers)
