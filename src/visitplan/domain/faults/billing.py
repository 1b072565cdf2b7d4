"""Orders that fit a programme's billing units badly; told as warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.policy import Policy

_DAYS_A_MONTH = 30


def units(draft: Draft, policy: Policy, i: int, patient: Patient) -> Iterator[Fault]:
    """Yield a warning for visits between two units, and for more units than a month's share."""
    rules = policy.rules_of(patient.program)
    if rules.unit_minutes is not None:
        for j, order in enumerate(patient.orders):
            if order.numbers and order.minutes % rules.unit_minutes:
                yield _between(pointer("patients", i, "orders", j), order, rules.unit_minutes)
    if rules.units_per_month is None:
        return
    share = -(-rules.units_per_month * len(draft.dates) // _DAYS_A_MONTH)
    ordered = sum(
        len(order.numbers) * _units(order, rules.unit_minutes) for order in patient.orders
    )
    if ordered > share:
        yield Fault(
            "VP1405",
            pointer("patients", i, "orders"),
            shown(ordered),
            f"patient {shown(patient.id)} has orders for {ordered} unit(s) in {len(draft.dates)} "
            f"days; {rules.units_per_month} a month leave {share}",
            "Order less, or raise the programme's `units_per_month`.",
            "warning",
        )


def _between(where: str, order: Order, unit_minutes: int) -> Fault:
    return Fault(
        "VP1404",
        f"{where}/minutes",
        shown(order.minutes),
        f"a visit of {shown(order.id)} lasts {order.minutes} minutes, no whole number of units "
        f"of {unit_minutes}",
        f"Order {order.minutes // unit_minutes * unit_minutes or unit_minutes} or "
        f"{-(-order.minutes // unit_minutes) * unit_minutes} minutes.",
        "warning",
    )


def _units(order: Order, unit_minutes: int | None) -> int:
    """Give the units of one visit, begun ones whole; without a unit's length those stated."""
    return order.units if unit_minutes is None else -(-order.minutes // unit_minutes)
