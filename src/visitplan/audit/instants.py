"""Times of a plan as instants, however far out they lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.domain.clock import Clock
    from visitplan.domain.request import PlanRequest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN_S = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Instants:
    """Turns times into instants and keeps them where the calendar can follow.

    A time over thirty days off the horizon counts as thirty days off: it
    breaks the same rules, and no arithmetic on it fails.
    """

    earliest: int
    latest: int

    @classmethod
    def around(cls, request: PlanRequest, clock: Clock) -> Instants:
        """Make the conversion for a request's horizon."""
        first = clock.day_start(request.horizon.first_day)
        length_s = request.horizon.days * 86_400
        return cls(first - _MARGIN_S, first + length_s + _MARGIN_S)

    def of(self, moment: datetime) -> int:
        """Give the instant of a time, fractions of a second cut off."""
        return self.clamp((moment - _EPOCH) // timedelta(seconds=1))

    def clamp(self, instant: int) -> int:
        """Move an instant into the range."""
        return min(max(instant, self.earliest), self.latest)
