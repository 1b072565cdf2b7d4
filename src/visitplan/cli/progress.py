"""Progress of a long search: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitplan.planning import Progress

LINE_EVERY_S = 5.0


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows progress on stderr while the block runs."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines().tell
        return
    columns = (
        TextColumn("planning"),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        task = bars.add_task("first plan", total=1.0)

        def tell(progress: Progress) -> None:
            bars.update(task, completed=progress.fraction, description=_text(progress))

        yield tell


class _Lines:
    def __init__(self) -> None:
        self._next = 0.0

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + LINE_EVERY_S
            typer.echo(f"{progress.fraction:4.0%} {_text(progress)}", err=True)


def _text(progress: Progress) -> str:
    if progress.phase.startswith("bound"):
        return f"cost {progress.cost:,}, {progress.phase}"
    cost = f"cost {progress.cost:,}" if progress.cost is not None else "no plan yet"
    return f"{cost}, {progress.unassigned} unassigned, {progress.iterations:,} iterations"
