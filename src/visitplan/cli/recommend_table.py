"""Choices of places for visits, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from visitplan.cli.compare_table import KINDS, placed_text

if TYPE_CHECKING:
    from visitplan.domain.recommendation import Recommendation, Recommendations, Wanted


def head(found: Recommendations, timezone: str) -> str:
    """Say where the visits are now."""
    zone = ZoneInfo(timezone)
    lines = [_now(wanted, zone) for wanted in found.visits]
    if not found.choices:
        kind = "place" if any(wanted.now is None for wanted in found.visits) else "other place"
        what = "it" if len(found.visits) == 1 else "any of them"
        lines.append(f"There is no {kind} for {what} as the plan stands.")
    elif found.choices[0].left_out:
        lines.append("Not all of them have a place beside the others.")
    return "\n".join(lines)


def _now(wanted: Wanted, zone: ZoneInfo) -> str:
    now = "left out" if wanted.now is None else placed_text(wanted.now, zone)
    return f"{wanted.visit} of {wanted.patient}: {now}."


def choices(found: Recommendations, timezone: str) -> Table:
    """Make the table of choices, the cheapest first."""
    zone = ZoneInfo(timezone)
    several = len(found.visits) > 1
    table = Table(title_justify="left")
    for name in ("", "places" if several else "place", "cost", "drive", "others moved"):
        table.add_column(name, overflow="fold")
    for n, choice in enumerate(found.choices, start=1):
        table.add_row(
            str(n),
            Text("\n".join(_places(choice, zone, named=several))),
            _cost(choice),
            f"{choice.drive_seconds / 60:+.0f} min",
            Text("\n".join(_others(choice, zone)) or "nobody"),
            end_section=several,
        )
    return table


def _places(choice: Recommendation, zone: ZoneInfo, *, named: bool) -> list[str]:
    """Say when and by whom the visits are made, which one only where there are several."""
    made = [
        f"{one.visit}: {placed_text(one.place, zone)}" if named else placed_text(one.place, zone)
        for one in choice.places
    ]
    return [*made, *(f"{visit}: left out" for visit in choice.left_out)]


def _cost(choice: Recommendation) -> str:
    terms = [f"{name} {value:+,}" for name, value in choice.cost.terms.items() if value]
    return "\n".join([f"{choice.cost.total:+,}", *terms])


def _others(choice: Recommendation, zone: ZoneInfo) -> list[str]:
    lines = []
    for change in choice.others:
        after = "left out" if change.after is None else placed_text(change.after, zone)
        lines.append(f"{change.visit}: {', '.join(KINDS[k] for k in change.kinds)}, {after}")
    return lines
