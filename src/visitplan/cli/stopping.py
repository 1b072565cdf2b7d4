"""Ctrl-C during a search: once for the best plan so far, twice to be gone."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

Result = TypeVar("Result")
LOOK_UP_S = 0.2


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Give a function that turns true at the first Ctrl-C while the block runs."""
    stopped = threading.Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        typer.echo("Stopping with the best plan so far; Ctrl-C again gives up.", err=True)

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def beside(work: Callable[[], Result]) -> Result:
    """Run work in another thread, so that this one can answer signals during long C calls.

    It looks up now and then, since a signal may be handed to a thread of the work, and that does
    not wake this one.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="planning") as pool:
        future = pool.submit(work)
        while not future.done():
            wait([future], timeout=LOOK_UP_S)
        return future.result()
