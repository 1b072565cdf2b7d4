"""When a search ends: after seconds, after iterations, or when the user says so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Budget:
    """A `Stop` of iterations where given, else of seconds; `should_stop` ends either.

    The seconds begin when the solver first asks, so that compiling it for the
    first time on a machine is not taken from the search.
    """

    seconds: float | None
    iterations: int | None
    should_stop: Callable[[], bool] | None = None
    _begun: float | None = field(default=None, init=False)

    def __call__(self, iterations: int) -> bool:
        """Tell whether to stop after so many iterations."""
        if self.should_stop is not None and self.should_stop():
            return True
        return self.done(iterations) >= 1

    def done(self, iterations: int) -> float:
        """Give the part of the budget that is used."""
        if self.iterations is not None:
            return iterations / self.iterations if self.iterations else 1.0
        if self.seconds is None:
            return 0.0
        if self._begun is None:
            self._begun = time.monotonic()
        return (time.monotonic() - self._begun) / self.seconds if self.seconds else 1.0

    def rounds_left(self, iterations: int) -> int | None:
        """Give the iterations left where they are counted."""
        return None if self.iterations is None else max(0, self.iterations - iterations)
