"""Starts of visits in a plan that is under way: from now on, and after services made already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.domain.patients import After, Order
    from visitplan.domain.request import FixedVisit, PlanRequest
    from visitplan_solvers.compiled.starts import Spans


def not_before(spans: Spans, now: int, step_s: int) -> Spans:
    """Cut off the starts before an instant."""
    first = -(-now // step_s) * step_s
    return [(max(a, first), b) for a, b in spans if b >= first]


def made_before(order: Order, number: int, request: PlanRequest) -> FixedVisit | None:
    """Give the visit that one in sequence follows, if that one is made already.

    Such a visit is none of the search's any more, but stands in `fixed`.
    """
    if order.after is None or request.horizon.now is None:
        return None
    first = f"{order.after.order}#{number}"
    for patient in request.patients:
        for other in patient.orders:
            if other.id == order.after.order and number in other.numbers:
                return None
    return next((f for f in request.fixed if f.visit == first and f.lock == "all"), None)


def following(spans: Spans, start: int, after: After) -> Spans:
    """Keep the starts that are at the right distance from that of the first service."""
    earliest, latest = start + 60 * after.min_minutes, start + 60 * after.max_minutes
    return [(max(a, earliest), min(b, latest)) for a, b in spans if a <= latest and b >= earliest]
