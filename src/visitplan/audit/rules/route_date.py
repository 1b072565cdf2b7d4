"""A route takes place on its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"route_date": "A route's date lies in the horizon, and the route leaves on it."}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes off the horizon or off their own date."""
    dates = frozenset(case.request.horizon.dates)
    for tour in case.tours:
        left = case.clock.day(tour.leave)
        if tour.route.date not in dates:
            yield of_route("route_date", tour, "the date lies outside the horizon")
        if left != tour.route.date:
            yield of_route("route_date", tour, f"leaves on {left}", leaves=str(left))
