"""R6: the least days between two visits of an order, history included."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "min_gap": "Any two visits of an order, completed history included, are at least "
    "min_gap_days apart."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits too close to another or to a completed one before the horizon."""
    for order, ordered in case.orders.items():
        least = ordered.order.min_gap_days
        visits = case.of_order(order)
        for before, after in combinations(visits, 2):
            gap = (after.day - before.day).days
            if gap < least:
                message = f"{gap} days after {before.occurrence.id}, at least {least} are due"
                yield of_visit("min_gap", after, message, gap_days=gap, min_gap_days=least)
        for visit in visits:
            for past in ordered.completed_days:
                gap = abs((visit.day - past).days)
                if gap < least:
                    message = f"{gap} days from the one of {past}, at least {least} are due"
                    yield of_visit("min_gap", visit, message, gap_days=gap, min_gap_days=least)
