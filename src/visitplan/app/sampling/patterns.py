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
    firsts = [d for d in allowed if last is None or not _too_late(order, last, d, first_day)]
    chains: list[dict[date, date | None]] = [dict.fromkeys(firsts)]
    for _ in range(order.visits - 1):
        chains.append(_one_more(order, allowed, chains[-1], first_day))
    return _walk_back(chains)


def _one_more(
    order: Order, allowed: Sequence[date], ends: dict[date, date | None], first_day: date
) -> dict[date, date | None]:
    """Give each day that can follow one of `ends`, with the earliest it can follow."""
    found: dict[date, date | None] = {}
    for day in allowed:
        for before in ends:
            apart = before < day and _apart(order, before, day)
            if apart and not _too_late(order, before, day, first_day):
                found[day] = before
                break
    return found


def _walk_back(chains: list[dict[date, date | None]]) -> tuple[date, ...] | None:
    if not chains[-1]:
        return None
    day: date | None = min(chains[-1])
    days = []
    for ends in reversed(chains):
        assert day is not None
        days.append(day)
        day = ends[day]
    return tuple(reversed(days))


def _apart(order: Order, one: date, other: date) -> bool:
    return abs((other - one).days) >= order.min_gap_days


def _too_late(order: Order, previous: date, day: date, first_day: date) -> bool:
    if order.max_gap_days is None or (first_day - previous).days > order.max_gap_days:
        return False
    return (day - previous).days > order.max_gap_days
