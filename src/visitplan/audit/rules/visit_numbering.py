"""Occurrences of an order are numbered in time order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.audit.orders import Ordered
    from visitplan.domain.plan import Violation

RULES = {
    "visit_numbering": "An order's visits are numbered in time order, unserved ones last; "
    "numbers that `fixed` names are exempt."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits whose number is out of order."""
    for order, ordered in case.orders.items():
        served = [visit for visit in case.of_order(order) if visit.occurrence.fixed is None]
        yield from _out_of_order(served)
        yield from _after_unserved(case, ordered, served)


def _out_of_order(served: list[Served]) -> Iterator[Violation]:
    for before, after in pairwise(served):
        if before.occurrence.number > after.occurrence.number:
            message = f"lies after {before.occurrence.id} of {before.day}"
            yield of_visit("visit_numbering", after, message, before=before.occurrence.id)


def _after_unserved(case: Case, ordered: Ordered, served: list[Served]) -> Iterator[Violation]:
    free = [visit for visit in ordered.visit_ids() if case.occurrences[visit].fixed is None]
    expected = set(free[: len(served)])
    for visit in served:
        if visit.occurrence.id not in expected:
            message = f"numbered above an unserved visit; numbers up to {len(served)} are due"
            yield of_visit("visit_numbering", visit, message, served_visits=len(served))
