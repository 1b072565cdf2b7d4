"""Terms by order: visits left out, and visits outside the preferred windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served
    from visitplan.audit.orders import Ordered


def unserved(case: Case) -> int:
    """Price the visits left out by priority, and more those below an order's minimum."""
    return sum(_unserved(case, order) for order in case.orders.values())


def _unserved(case: Case, ordered: Ordered) -> int:
    weights = case.request.policy.weights
    order = ordered.order
    price = {
        "crisis": weights.unserved_crisis,
        "high": weights.unserved_high,
        "routine": weights.unserved_routine,
        "low": weights.unserved_low,
    }[order.priority]
    served = len(case.of_order(order.id))
    cost = (len(order.numbers) - served) * price
    if order.priority != "crisis":
        cost += max(0, order.least - served) * weights.unserved_minimum
    return cost + _bumped_again(ordered, served) * weights.unserved_bumped


def _bumped_again(ordered: Ordered, served: int) -> int:
    """Give how many visits bumped since the last completed one are not made up for."""
    last = ordered.completed_days[-1] if ordered.completed_days else None
    bumped = sum(
        past.order == ordered.order.id
        and past.status == "bumped"
        and (last is None or past.start.date() > last)
        for past in ordered.patient.history
    )
    return max(0, min(bumped, len(ordered.order.numbers)) - served)


def late_preferred(case: Case) -> int:
    """Price the seconds of served visits that lie outside the preferred windows."""
    seconds = sum(_outside_s(case, served) for served in case.served.values())
    return case.request.policy.weights.late_preferred * seconds


def _outside_s(case: Case, served: Served) -> int:
    if not served.ordered.order.preferred_windows:
        return 0
    start, end = served.span
    cap = case.request.policy.weights.late_preferred_cap_seconds
    outside = (
        max(0, opens - start) + max(0, end - closes)
        for opens, closes in served.ordered.preferred(served.day)
    )
    return min(cap, min(outside, default=cap))
