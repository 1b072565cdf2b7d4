"""Wall-clock times of the agency's zone as instants, right across daylight saving.

An instant is an integer: seconds since 1970-01-01T00:00Z. Wall times that
happen twice in autumn mean the first of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Conversions in one time zone."""

    tz: ZoneInfo

    @classmethod
    def of(cls, timezone: str) -> Clock:
        """Make the clock of an IANA zone."""
        return cls(ZoneInfo(timezone))

    def exists(self, wall: datetime) -> bool:
        """Tell whether a naive wall time happens at all in this zone."""
        there = wall.replace(tzinfo=self.tz).astimezone(UTC).astimezone(self.tz)
        return there.replace(tzinfo=None) == wall

    def instant(self, wall: datetime) -> int:
        """Give the instant of a naive wall time; one that is skipped moves forward."""
        return int(wall.replace(tzinfo=self.tz).timestamp())

    def on(self, day: date, at: time) -> int:
        """Give the instant of a time of day; `time.max` is the day's end."""
        if at == time.max:
            return self.day_start(day + timedelta(days=1))
        return self.instant(datetime.combine(day, at))

    def day_start(self, day: date) -> int:
        """Give the instant at which a day begins."""
        return self.instant(datetime.combine(day, time.min))

    def aware(self, instant: int) -> datetime:
        """Give an instant as an aware local time."""
        return datetime.fromtimestamp(instant, UTC).astimezone(self.tz)

    def day(self, instant: int) -> date:
        """Give the local day of an instant."""
        return self.aware(instant).date()

    def second_of_day(self, instant: int) -> int:
        """Give the local wall-clock second of the day, 0 to 86399."""
        local = self.aware(instant)
        return local.hour * 3600 + local.minute * 60 + local.second
