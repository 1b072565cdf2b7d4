"""Days on which an order's visits could lie, gaps and history kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from visitplan.domain.patients import Order, PastVisit


def first_pattern(
    order: Order, history: Sequence[PastVisit], days: Sequence[date], first_day: date
) -> tuple[date, ...] | None:
    """Give the earliest days for all visits of an order, or None where gaps forbid them."""
    done = [
        past.start.date()
        for past in history
        if past.order == order.id and past.status == "completed"
    ]
    allowed = [d for d in days if all(_apart(order, p, d) for p in done)]
    last = max(done, default=None)
    return _extend(order, allowed, last, first_day, ())


def _extend(
    order: Order,
    allowed: Sequence[date],
    last_done: date | None,
    first_day: date,
    chosen: tuple[date, ...],
) -> tuple[date, ...] | None:
    if len(chosen) == order.visits:
        return chosen
    for day in allowed:
        if chosen and not (_apart(order, chosen[-1], day) and chosen[-1] < day):
            continue
        previous = chosen[-1] if chosen else last_done
        if previous and _too_late(order, previous, day, first_day):
            return None
        found = _extend(order, allowed, last_done, first_day, (*chosen, day))
        if found:
            return found
    return None


def _apart(order: Order, one: date, other: date) -> bool:
    return abs((other - one).days) >= order.min_gap_days


def _too_late(order: Order, previous: date, day: date, first_day: date) -> bool:
    if order.max_gap_days is None or (first_day - previous).days > order.max_gap_days:
        return False
    return (day - previous).days > order.max_gap_days
