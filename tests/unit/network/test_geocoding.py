from __future__ import annotations

import json
import logging
import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from visitplan.network.errors import (
    AddressNotFoundError,
    GeocoderFailedError,
    GeocoderOffError,
    GeocoderSettingError,
    PublicGeocoderError,
)
from visitplan.network.geocoding import Geocoder, GeocoderSettings

ADDRESS = "12 Secret Lane, Columbus"
pytestmark = pytest.mark.enable_socket


class _Nominatim(BaseHTTPRequestHandler):
    requests: list[float]

    def log_message(self, *args: object) -> None:
        """Keep test output clean."""

    def do_GET(self) -> None:
        type(self).requests.append(time.monotonic())
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["q"][0]
        if query == "broken":
            self.send_error(500)
            return
        known = query.startswith("12 Secret Lane")
        place = {"lat": "39.97", "lon": "-83.01", "display_name": "somewhere"}
        body = json.dumps([place] if known else []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    _Nominatim.requests = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Nominatim)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _url(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def _geocoder(
    server: ThreadingHTTPServer, cache: Path | None = None, interval_s: float = 0
) -> Geocoder:
    return Geocoder(GeocoderSettings(_url(server), interval_s=interval_s, cache=cache))


def test_geocoding_is_off_by_default() -> None:
    with pytest.raises(GeocoderOffError, match="VISITPLAN_GEOCODER_URL"):
        GeocoderSettings.from_environment({})


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    settings = GeocoderSettings.from_environment(
        {
            "VISITPLAN_GEOCODER_URL": "https://maps.agency.internal",
            "VISITPLAN_GEOCODER_PUBLIC": "yes",
            "VISITPLAN_GEOCODER_INTERVAL": "0.5",
            "VISITPLAN_GEOCODER_CACHE": str(tmp_path / "cache"),
        }
    )
    assert settings == GeocoderSettings(
        "https://maps.agency.internal", public=True, interval_s=0.5, cache=tmp_path / "cache"
    )


@pytest.mark.parametrize("interval", ["soon", "-1", "nan", "1e9"])
def test_a_bad_interval_is_named(interval: str) -> None:
    with pytest.raises(GeocoderSettingError, match="VISITPLAN_GEOCODER_INTERVAL"):
        GeocoderSettings.from_environment(
            {"VISITPLAN_GEOCODER_URL": "http://x", "VISITPLAN_GEOCODER_INTERVAL": interval}
        )


@pytest.mark.parametrize("url", ["nominatim", "ftp://127.0.0.1", "http://"])
def test_an_unusable_address_is_named(url: str) -> None:
    with pytest.raises(GeocoderSettingError, match="VISITPLAN_GEOCODER_URL"):
        Geocoder(GeocoderSettings(url))


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860:4860::8888]", "no-such-host.invalid"])
def test_a_public_host_needs_consent(host: str) -> None:
    with pytest.raises(PublicGeocoderError, match="VISITPLAN_GEOCODER_PUBLIC"):
        Geocoder(GeocoderSettings(f"https://{host}"))
    Geocoder(GeocoderSettings(f"https://{host}", public=True))


def test_an_address_becomes_a_place(server: ThreadingHTTPServer) -> None:
    place = _geocoder(server).locate(ADDRESS)
    assert (place.lat, place.lon) == (39.97, -83.01)


def test_an_unknown_address_is_not_repeated(server: ThreadingHTTPServer) -> None:
    with pytest.raises(AddressNotFoundError) as caught:
        _geocoder(server).locate("99 Hidden Road")
    assert "Hidden" not in str(caught.value)


def test_a_failing_server_does_not_spread_the_address(server: ThreadingHTTPServer) -> None:
    with pytest.raises(GeocoderFailedError, match=r"127\.0\.0\.1") as caught:
        _geocoder(server).locate("broken")
    assert "broken" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_server_that_is_away_is_a_failure() -> None:
    with pytest.raises(GeocoderFailedError):
        Geocoder(GeocoderSettings("http://127.0.0.1:9")).locate(ADDRESS)


def test_nothing_is_logged(server: ThreadingHTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _geocoder(server).locate(ADDRESS)
    with pytest.raises(GeocoderFailedError):
        _geocoder(server).locate("broken")
    assert "Secret" not in caplog.text
    assert "broken" not in caplog.text


def test_requests_keep_their_distance(server: ThreadingHTTPServer) -> None:
    geocoder = _geocoder(server, interval_s=0.2)
    for number in range(3):
        geocoder.locate(f"{ADDRESS} {number}")
    first, second, third = _Nominatim.requests
    assert min(second - first, third - second) >= 0.19


def test_an_answer_is_remembered_without_asking_again(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    cache = tmp_path / "cache.sqlite"
    first = _geocoder(server, cache).locate(ADDRESS)
    again = _geocoder(server, cache).locate(f"  {ADDRESS.upper().replace(' ', '  ')} ")
    assert again == first
    assert len(_Nominatim.requests) == 1


def test_the_cache_holds_no_address_and_no_place_in_clear(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    import struct

    cache = tmp_path / "cache.sqlite"
    _geocoder(server, cache).locate(ADDRESS)
    content = cache.read_bytes()
    assert b"Secret" not in content
    assert b"secret" not in content
    assert struct.pack("<d", 39.97) not in content
    assert cache.stat().st_mode & 0o077 == 0
