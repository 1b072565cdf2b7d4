"""What is asked of a week: the demands among which conflicts are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.conflict import Asked, DemandKind
    from visitplan_solvers.refute.orders import Ordered
    from visitplan_solvers.refute.week import Week


@dataclass(frozen=True, slots=True)
class Demand:
    """At least so many visits of an order, or one promised visit."""

    kind: DemandKind
    order: int
    visits: int
    part: int | None = None
    """The promised part; None: any visits of the order count."""


def demands_of(week: Week, asked: Asked) -> list[Demand]:
    """Give the demands in document order: each order's number, then its promises."""
    found = []
    for ordered in week.orders:
        promises = [p for p in week.parts_of[ordered.row] if week.parts[p].promise is not None]
        # Promises that make up an order's number say all that the number would.
        found += [d for d in _numbers(ordered, asked) if d.visits > len(promises)]
        found += [Demand("promise", ordered.row, 1, part) for part in promises]
    return found


def _numbers(ordered: Ordered, asked: Asked) -> Iterator[Demand]:
    """Give what an order's number of visits asks: its strongest reason alone."""
    order = ordered.order
    if not ordered.visits:
        return  # all are cancelled
    if order.priority == "crisis":
        yield Demand("crisis", ordered.row, ordered.visits)
    elif asked == "all":
        kind: DemandKind = "minimum" if order.least == ordered.visits else "target"
        yield Demand(kind, ordered.row, ordered.visits)
    elif order.least:
        yield Demand("minimum", ordered.row, order.least)
    elif ordered.patient.discharged_on is not None and order.latest_day is not None:
        # The clock after a discharge is set by the last day of the order.
        yield Demand("follow_up", ordered.row, 1)
