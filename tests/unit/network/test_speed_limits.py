from __future__ import annotations

import pytest

from visitplan.network.speed_limits import parse_maxspeed


@pytest.mark.parametrize(
    ("value", "kmh"),
    [
        ("50", 50.0),
        ("50 km/h", 50.0),
        ("25 mph", 40.2336),
        ("25mph", 40.2336),
        ("50; 40", 40.0),
        ("walk", 7.0),
        ("none", 130.0),
        ("RO:urban", 50.0),
        ("DE:zone:30", 30.0),
        ("DE:zone30", 30.0),
        ("BE-VLG:rural", 90.0),
        ("DE:motorway", 120.0),
    ],
)
def test_known_forms(value: str, kmh: float) -> None:
    assert parse_maxspeed(value) == pytest.approx(kmh)


@pytest.mark.parametrize(
    "value", [None, "", "signals", "fast", "1", "999", "-50", "RO:moon", "NaN"]
)
def test_unusable_values_are_as_good_as_none(value: str | None) -> None:
    assert parse_maxspeed(value) is None
