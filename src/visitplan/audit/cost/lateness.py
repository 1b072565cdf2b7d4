"""Terms by visit and person: ends after the window has closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served


def late_window(case: Case) -> int:
    """Price the seconds, of each person, by which visits end after their windows close."""
    late = sum(late_s(served) * len(served.people) for served in case.served.values())
    return case.request.policy.weights.late_window * late


def late_window_max(case: Case) -> int:
    """Price the largest such lateness of the plan."""
    largest = max(map(late_s, case.served.values()), default=0)
    return case.request.policy.weights.late_window_max * largest


def late_s(served: Served) -> int:
    """Give the least seconds past the close of a window that is open at the start."""
    start, end = served.span
    late = (
        max(0, end - closes)
        for opens, closes in served.ordered.windows(served.day)
        if opens <= start
    )
    return min(late, default=0)
