"""Stops and drives of a route come one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.spans import Span
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.plan import Violation

RULES = {
    "stop_order": "Stops lie in time order; a drive begins at or after the end of the stop before "
    "and ends by the next one's start. It may come before or after a break or "
    "an appointment without a place, not during it."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops that begin too early for what lies before them."""
    for tour in case.tours:
        yield from _follow(case, tour)


def _follow(case: Case, tour: Tour) -> Iterator[Violation]:
    free_from = here_from = tour.leave
    between: list[Span] = []
    for position, halt in enumerate(tour.halts):
        if not halt.arrive <= halt.start <= halt.end:
            yield of_stop("stop_order", tour, halt, "arrival, start and end are not in order")
        elif halt.start < free_from and position:
            message = f"starts {wall(case, halt.start)}, before {wall(case, free_from)}"
            yield of_stop("stop_order", tour, halt, message, seconds=free_from - halt.start)
        elif position and not _drive_fits(halt, free_from, here_from, between):
            begins, arrives = halt.drive.stated
            message = (
                f"drive from {wall(case, begins)} to {wall(case, arrives)} "
                "overlaps the stops before it"
            )
            yield of_stop("stop_order", tour, halt, message)
        free_from = max(free_from, halt.end)
        if halt.anywhere:
            between.append((halt.arrive, halt.end))
        else:
            between, here_from = [], free_from


def _drive_fits(halt: Halt, free_from: int, here_from: int, between: list[Span]) -> bool:
    begins, arrives = halt.drive.stated
    if halt.anywhere:
        return begins >= free_from
    clear = all(arrives <= start or end <= begins for start, end in between)
    return begins >= here_from and clear
