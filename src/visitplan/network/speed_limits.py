"""Reading `maxspeed` values."""

from __future__ import annotations

import re

_KMH_PER_MPH = 1.609344
_WALK_KMH = 7.0
_UNLIMITED_KMH = 130.0
# Below this a tag is a typing error, above this no public road.
_SANE_KMH = (5.0, 160.0)
# Implicit limits ("RO:urban"): the commonest national value of each zone; see docs/roads.md.
_ZONES_KMH = {
    "urban": 50.0,
    "rural": 90.0,
    "trunk": 100.0,
    "expressway": 100.0,
    "motorway": 120.0,
    "living_street": 20.0,
    "bicycle_road": 30.0,
    "school": 30.0,
    "walk": _WALK_KMH,
    "none": _UNLIMITED_KMH,
}
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?$")
_ZONE = re.compile(r"^[a-z]{2}(?:-[a-z]+)?:(?:zone:?)?([a-z_]+|\d+)$")


def parse_maxspeed(value: str | None) -> float | None:
    """Give the limit in km/h, or None where the tag says nothing usable.

    Of several values ("50; 40") the lowest counts.
    """
    if not value:
        return None
    limits = [_one(part) for part in re.split(r"[;,|]", value.lower())]
    known = [limit for limit in limits if limit is not None]
    return min(known, default=None)


def _one(text: str) -> float | None:
    text = text.strip()
    if text == "walk":
        return _WALK_KMH
    if text == "none":
        return _UNLIMITED_KMH
    number = _NUMBER.match(text)
    if number:
        scale = _KMH_PER_MPH if number.group(2) == "mph" else 1.0
        return _sane(float(number.group(1)) * scale)
    zone = _ZONE.match(text)
    if not zone:
        return None
    name = zone.group(1)
    return _sane(float(name)) if name.isdecimal() else _ZONES_KMH.get(name)


def _sane(kmh: float) -> float | None:
    return kmh if _SANE_KMH[0] <= kmh <= _SANE_KMH[1] else None
