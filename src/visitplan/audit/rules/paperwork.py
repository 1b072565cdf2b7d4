"""R10: paperwork right after each visit, where the policy asks for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.plan import Violation

RULE = "paperwork"
RULES = {
    RULE: "Each visit is followed at once, at the same place, by the paperwork that the policy "
    "asks for, at its length and naming the visit; no other stop is paperwork of a visit."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits without their paperwork, and paperwork without its visit."""
    for tour in case.tours:
        for halt, after in pairwise((*tour.halts, None)):
            if halt is not None and halt.occurrence is not None:
                yield from _followed(case, tour, halt, after)
        yield from _leading(case, tour)


def _due_s(case: Case, halt: Halt | None) -> int:
    if halt is None or halt.occurrence is None:
        return 0
    return 60 * case.request.policy.paperwork_minutes(halt.occurrence.ordered.patient.program)


def _followed(case: Case, tour: Tour, halt: Halt, after: Halt | None) -> Iterator[Violation]:
    due_s = _due_s(case, halt)
    if not due_s:
        return
    if after is None or after.stop.kind != "paperwork" or after.stop.visit != halt.stop.visit:
        message = f"{due_s} s of paperwork are to follow at once"
        yield of_stop(RULE, tour, halt, message, seconds=due_s)
    elif not halt.end == after.arrive == after.start == after.end - due_s:
        length_s, late_s = after.end - after.start, after.start - halt.end
        message = f"lasts {length_s} s from {late_s} s after the visit, due are {due_s} s at once"
        yield of_stop(RULE, tour, after, message, seconds=length_s, due=due_s, late=late_s)


def _leading(case: Case, tour: Tour) -> Iterator[Violation]:
    """Yield paperwork of a visit that does not stand right before it, or needs none."""
    for before, halt in pairwise((None, *tour.halts)):
        if halt is None or halt.stop.kind != "paperwork" or halt.stop.visit is None:
            continue
        named = before is not None and before.stop.visit == halt.stop.visit
        if not named or not _due_s(case, before):
            message = "no visit that this paperwork is due for comes right before"
            yield of_stop(RULE, tour, halt, message)
