"""What a running job is given, and how it talks to the worker around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """What to work on; both documents are JSON texts."""

    plan_id: str
    request_json: str
    options_json: str


class Control:
    """The line between a job and its worker, safe to use from two threads."""

    def __init__(self, stop_wanted: Callable[[], bool]) -> None:
        self._stop_wanted = stop_wanted
        self._progress: Mapping[str, int | float] | None = None
        self.lost = False
        self.stopped = False

    def report(self, progress: Mapping[str, int | float]) -> None:
        """Note how far the job is; the next heartbeat keeps the latest note."""
        self._progress = dict(progress)

    def should_stop(self) -> bool:
        """Tell the job to end early; once told, its result is not kept."""
        if self.lost or self._stop_wanted():
            self.stopped = True
        return self.stopped

    def progress_json(self) -> str | None:
        """Give the latest note as a text, or None before the first."""
        return None if self._progress is None else json.dumps(self._progress)
