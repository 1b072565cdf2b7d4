"""R6: the days that an order allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"visit_day": "A visit lies between its order's earliest and latest day, both included."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits before the earliest or after the latest day."""
    for served in case.served.values():
        order = served.ordered.order
        if order.earliest_day is not None and served.day < order.earliest_day:
            earliest = str(order.earliest_day)
            message = f"its earliest day is {earliest}"
            yield of_visit("visit_day", served, message, earliest_day=earliest)
        if order.latest_day is not None and served.day > order.latest_day:
            latest = str(order.latest_day)
            yield of_visit("visit_day", served, f"its latest day is {latest}", latest_day=latest)
