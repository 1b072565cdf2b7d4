"""Orders that follow others and cannot: services in sequence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.references import nearest
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import After, Order, Patient


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each condition of a sequence that its two orders do not meet."""
    for where, patient, order in draft.orders():
        if order.after is not None:
            at = f"{where}/after"
            yield from _minutes(at, order, order.after)
            yield from _pair(at, patient, order, order.after)
    yield from _promised(draft)


def _minutes(where: str, order: Order, after: After) -> Iterator[Fault]:
    if after.max_minutes < after.min_minutes:
        yield Fault(
            "VP1282",
            f"{where}/max_minutes",
            shown(after.max_minutes),
            f"the order {shown(order.id)} starts at least {after.min_minutes} and at most "
            f"{after.max_minutes} minutes after {shown(after.order)}",
            "Swap the two if they were exchanged; else raise `max_minutes`.",
        )


def _pair(where: str, patient: Patient, order: Order, after: After) -> Iterator[Fault]:
    own = {other.id: other for other in patient.orders}
    first = own.get(after.order)
    at, value = f"{where}/order", shown(after.order)
    if first is None:
        yield Fault(
            "VP1281",
            at,
            value,
            f"patient {shown(patient.id)} has no order {value} that {shown(order.id)} could follow",
            f"{nearest(after.order, own)}Name an order of this patient, or make `after` null.",
        )
        return
    if first.visits != order.visits:
        yield Fault(
            "VP1283",
            at,
            value,
            f"{shown(order.id)} has {order.visits} visit(s) and follows {value}, "
            f"which has {first.visits}",
            "Give both orders the same `visits`.",
        )
    yield from (_crowd(at, one) for one in (first, order) if one.people_needed != 1)
    if first.after is not None:
        yield Fault(
            "VP1285",
            at,
            value,
            f"{shown(order.id)} follows {value}, which follows {shown(first.after.order)}",
            "Make one of the two `after` null: a sequence has two orders.",
        )
    followers = Counter(other.after.order for other in patient.orders if other.after)
    if followers[after.order] > 1:
        yield Fault(
            "VP1286",
            at,
            value,
            f"{followers[after.order]} orders follow {value}, {shown(order.id)} among them",
            "Let one order alone follow it.",
        )


def _crowd(where: str, order: Order) -> Fault:
    return Fault(
        "VP1284",
        where,
        shown(order.id),
        f"the order {shown(order.id)} of a sequence needs {order.people_needed} people",
        "Give each of the two orders one `staff` entry and no safety `pair`.",
    )


def _promised(draft: Draft) -> Iterator[Fault]:
    chained: dict[str, str] = {}
    for _, _, order in draft.orders():
        if order.after is not None:
            chained |= {order.id: order.after.order, order.after.order: order.id}
    for i, fixed in draft.fixed:
        name = fixed.visit.rpartition("#")[0]
        # Of a plan under way, what stands and what was published is in `fixed`, sequences too.
        under_way = draft.horizon is not None and draft.horizon.now is not None
        if name in chained and not (under_way and fixed.lock in {"all", "none"}):
            yield Fault(
                "VP1287",
                pointer("fixed", i, "visit"),
                shown(fixed.visit),
                f"{shown(fixed.visit)} is fixed, and its order forms a sequence with "
                f"{shown(chained[name])}",
                "Delete the promise, or make `after` null and promise both visits.",
            )
