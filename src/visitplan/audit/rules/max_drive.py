"""R5: the longest drive of a leg and of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour
    from visitplan.domain.plan import Violation

RULES = {
    "max_drive_leg": "No single drive is longer than max_drive_minutes_per_leg.",
    "max_drive_day": "A day's drives, those home included, are at most max_drive_minutes_per_day.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield drives and days of driving that are too long."""
    for _, tours in case.tours_by_day():
        last = tours[-1]
        if last.member is None:
            continue
        per_leg = last.member.person.max_drive_minutes_per_leg
        per_day = last.member.person.max_drive_minutes_per_day
        if per_leg is not None:
            for tour in tours:
                yield from _legs(tour, 60 * per_leg)
        seconds = sum(tour.drive_seconds for tour in tours)
        if per_day is not None and seconds > 60 * per_day:
            message = f"{seconds} s of driving, at most {60 * per_day} s are allowed"
            yield of_route("max_drive_day", last, message, seconds=seconds, allowed=60 * per_day)


def _legs(tour: Tour, allowed: int) -> Iterator[Violation]:
    for halt in tour.halts:
        if halt.drive.seconds > allowed:
            message = f"drive of {halt.drive.seconds} s, at most {allowed} s are allowed"
            yield of_stop(
                "max_drive_leg", tour, halt, message, seconds=halt.drive.seconds, allowed=allowed
            )
    if tour.home.seconds > allowed:
        message = f"last drive of {tour.home.seconds} s, at most {allowed} s are allowed"
        yield of_route("max_drive_leg", tour, message, seconds=tour.home.seconds, allowed=allowed)
