"""Terms by route: driving, paid idle time and overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.rules.breaks import due_breaks
from visitplan.audit.spans import covered_s

if TYPE_CHECKING:
    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Tour


def drive(case: Case) -> int:
    """Price all seconds of driving."""
    return case.request.policy.weights.drive * sum(tour.drive_seconds for tour in case.tours)


def wait(case: Case) -> int:
    """Price the seconds of routes that neither driving, stops nor absences fill."""
    return case.request.policy.weights.wait * sum(idle_seconds(case, tour) for tour in case.tours)


def idle_seconds(case: Case, tour: Tour) -> int:
    """Give the paid seconds of a route that neither driving, stops nor absences fill."""
    rest = sum(halt.end - halt.start for halt in tour.halts if halt.stop.kind == "break")
    # What a break lasts beyond its minutes is waiting under another name.
    rest = min(rest, sum(60 * rule.minutes for rule in due_breaks(case, tour)))
    busy = tour.drive_seconds + rest
    busy += sum(halt.end - halt.start for halt in tour.halts if halt.stop.kind != "break")
    absences = tour.member.absences if tour.member else ()
    return tour.back - tour.leave - busy - covered_s((tour.leave, tour.back), absences)


def overtime(case: Case) -> int:
    """Price all seconds past the shifts' ends."""
    return case.request.policy.weights.overtime * sum(tour.overtime_seconds for tour in case.tours)
