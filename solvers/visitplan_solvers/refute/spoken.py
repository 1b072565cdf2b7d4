"""Times, days and names as sentences say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from visitplan_solvers.refute.week import Week

MOST_NAMES = 5
"""Names or days said one by one; beyond, a number stands for the rest."""


def span_text(seconds: int) -> str:
    """Give a length of time, whole minutes rounded up."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"


def day_text(day: date) -> str:
    """Give a day as `Tue 1 Dec`."""
    return f"{day:%a} {day.day} {day:%b}"


def days_text(week: Week, days: Iterable[int]) -> str:
    """Give days of the horizon in order; three and more in a row from first to last."""
    dates = week.request.horizon.dates
    found = sorted(set(days))
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{day_text(dates[found[0]])} to {day_text(dates[found[-1]])}"
    return listed([day_text(dates[d]) for d in found])


def clock_text(week: Week, second: int) -> str:
    """Give the local time of a second since the horizon's start."""
    return f"{week.clock.aware(week.base + second):%H:%M}"


def listed(names: Sequence[str], last: str = "and", *, most: int = MOST_NAMES) -> str:
    """Join names, the first few of many."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
