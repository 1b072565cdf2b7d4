"""Term by fixed visit: what changed since it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served

_NOTICEABLE_S = 15 * 60


def stability(case: Case) -> int:
    """Price served fixed visits with other people, on another day or at another time."""
    return sum(_changed(case, served) for served in case.served.values())


def _changed(case: Case, served: Served) -> int:
    promise, weights = served.occurrence.fixed, case.request.policy.weights
    if promise is None:
        return 0
    cost = 0
    if served.people != frozenset(promise.case_managers):
        cost += weights.stability_staff
    if served.day != promise.start.date():
        cost += weights.stability_day
    elif abs(served.start - case.clock.instant(promise.start)) > _NOTICEABLE_S:
        cost += weights.stability_time
    return cost
