"""How long a proof may take: seconds of the clock, and repeatable effort for each model."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Effort:
    """Seconds until the end, counted from the first look.

    Each model also has a limit in the solver's own units, so that a proof that ends before
    its seconds do is the same on every machine.
    """

    seconds: float
    for_a_model: float = 10.0
    for_a_step: float = 1.0
    for_less: float = 0.4
    _ends: float | None = field(default=None, init=False)

    def left_s(self) -> float:
        """Give the seconds left, 0 at least."""
        if self._ends is None:
            self._ends = time.monotonic() + self.seconds
        return max(0.0, self._ends - time.monotonic())

    def part(self, share: float) -> Effort:
        """Give an effort that ends after a part of the seconds left."""
        return Effort(share * self.left_s(), self.for_a_model, self.for_a_step, self.for_less)

    def over(self) -> bool:
        """Tell whether time is out."""
        return self.left_s() <= 0
