"""Conflicts of a request in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from visitplan.cli.telling import printable

if TYPE_CHECKING:
    from visitplan.domain.conflict import Conflict, Conflicts

ASKED = {
    "minimum": "minimum numbers of visits, crises, follow-ups and promises",
    "all": "all visits ordered and all promises",
}

MOST_PLACES = 6
"""Places in the request named for one conflict."""


def tell_conflicts(found: Conflicts) -> None:
    """Print each conflict with its reason and cure, then the verdict."""
    for number, conflict in enumerate(found.conflicts, start=1):
        for line in _lines(number, conflict):
            typer.echo(printable(line))
    typer.echo(_verdict(found))


def _lines(number: int, conflict: Conflict) -> list[str]:
    lines = [f"{number}. {conflict.message}", f"   What would help: {conflict.cure}"]
    places = [demand.pointer for demand in conflict.demands]
    rest = len(places) - MOST_PLACES
    more = f" and {rest} more, which --json lists" if rest > 0 else ""
    lines.append(f"   In the request: {', '.join(places[:MOST_PLACES])}{more}")
    if not conflict.smallest:
        lines.append("   Time ran out before it was clear whether fewer demands conflict already.")
    return lines


def _verdict(found: Conflicts) -> str:
    looked = f"{found.demands} demand(s) looked at ({ASKED[found.asked]})"
    if found.verdict == "not_proven":
        return (
            f"{looked}: not proven. Time ran out before a conflict was found or ruled out, or the "
            "plan is under way or past midnight, of which the proof knows nothing."
        )
    if found.verdict == "none_found":
        return f"{looked}: no conflict found. That is no promise of a plan."
    rest = "" if found.complete else " Time ran out before all others were looked at."
    return f"{looked}: {len(found.conflicts)} conflict(s), which no plan can avoid.{rest}"
