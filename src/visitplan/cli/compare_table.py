"""Two plans side by side, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from visitplan.cli.cost_rows import cost_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitplan.domain.comparison import Change, Comparison, Evaluated, Placed
    from visitplan.domain.figures import Figures

MOST_CHANGES = 40

KINDS = {
    "added": "new",
    "dropped": "no longer made",
    "day": "another day",
    "time": "another time",
    "people": "other people",
}


def side_by_side(found: Comparison, before: str, after: str) -> Table:
    """Make the table of figures and costs of both plans, named by their files."""
    title = f"{found.before.plan} and {found.after.plan}"
    table = Table(title=Text(title), title_justify="left")
    table.add_column("", style="bold", no_wrap=True)
    for name in (before, after, "difference"):
        table.add_column(Text(name), justify="right", overflow="fold")
    for row in rows(found):
        table.add_row(*row)
    return table


def rows(found: Comparison) -> Iterator[tuple[str, str, str, str]]:
    """Yield the lines: what, in the first plan, in the second, and the difference."""
    for what, value, shown in _FIGURES:
        old, new = value(found.before), value(found.after)
        yield what, shown(old), shown(new), _signed(new - old, shown)
    for what, (old, new) in cost_rows(found.before.cost, found.after.cost):
        yield what, _count(old), _count(new), _signed(new - old, _count)


def changed_visits(changes: Sequence[Change], timezone: str) -> Table:
    """Make the table of visits that change; beyond a screenful they are only counted."""
    zone = ZoneInfo(timezone)
    table = Table(title=f"{len(changes)} visits change", title_justify="left")
    for name in ("visit", "before", "after", "what"):
        table.add_column(name, overflow="fold")
    for change in changes[:MOST_CHANGES]:
        kinds = ", ".join(KINDS[kind] for kind in change.kinds)
        before, after = _placed(change.before, zone), _placed(change.after, zone)
        table.add_row(Text(change.visit), before, after, kinds)
    if len(changes) > MOST_CHANGES:
        table.caption = f"and {len(changes) - MOST_CHANGES} more: --json lists all"
    return table


def _placed(placed: Placed | None, zone: ZoneInfo) -> Text:
    if placed is None:
        return Text("-")
    return Text(placed_text(placed, zone))


def placed_text(placed: Placed, zone: ZoneInfo) -> str:
    """Say when and by whom a visit is made."""
    start = placed.start.astimezone(zone)
    return f"{start:%a %d %b %H:%M} {', '.join(placed.case_managers)}"


def _figure(name: str) -> Callable[[Evaluated], int]:
    return lambda plan: int(getattr(plan.figures, name))


def _follow_up(which: str, name: str) -> Callable[[Evaluated], int]:
    def value(plan: Evaluated) -> int:
        found = plan.figures.follow_up
        return 0 if found is None else int(getattr(getattr(found, which), name))

    return value


def _minutes_a_visit(figures: Figures) -> int:
    return figures.drive_seconds // max(1, figures.visits_served)


def _count(value: int) -> str:
    return f"{value:,}"


def _hours(seconds: int) -> str:
    sign, minutes = "-" if seconds < 0 else "", abs(seconds) // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02d} h"


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:.1f} min"


def _kilometers(meters: int) -> str:
    return f"{meters / 1000:,.1f} km"


def _signed(value: int, shown: Callable[[int], str]) -> str:
    return f"+{shown(value)}" if value > 0 else shown(value)


_FIGURES: tuple[tuple[str, Callable[[Evaluated], int], Callable[[int], str]], ...] = (
    ("rules broken", lambda plan: len(plan.violations), _count),
    ("visits asked", _figure("visits_asked"), _count),
    ("visits served", _figure("visits_served"), _count),
    ("routes", _figure("routes"), _count),
    ("case managers", _figure("case_managers"), _count),
    ("driving", _figure("drive_seconds"), _hours),
    ("  a visit", lambda plan: _minutes_a_visit(plan.figures), _minutes),
    ("  distance", _figure("drive_meters"), _kilometers),
    ("idle", _figure("idle_seconds"), _hours),
    ("paperwork", _figure("paperwork_seconds"), _hours),
    ("arriving", _figure("arrival_seconds"), _hours),
    ("overtime", _figure("overtime_seconds"), _hours),
    ("visits of patients with a primary", _figure("visits_with_a_primary"), _count),
    ("  made by the primary", _figure("visits_by_the_primary"), _count),
    ("first visits due after discharges", _follow_up("first", "due"), _count),
    ("  made in time", _follow_up("first", "met"), _count),
    ("second visits due", _follow_up("second", "due"), _count),
    ("  made in time", _follow_up("second", "met"), _count),
    ("patients served", _figure("patients_served"), _count),
    ("  who see one person", _figure("patients_with_one_person"), _count),
)
