"""Everybody at a visit is there from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "visit_together": "Everybody at a visit is at the same place, from the same start "
    "to the same end."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits whose people come at different times or to different places."""
    for served in case.served.values():
        # A person who makes the visit twice is another rule's matter.
        firsts = {tour.route.case_manager: halt for tour, halt in reversed(served.attendances)}
        stays = sorted({halt.stay for halt in firsts.values()})
        if len(stays) > 1:
            times = " and ".join(
                f"{wall(case, start)} to {wall(case, end)}" for start, end in stays
            )
            yield of_visit("visit_together", served, f"its people are there {times}")
        places = {halt.place for halt in firsts.values() if halt.place is not None}
        if len(places) > 1:
            names = " and ".join(sorted(case.places.names[place] for place in places))
            yield of_visit("visit_together", served, f"its people go to {names}")
