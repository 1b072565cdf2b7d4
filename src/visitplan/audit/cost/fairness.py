"""Term by person: visit minutes above the fair share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.orders import orders_of
from visitplan.audit.roster import roster_of
from visitplan.domain.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from visitplan.audit.case import Case
    from visitplan.audit.orders import Ordered
    from visitplan.audit.roster import Member
    from visitplan.domain.patients import Order
    from visitplan.domain.request import PlanRequest


def fairness(case: Case) -> int:
    """Price each person's weighted visit minutes above their share of all that are ordered.

    Shares are in proportion to the minutes in which each can make visits,
    rounded down, less what each made too much in the weeks before.
    """
    made = _visit_minutes(case)
    above = 0
    for name, equal in _equal_shares(case.roster, case.orders).items():
        share = max(0, equal - case.roster[name].person.balance_minutes)
        above += max(0, made.get(name, 0) - share)
    return case.request.policy.weights.fairness_per_minute * above


def balances(case: Case) -> dict[str, int]:
    """Give each person's weighted visit minutes above their share, weeks before included."""
    return _balances(case.roster, case.orders, _visit_minutes(case))


def balances_of(request: PlanRequest, people: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Give the same from who made each visit `ORDER#n`, whatever was planned.

    People whom the request does not know have no balance; what they did counts for nobody.
    """
    clock = Clock.of(request.horizon.timezone)
    orders = orders_of(request, clock)
    made: dict[str, int] = {}
    for visit, who in people.items():
        _add_minutes(made, orders[visit.rpartition("#")[0]].order, who)
    return _balances(roster_of(request, clock), orders, made)


def _balances(
    roster: Mapping[str, Member], orders: Mapping[str, Ordered], made: Mapping[str, int]
) -> dict[str, int]:
    return {
        name: roster[name].person.balance_minutes + made.get(name, 0) - equal
        for name, equal in _equal_shares(roster, orders).items()
    }


def _equal_shares(roster: Mapping[str, Member], orders: Mapping[str, Ordered]) -> dict[str, int]:
    ordered = sum(
        len(item.order.numbers) * weighted_minutes(item.order) * item.people_needed
        for item in orders.values()
    )
    available = {name: member.available_minutes() for name, member in roster.items()}
    everybody = sum(available.values())
    return {
        name: ordered * minutes // everybody if everybody else 0
        for name, minutes in available.items()
    }


def weighted_minutes(order: Order) -> int:
    """Give the minutes of one visit of an order, weighed by its acuity."""
    return order.minutes * order.acuity_percent // 100


def _visit_minutes(case: Case) -> dict[str, int]:
    made: dict[str, int] = {}
    for served in case.served.values():
        _add_minutes(made, served.ordered.order, served.people)
    return made


def _add_minutes(made: dict[str, int], order: Order, people: Collection[str]) -> None:
    for person in people:
        made[person] = made.get(person, 0) + weighted_minutes(order)
