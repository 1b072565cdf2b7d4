"""How blockers speak of times, days and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.compiled.build import Problem


def clock_time(problem: Problem, second: int) -> str:
    """Give the local HH:MM of a time in the tables' seconds; a day's end is 00:00."""
    return problem.clock.aware(problem.base + second).strftime("%H:%M")


def minutes_up(seconds: int) -> int:
    """Give whole minutes, rounded up."""
    return -(-seconds // 60)


def listed(items: Sequence[str], most: int = 5) -> str:
    """Give the first few of a list, and how many more there are."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


def joined(first: Blocker, second: Blocker) -> Blocker:
    """Give the blocker of several limits that takes both to be lifted."""
    numbers: dict[str, int | str] = {}
    messages: list[str] = []
    for blocker in (first, second):
        several = blocker.code == codes.SEVERAL_LIMITS
        for name, value in blocker.numbers.items():
            plain = several or (name == "day" and "day" not in numbers)
            numbers[name if plain else f"{blocker.code}/{name}"] = value
        person = f"{blocker.case_manager}: " if messages and blocker.case_manager else ""
        messages.append(blocker.message.removeprefix(person))
    return Blocker(
        code=codes.SEVERAL_LIMITS,
        case_manager=first.case_manager,
        message="; and ".join(messages),
        numbers=numbers,
    )
