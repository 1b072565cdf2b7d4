"""How blockers speak of times, days and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.compiled.build import Problem


def clock_time(problem: Problem, second: int) -> str:
    """Give the local HH:MM of a time in the tables' seconds; a day's end is 00:00."""
    return problem.clock.aware(problem.base + second).strftime("%H:%M")


def counted(number: int, what: str) -> str:
    """Give a number and its noun."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def listed(items: Sequence[str], most: int = 5) -> str:
    """Give the first few of a list, and how many more there are."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"
