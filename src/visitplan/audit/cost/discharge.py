"""Term by patient: visits after a discharge that do not come in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.aftercare import first_deadlines, in_horizon, second_deadlines

if TYPE_CHECKING:
    from visitplan.audit.case import Case


def discharge_clock(case: Case) -> int:
    """Price each visit that is missing at a deadline inside the horizon."""
    weights = case.request.policy.weights
    first = sum(due.lacking for due in first_deadlines(case) if in_horizon(case, due))
    second = sum(due.lacking for due in second_deadlines(case) if in_horizon(case, due))
    return weights.discharge_first * first + weights.discharge_second * second
