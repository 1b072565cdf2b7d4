"""Promises that an event makes impossible: they bind no more, and stay as a price alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from visitplan.domain.request import FixedVisit
    from visitplan.planning.replanning.amending import Amending


def let_move(
    start: datetime, end: datetime, amending: Amending, concerns: Callable[[FixedVisit], bool]
) -> None:
    """Let promised visits move that a stretch of naive local time cuts into.

    Only those that it `concerns`; a visit that ends as the stretch begins keeps its promise.
    """
    first, last = amending.clock.instant(start), amending.clock.instant(end)
    for visit, promise in amending.promised.items():
        if not concerns(promise):
            continue
        begins = amending.clock.instant(promise.start)
        ends = begins + 60 * amending.order_of(visit)[1].minutes
        if begins < last and ends > first:
            amending.may_move.add(visit)
