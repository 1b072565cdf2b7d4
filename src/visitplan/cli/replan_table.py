"""The answer to events, as lines and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from visitplan.cli.compare_table import placed_text
from visitplan.cli.cost_rows import cost_rows
from visitplan.cli.telling import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.replan import Replanned

MOST_VISITS = 6
MOST_CALLS = 40


def told(answer: Replanned) -> Iterator[str]:
    """Yield what the events did, what the day has made impossible, and what is left out."""
    for event in answer.events:
        yield printable(f"{event.event.kind}: " + "; ".join(event.effects))
    for line in answer.eased:
        yield printable(line)
    for left in answer.unassigned:
        why = left.blockers[0].message if left.blockers else "no reason given"
        yield printable(f"left out: {left.visit}: {why}")
    changed = answer.changed
    limits = [
        f"at most {most:,}{what}"
        for most, what in ((changed.most_visits, " visits"), (changed.most_cost, " of cost"))
        if most is not None
    ]
    allowed = f" ({', '.join(limits)} allowed)" if limits else ""
    visits = (
        "1 published visit changes"
        if changed.visits == 1
        else (f"{changed.visits} published visits change")
    )
    yield f"{visits}, at a price of {changed.cost:,}{allowed}"
    if changed.unserved_by_limit:
        names = ", ".join(changed.unserved_by_limit)
        yield printable(f"left out because of this limit: {names}")


def calls(answer: Replanned, timezone: str) -> Table:
    """Make the table of patients to phone."""
    zone = ZoneInfo(timezone)
    table = Table(
        title=f"{len(answer.calls)} patients' visits to phone about", title_justify="left"
    )
    for name in ("patient", "visit", "what", "before", "after"):
        table.add_column(name, overflow="fold")
    for call in answer.calls[:MOST_CALLS]:
        before = "" if call.before is None else placed_text(call.before, zone)
        after = "" if call.after is None else placed_text(call.after, zone)
        row = (call.patient, call.visit, call.what, before, after)
        table.add_row(*(Text(cell) for cell in row))
    if len(answer.calls) > MOST_CALLS:
        table.add_row(f"and {len(answer.calls) - MOST_CALLS} more; --json lists all")
    return table


def staff(answer: Replanned, timezone: str) -> Table:
    """Make the table of case managers to phone."""
    zone = ZoneInfo(timezone)
    title = f"{len(answer.staff_calls)} case managers to phone"
    table = Table(title=title, title_justify="left")
    for name in ("case manager", "first change", "visits"):
        table.add_column(name, overflow="fold")
    for call in answer.staff_calls:
        names = list(call.visits[:MOST_VISITS])
        if len(call.visits) > MOST_VISITS:
            names.append(f"and {len(call.visits) - MOST_VISITS} more")
        first = f"{call.first.astimezone(zone):%a %Y-%m-%d %H:%M}"
        table.add_row(Text(call.case_manager), first, Text(", ".join(names)))
    return table


def costs(answer: Replanned) -> Table:
    """Make the table of costs before and after, by term."""
    title = f"Plan {answer.plan} in {answer.seconds:.1f} s"
    table = Table(title=Text(title), title_justify="left")
    table.add_column("", style="bold", no_wrap=True)
    for name in ("before", "after", "difference"):
        table.add_column(name, justify="right")
    for name, (old, new) in cost_rows(answer.before, answer.after):
        table.add_row(name, f"{old:,}", f"{new:,}", f"{new - old:+,}" if new != old else "0")
    return table
