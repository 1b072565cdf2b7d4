"""Term by person: visit minutes above the fair share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case


def fairness(case: Case) -> int:
    """Price each person's visit minutes above their share of all minutes ordered.

    Shares are in proportion to the minutes in which each can make visits,
    rounded down.
    """
    ordered = sum(
        item.order.visits * item.order.minutes * item.people_needed for item in case.orders.values()
    )
    available = {name: member.available_minutes() for name, member in case.roster.items()}
    everybody = sum(available.values())
    made = _visit_minutes(case)
    above = 0
    for name, minutes in available.items():
        share = ordered * minutes // everybody if everybody else 0
        above += max(0, made.get(name, 0) - share)
    return case.request.policy.weights.fairness_per_minute * above


def _visit_minutes(case: Case) -> dict[str, int]:
    made: dict[str, int] = {}
    for served in case.served.values():
        for person in served.people:
            made[person] = made.get(person, 0) + served.ordered.order.minutes
    return made
