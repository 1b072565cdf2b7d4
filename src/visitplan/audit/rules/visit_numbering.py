"""Occurrences of an order are numbered in time order."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.audit.orders import Occurrence, Ordered
    from visitplan.domain.plan import Violation

RULES = {
    "visit_numbering": "An order's served visits are numbered in time order; unserved ones have "
    "the highest numbers of those that no number in `fixed` parts. Once `now` is set, a visit in "
    "`fixed` keeps its number wherever it lies, and the rule is about the others."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits whose number is out of order."""
    for order, ordered in case.orders.items():
        served = case.of_order(order)
        if case.now is not None:
            served = tuple(visit for visit in served if visit.occurrence.fixed is None)
        yield from _out_of_order(served)
        for run in _free_runs(case, ordered):
            yield from _after_unserved(case, run)


def _out_of_order(served: tuple[Served, ...]) -> Iterator[Violation]:
    for before, after in pairwise(served):
        if before.occurrence.number > after.occurrence.number:
            message = f"lies after {before.occurrence.id} of {before.day}"
            yield of_visit("visit_numbering", after, message, before=before.occurrence.id)


def _free_runs(case: Case, ordered: Ordered) -> Iterator[list[Occurrence]]:
    """Give the runs of occurrences whose numbers the planner may exchange."""
    occurrences = [case.occurrences[visit] for visit in ordered.visit_ids()]
    if case.now is not None:
        yield [item for item in occurrences if item.fixed is None]
        return
    for promised, run in groupby(occurrences, key=lambda item: item.fixed is not None):
        if not promised:
            yield list(run)


def _after_unserved(case: Case, run: list[Occurrence]) -> Iterator[Violation]:
    for left_out, occurrence in pairwise(run):
        if left_out.id not in case.served and occurrence.id in case.served:
            message = f"served, while {left_out.id} is not"
            yield of_visit("visit_numbering", case.served[occurrence.id], message, out=left_out.id)
