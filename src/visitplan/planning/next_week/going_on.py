"""Which orders of a patient go on after a week, and with how many visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.next_week import Ended

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan.planning.next_week.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Fate:
    """An order as it goes on, or why it does not."""

    order: Order | None
    why: str = ""


def going_on(
    patient: Patient, found: Mapping[str, Outcome], first_day: date
) -> tuple[tuple[Order, ...], tuple[Ended, ...]]:
    """Give the orders that go on from `first_day`, and those that end.

    Orders without days of their own repeat, those with a last day go on with what is left. Two
    services in sequence go on together: a visit of one is made where that of the other is too.
    Nothing goes on for a patient who is in treatment again by then.
    """
    since = patient.in_treatment_from
    if since is not None and since <= first_day:
        why = f"in treatment since {since}; orders are sent anew after a discharge"
        return (), tuple(Ended(patient=patient.id, order=o.id, why=why) for o in patient.orders)
    partners = _partners(patient)
    fates = {
        order.id: _fate(order, _over(order, partners.get(order.id), found), first_day)
        for order in patient.orders
    }
    fates |= {name: _paired(name, other, fates) for name, other in partners.items()}
    ended = tuple(
        Ended(patient=patient.id, order=name, why=fate.why)
        for name, fate in fates.items()
        if fate.order is None
    )
    return tuple(fate.order for fate in fates.values() if fate.order is not None), ended


def _partners(patient: Patient) -> dict[str, str]:
    """Give for each order of a sequence the other one."""
    found: dict[str, str] = {}
    for order in patient.orders:
        if order.after is not None:
            found |= {order.id: order.after.order, order.after.order: order.id}
    return found


def _over(order: Order, partner: str | None, found: Mapping[str, Outcome]) -> int:
    """Count the visits that are not to be made any more: made, or called off before.

    Of a sequence those count whose two services are both over.
    """
    names = [order.id] if partner is None else [order.id, partner]
    numbers = range(1, order.visits + 1)
    return sum(all(found[f"{name}#{n}"].over for name in names) for n in numbers)


def _fate(order: Order, over: int, first_day: date) -> Fate:
    anew = order.model_copy(update={"cancelled": ()})
    if order.latest_day is not None and order.latest_day < first_day:
        return Fate(None, f"its last day was {order.latest_day}")
    if order.latest_day is None and (order.earliest_day or first_day) <= first_day:
        if order.priority != "crisis":
            return Fate(anew.model_copy(update={"earliest_day": None}))
        return _with_the_rest(anew, over, "a crisis does not repeat, all visits are made")
    return _with_the_rest(anew, over, "all its visits are made")


def _with_the_rest(order: Order, over: int, why: str) -> Fate:
    return Fate(_fewer(order, order.visits - over)) if over < order.visits else Fate(None, why)


def _fewer(order: Order, visits: int) -> Order:
    made = order.visits - visits
    least = max(0, order.min_visits - made)
    return order.model_copy(update={"visits": visits, "min_visits": least})


def _paired(name: str, other: str, fates: Mapping[str, Fate]) -> Fate:
    """Give an order of a sequence as both go on: with as many visits as the one with fewer."""
    mine, theirs = fates[name].order, fates[other].order
    if mine is None:
        return fates[name]
    if theirs is None:
        return Fate(None, f"it forms a sequence with {other}, which ends")
    return Fate(_fewer(mine, min(mine.visits, theirs.visits)))
