"""Sunrise and sunset by place and date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.domain.clock import Clock
    from visitplan.domain.geo import Coordinates


@lru_cache(maxsize=20_000)  # asked for the same places and days by solver and checker, many times
def daylight(place: Coordinates, day: date, clock: Clock) -> tuple[int, int] | None:
    """Give the instants of sunrise and sunset on a local day, or None in polar night.

    A polar day gives the whole day. Sunrise is rounded up and sunset down to
    whole seconds. Source: NOAA's solar equations as implemented by astral.
    """
    from astral import LocationInfo  # lazy: only plans with daylight visits need it
    from astral.sun import elevation, sun

    observer = LocationInfo(latitude=place.lat, longitude=place.lon).observer
    noon = clock.aware(clock.day_start(day) + 12 * 3600)
    try:
        times = sun(observer, date=day, tzinfo=clock.tz)
    except ValueError:
        if elevation(observer, noon.astimezone(UTC)) < 0:
            return None
        return clock.day_start(day), clock.day_start(day + timedelta(days=1))
    return _ceil(times["sunrise"]), int(times["sunset"].timestamp())


def _ceil(moment: datetime) -> int:
    return -int(-moment.timestamp() // 1)
