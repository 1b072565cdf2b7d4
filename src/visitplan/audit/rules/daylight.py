"""R4: visits that need daylight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.plan import Violation

RULES = {"daylight": "A daylight visit lies between sunrise and sunset at its place."}


def check(case: Case) -> Iterator[Violation]:
    """Yield daylight visits that touch the dark."""
    for served in case.served.values():
        if served.ordered.order.safety == "daylight":
            for tour, halt in served.attendances:
                yield from _dark(case, tour, halt)


def _dark(case: Case, tour: Tour, halt: Halt) -> Iterator[Violation]:
    if halt.place is None:
        return
    light = case.sun(halt.place, halt.day)
    if light is None:
        yield of_stop("daylight", tour, halt, "the sun does not rise there that day")
    elif halt.start < light[0] or halt.end > light[1]:
        rise, down = wall(case, light[0]), wall(case, light[1])
        message = (
            f"{wall(case, halt.start)} to {wall(case, halt.end)}, "
            f"daylight lasts from {rise} to {down}"
        )
        yield of_stop("daylight", tour, halt, message, sunrise=rise, sunset=down)
