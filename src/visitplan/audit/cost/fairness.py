"""Term by person: visit minutes above the fair share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case
    from visitplan.domain.patients import Order


def fairness(case: Case) -> int:
    """Price each person's weighted visit minutes above their share of all that are ordered.

    Shares are in proportion to the minutes in which each can make visits,
    rounded down, less what each made too much in the weeks before.
    """
    made = _visit_minutes(case)
    above = 0
    for name, equal in _equal_shares(case).items():
        share = max(0, equal - case.roster[name].person.balance_minutes)
        above += max(0, made.get(name, 0) - share)
    return case.request.policy.weights.fairness_per_minute * above


def balances(case: Case) -> dict[str, int]:
    """Give each person's weighted visit minutes above their share, weeks before included."""
    made = _visit_minutes(case)
    return {
        name: case.roster[name].person.balance_minutes + made.get(name, 0) - equal
        for name, equal in _equal_shares(case).items()
    }


def _equal_shares(case: Case) -> dict[str, int]:
    ordered = sum(
        len(item.order.numbers) * weighted_minutes(item.order) * item.people_needed
        for item in case.orders.values()
    )
    available = {name: member.available_minutes() for name, member in case.roster.items()}
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
        minutes = weighted_minutes(served.ordered.order)
        for person in served.people:
            made[person] = made.get(person, 0) + minutes
    return made
