"""R6: the most days from one visit of an order to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit
from visitplan.audit.orders import limit_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.audit.orders import Ordered
    from visitplan.domain.plan import Violation

RULES = {
    "max_gap": "From one served visit of an order to the next are at most max_gap_days; from the "
    "last completed one before the horizon too, unless that day is past before the horizon, or "
    "before the day of `now`."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that come too long after the one before."""
    for order, ordered in case.orders.items():
        most = ordered.order.max_gap_days
        visits = case.of_order(order)
        if most is None or not visits:
            continue
        yield from _since_history(case, ordered, visits[0], most)
        for before, after in pairwise(visits):
            gap = (after.day - before.day).days
            if gap > most and limit_day(before.day, most) >= case.first_open_day:
                message = f"{gap} days after {before.occurrence.id}, at most {most} are allowed"
                yield of_visit("max_gap", after, message, gap_days=gap, max_gap_days=most)


def _since_history(case: Case, ordered: Ordered, first: Served, most: int) -> Iterator[Violation]:
    if not ordered.completed_days:
        return
    last = ordered.completed_days[-1]
    if first.day > limit_day(last, most) >= case.first_open_day:
        gap = (first.day - last).days
        message = f"{gap} days after the last one of {last}, at most {most} are allowed"
        yield of_visit("max_gap", first, message, gap_days=gap, max_gap_days=most)
