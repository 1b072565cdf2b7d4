"""Stated totals of a route are the sums of its drives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "route_totals": "A route's drive seconds and metres are the sums of its drives as recomputed, "
    "the last one included."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes whose stated totals are others."""
    for tour in case.tours:
        route = tour.route
        for unit, stated, due in (
            ("s", route.drive_seconds, tour.drive_seconds),
            ("m", route.drive_meters, tour.drive_meters),
        ):
            if stated != due:
                message = f"{stated} {unit} of driving stated, {due} {unit} recomputed"
                yield of_route("route_totals", tour, message, stated=stated, recomputed=due)
