"""Terms by route: driving, arriving, paid idle time and overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.pauses import blocks_of, breaks_of, due_blocks, due_breaks, is_pause
from visitplan.audit.spans import covered_s

if TYPE_CHECKING:
    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.staff import BreakRule


def drive(case: Case) -> int:
    """Price all seconds of driving."""
    return case.request.policy.weights.drive * sum(tour.drive_seconds for tour in case.tours)


def wait(case: Case) -> int:
    """Price the seconds of routes that neither driving, stops nor absences fill."""
    return case.request.policy.weights.wait * sum(idle_seconds(case, tour) for tour in case.tours)


def idle_seconds(case: Case, tour: Tour) -> int:
    """Give the paid seconds of a route that neither driving, arriving, stops nor absences fill."""
    breaks, blocks = breaks_of(tour), blocks_of(tour)
    busy = tour.drive_seconds + tour.arrival_seconds
    busy += sum(halt.end - halt.start for halt in tour.halts if not is_pause(halt))
    # What a pause lasts beyond its minutes is waiting under another name.
    busy += _counted_s(breaks, due_breaks(case, tour)) + _counted_s(blocks, due_blocks(case, tour))
    absences = tour.member.absences if tour.member else ()
    return tour.back - tour.leave - busy - covered_s((tour.leave, tour.back), absences)


def _counted_s(taken: list[Halt], due: list[BreakRule]) -> int:
    return min(sum(h.end - h.start for h in taken), sum(60 * rule.minutes for rule in due))


def arrival(case: Case) -> int:
    """Price all seconds of parking and walking at new addresses."""
    return case.request.policy.weights.arrival * sum(tour.arrival_seconds for tour in case.tours)


def long_drive(case: Case) -> int:
    """Price the whole minutes by which each route drives longer than the policy likes."""
    policy = case.request.policy
    if policy.long_drive_minutes is None:
        return 0
    most_s = 60 * policy.long_drive_minutes
    minutes = sum(max(0, tour.drive_seconds - most_s) // 60 for tour in case.tours)
    return policy.weights.long_drive_per_minute * minutes


def overtime(case: Case) -> int:
    """Price all seconds past the shifts' ends."""
    return case.request.policy.weights.overtime * sum(tour.overtime_seconds for tour in case.tours)
