"""Orders and histories that contradict themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Order


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each order or past visit that cannot be meant so."""
    for where, _, order in draft.orders():
        yield from _numbers(where, order)
    yield from _history(draft)


def _numbers(where: str, order: Order) -> Iterator[Fault]:
    if order.min_visits > order.visits:
        yield Fault(
            "VP1241",
            f"{where}/min_visits",
            shown(order.min_visits),
            f"the order {shown(order.id)} needs at least {order.min_visits} visits, "
            f"but asks for {order.visits}",
            "Raise `visits`, or lower `min_visits`.",
        )
    if order.max_gap_days is not None and order.max_gap_days < order.min_gap_days:
        yield Fault(
            "VP1242",
            f"{where}/max_gap_days",
            shown(order.max_gap_days),
            f"the order {shown(order.id)} allows at most {order.max_gap_days} day(s) between "
            f"visits, and asks for at least {order.min_gap_days}",
            "Raise `max_gap_days`, lower `min_gap_days`, or make `max_gap_days` null.",
        )


def _history(draft: Draft) -> Iterator[Fault]:
    if not draft.dates:
        return
    for i, patient in draft.patients:
        for j, past in enumerate(patient.history):
            if past.start.date() >= draft.dates[0]:
                yield Fault(
                    "VP1251",
                    pointer("patients", i, "history", j, "start"),
                    shown(past.start),
                    f"this past visit of {shown(patient.id)} is not before the horizon's "
                    f"first day, {draft.dates[0]}",
                    "Send it as a fixed visit, or start the horizon later.",
                )
