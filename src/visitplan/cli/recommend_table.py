"""Places for a visit, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from visitplan.cli.compare_table import KINDS, placed_text

if TYPE_CHECKING:
    from visitplan.domain.recommendation import Recommendation, Recommendations


def head(found: Recommendations, timezone: str) -> str:
    """Say where the visit is now."""
    zone = ZoneInfo(timezone)
    now = "left out" if found.now is None else placed_text(found.now, zone)
    kind = "place" if found.now is None else "other place"
    end = "" if found.places else f" There is no {kind} for it as the plan stands."
    return f"{found.visit} of {found.patient}: {now}.{end}"


def places(found: Recommendations, timezone: str) -> Table:
    """Make the table of places, the cheapest first."""
    zone = ZoneInfo(timezone)
    table = Table(title_justify="left")
    for name in ("", "place", "cost", "drive", "others moved"):
        table.add_column(name, overflow="fold")
    for n, place in enumerate(found.places, start=1):
        table.add_row(
            str(n),
            Text(placed_text(place.place, zone)),
            _cost(place),
            f"{place.drive_seconds / 60:+.0f} min",
            Text("\n".join(_others(place, zone)) or "nobody"),
        )
    return table


def _cost(place: Recommendation) -> str:
    terms = [f"{name} {value:+,}" for name, value in place.cost.terms.items() if value]
    return "\n".join([f"{place.cost.total:+,}", *terms])


def _others(place: Recommendation, zone: ZoneInfo) -> list[str]:
    lines = []
    for change in place.others:
        after = "left out" if change.after is None else placed_text(change.after, zone)
        lines.append(f"{change.visit}: {', '.join(KINDS[k] for k in change.kinds)}, {after}")
    return lines
