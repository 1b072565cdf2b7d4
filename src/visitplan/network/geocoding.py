"""Addresses to coordinates, through the agency's own Nominatim; off unless set.

An address says where a patient lives. So nothing is asked before an address of a server is set, a
server outside the agency needs explicit consent, and neither logs, errors nor the cache file hold
an address or, in clear, a place.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from visitplan.domain.geo import Coordinates
from visitplan.network.errors import (
    AddressNotFoundError,
    GeocoderFailedError,
    GeocoderOffError,
    GeocoderSettingError,
    PublicGeocoderError,
)
from visitplan.network.geocoding_cache import GeocodingCache

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_URL = "VISITPLAN_GEOCODER_URL"
_PUBLIC = "VISITPLAN_GEOCODER_PUBLIC"
_INTERVAL = "VISITPLAN_GEOCODER_INTERVAL"
_CACHE = "VISITPLAN_GEOCODER_CACHE"
_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class GeocoderSettings:
    """Where to ask, how often, and where to keep answers.

    `interval_s` is the least time between two requests; public servers ask for one second.
    """

    url: str
    public: bool = False
    interval_s: float = 1.0
    cache: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> GeocoderSettings:
        """Read the settings named VISITPLAN_GEOCODER_*.

        Raises:
            GeocoderOffError: VP2201, no address is set.
            GeocoderSettingError: VP2205.
        """
        values = os.environ if environment is None else environment
        url = values.get(_URL, "").strip()
        if not url:
            raise GeocoderOffError
        cache = values.get(_CACHE, "").strip()
        return cls(
            url=url,
            public=values.get(_PUBLIC, "").strip().lower() == "yes",
            interval_s=_interval(values.get(_INTERVAL, "1.0")),
            cache=Path(cache) if cache else None,
        )


class Geocoder:
    """Asks one server, at most once per interval, and remembers the answers."""

    def __init__(self, settings: GeocoderSettings) -> None:
        """Check that the server may be asked.

        Raises:
            GeocoderSettingError: VP2205, no usable address.
            PublicGeocoderError: VP2202, outside the agency without consent.
        """
        parts = urllib.parse.urlsplit(settings.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            cure = "Write it like https://nominatim.agency.internal."
            raise GeocoderSettingError(_URL, settings.url, cure)
        self._host = parts.hostname
        if not settings.public and not _inside_agency(parts.hostname):
            raise PublicGeocoderError(parts.hostname)
        self._cache = GeocodingCache(settings.cache) if settings.cache else None
        self._ask = _asker(parts, settings.interval_s)

    def locate(self, address: str) -> Coordinates:
        """Give the place of an address.

        Raises:
            AddressNotFoundError: VP2203.
            GeocoderFailedError: VP2204.
        """
        address = " ".join(address.split())
        known = self._cache.get(address) if self._cache else None
        if known:
            return Coordinates(lat=known[0], lon=known[1])
        found = self._request(address)
        if found is None:
            raise AddressNotFoundError
        place = Coordinates(lat=float(found.latitude), lon=float(found.longitude))
        if self._cache:
            self._cache.put(address, place.lat, place.lon)
        return place

    # geopy has no types.
    def _request(self, address: str) -> Any:
        from geopy.exc import GeopyError

        try:
            return self._ask(address)
        # `from None`: the cause holds the address.
        except (GeopyError, OSError, ValueError) as error:
            raise GeocoderFailedError(self._host, type(error).__name__) from None


def _asker(parts: urllib.parse.SplitResult, interval_s: float) -> Callable[[str], Any]:
    from geopy.adapters import URLLibAdapter
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import Nominatim

    # geopy writes each address to this log, at several levels.
    logging.getLogger("geopy").disabled = True
    nominatim = Nominatim(
        user_agent="visitplan",
        domain=parts.netloc + parts.path.rstrip("/"),
        scheme=parts.scheme,
        timeout=_TIMEOUT_S,
        # The other adapter's HTTP client logs each address.
        adapter_factory=URLLibAdapter,
    )
    limited: Callable[[str], Any] = RateLimiter(
        nominatim.geocode, min_delay_seconds=interval_s, max_retries=0, swallow_exceptions=False
    )
    return limited


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise GeocoderSettingError(_INTERVAL, text, "Give seconds from 0 to 3600.")
    return seconds


def _inside_agency(host: str) -> bool:
    """Tell whether every address of a host is private; unknown hosts count as public."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    return bool(addresses) and all(address.is_private for address in addresses)
