"""What commands say: faults and errors on stderr, one a line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from visitplan.domain.errors import Fault, VisitplanError


def printable(text: str) -> str:
    """Escape what would move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def tell_faults(faults: Iterable[Fault]) -> None:
    """Write each fault as one line to stderr."""
    for fault in faults:
        mark = _MARKS.get(fault.severity, "")
        typer.echo(printable(f"{fault}{mark}"), err=True)


_MARKS = {"unservable": " [order stays unserved]", "warning": " [warning]"}


def tell_error(error: VisitplanError) -> None:
    """Write an error with its code to stderr; faults of a document one a line."""
    from visitplan.domain.errors import PlanUnreadableError, RequestRefusedError

    if isinstance(error, RequestRefusedError | PlanUnreadableError):
        what = "request" if isinstance(error, RequestRefusedError) else "plan"
        where = printable(" ".join(getattr(error, "__notes__", ())))
        head = f"{error.code}: the {what} {where}".rstrip()
        typer.echo(f"{head} has {len(error.faults)} fault(s):", err=True)
        tell_faults(error.faults)
        return
    lines = str(error).splitlines() or [""]
    typer.echo(f"{error.code}: {printable(lines[0])}", err=True)
    for line in lines[1:]:
        typer.echo(printable(line), err=True)


def tell_network(network: Path | None) -> None:
    """Say on stderr where the embedded sample network stands in for a missing one."""
    if network is None:
        typer.echo(
            "No --network given: using the embedded sample network, a fictional region.", err=True
        )


def fault_documents(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Give faults as JSON objects."""
    return [asdict(fault) for fault in faults]
