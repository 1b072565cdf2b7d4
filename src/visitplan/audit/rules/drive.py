"""Stated drives equal the travel times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Drive
    from visitplan.domain.plan import Violation

RULES = {
    "drive_seconds": "Each drive's seconds are those of the travel times at its departure.",
    "drive_meters": "Each drive's metres are those of the travel times.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield drives whose seconds or metres differ from the travel times."""
    for tour in case.tours:
        for halt in tour.halts:
            for rule, text, stated, due in _differences(halt.drive):
                yield of_stop(rule, tour, halt, text, stated=stated, recomputed=due)
        for rule, text, stated, due in _differences(tour.home):
            yield of_route(rule, tour, f"return: {text}", stated=stated, recomputed=due)


def _differences(drive: Drive) -> Iterator[tuple[str, str, int, int]]:
    if drive.stated_s != drive.seconds:
        text = f"drive of {drive.stated_s} s stated, {drive.seconds} s recomputed"
        yield "drive_seconds", text, drive.stated_s, drive.seconds
    if drive.stated_m != drive.meters:
        text = f"drive of {drive.stated_m} m stated, {drive.meters} m recomputed"
        yield "drive_meters", text, drive.stated_m, drive.meters
