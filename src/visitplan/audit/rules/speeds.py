"""A plan is checked with the speeds it was made on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case

RULES = {"speeds": "The plan states the speeds of the travel times it is checked with."}


def check(case: Case) -> Iterator[Violation]:
    """Yield a violation where the plan states other speeds."""
    stated, used = case.plan.network.speeds, case.travel.speeds
    if stated != used:
        message = f"the plan states speeds {stated}, the travel times are {used}"
        numbers: dict[str, int | str] = {"stated": stated, "used": used}
        yield Violation(rule="speeds", message=message, numbers=numbers)
