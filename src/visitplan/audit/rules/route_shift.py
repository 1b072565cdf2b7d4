"""R2: one route a shift, begun inside it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.spans import Span
    from visitplan.audit.timeline import Tour
    from visitplan.domain.plan import Violation

RULES = {
    "route_shift": "A route leaves inside a shift of its case manager on its date.",
    "route_per_shift": "A shift has at most one route.",
    "route_overlap": "Routes of one person do not overlap.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes outside shifts, second routes of a shift, and routes at the same time."""
    for _, tours in case.tours_by_day():
        for tour in tours:
            yield from _outside(case, tour)
        yield from _shared(tours)
        for before, after in pairwise(tours):
            if after.leave < before.back:
                message = f"leaves again before the return at {wall(case, before.back)}"
                yield of_route("route_overlap", after, message)


def _outside(case: Case, tour: Tour) -> Iterator[Violation]:
    if tour.member is None or tour.route.date not in case.request.horizon.dates:
        return  # other rules' matters
    if tour.shift is None:
        yield of_route("route_shift", tour, "no shift on that day")
    elif not tour.shift[0] <= tour.leave <= tour.shift[1]:
        message = (
            f"leaves at {wall(case, tour.leave)}, the shift lasts from "
            f"{wall(case, tour.shift[0])} to {wall(case, tour.shift[1])}"
        )
        yield of_route("route_shift", tour, message)


def _shared(tours: tuple[Tour, ...]) -> Iterator[Violation]:
    shifts: Counter[Span] = Counter()
    for tour in tours:
        if tour.shift is not None:
            shifts[tour.shift] += 1
            if shifts[tour.shift] > 1:
                number = shifts[tour.shift]
                message = f"route number {number} in one shift"
                yield of_route("route_per_shift", tour, message, routes=number)
