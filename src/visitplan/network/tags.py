"""Which ways a car may drive, in which direction, and how OpenStreetMap says so.

The rules are told in docs/roads.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitplan.network.calibration import ROAD_CLASSES
from visitplan.network.speed_limits import parse_maxspeed

if TYPE_CHECKING:
    from collections.abc import Mapping

WAY_TAGS = (
    "highway",
    "route",
    "oneway",
    "junction",
    "access",
    "vehicle",
    "motor_vehicle",
    "motorcar",
    "service",
    "tracktype",
    "area",
    "impassable",
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
)
NODE_TAGS = ("highway", "crossing", "barrier", "access", "vehicle", "motor_vehicle", "motorcar")

MARK_NONE, MARK_GIVE_WAY, MARK_CROSSING, MARK_STOP, MARK_SIGNALS, MARK_BLOCKED = range(6)

_CLASS_INDEX = {name: index for index, name in enumerate(ROAD_CLASSES)}
_ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
_BARRED = frozenset(
    {"no", "private", "agricultural", "forestry", "emergency", "military", "psv", "bus"}
)
_WELCOME = frozenset({"yes", "designated", "permissive", "destination", "public", "official"})
_CLOSED_SERVICE = frozenset({"parking_aisle", "drive-through", "drive_through", "emergency_access"})
_ONEWAY_CLASSES = frozenset({"motorway", "motorway_link"})
_PASSABLE_BARRIERS = frozenset(
    {
        "border_control",
        "cattle_grid",
        "entrance",
        "gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "no",
        "sally_port",
        "speed_bump",
        "swing_gate",
        "toll_booth",
    }
)


class WayRule(NamedTuple):
    """What matters of a way for driving: its class, and limits in tenths of km/h by direction.

    A limit of 0 means no usable tag; -1 means this direction may not be driven.
    """

    road_class: int
    forward_limit: int
    backward_limit: int

    def reversed(self) -> WayRule:
        """Give the rule of the same way read from its other end."""
        return WayRule(self.road_class, self.backward_limit, self.forward_limit)


def way_rule(tags: Mapping[str, str]) -> WayRule | None:
    """Give the rule for a way, or None if a car may not or cannot use it."""
    road_class = _road_class(tags)
    if road_class is None or _closed(tags):
        return None
    forward, backward = _directions(tags, road_class)
    if not forward and not backward:
        return None
    return WayRule(
        _CLASS_INDEX[road_class],
        _limit(tags, "maxspeed:forward") if forward else -1,
        _limit(tags, "maxspeed:backward") if backward else -1,
    )


def node_mark(tags: Mapping[str, str]) -> int:
    """Give what a node does to a passing car: nothing, a delay, or a block."""
    barrier = tags.get("barrier")
    if barrier and _blocks(tags, barrier):
        return MARK_BLOCKED
    highway = tags.get("highway")
    if highway == "traffic_signals":
        return MARK_SIGNALS
    if tags.get("crossing") == "traffic_signals":
        return MARK_CROSSING
    if highway == "stop":
        return MARK_STOP
    return MARK_GIVE_WAY if highway == "give_way" else MARK_NONE


def _road_class(tags: Mapping[str, str]) -> str | None:
    highway = tags.get("highway", "").split(";")[0].strip()
    if not highway:
        return "ferry" if tags.get("route") == "ferry" else None
    if highway == "pedestrian":
        return "living_street" if _welcome(tags) else None
    if highway == "track" and not (_welcome(tags) or tags.get("tracktype") == "grade1"):
        return None
    return highway if highway in _CLASS_INDEX and highway != "ferry" else None


def _welcome(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key) in _WELCOME for key in ("motorcar", "motor_vehicle", "vehicle"))


def _closed(tags: Mapping[str, str]) -> bool:
    if tags.get("area") == "yes" or tags.get("impassable") == "yes":
        return True
    return tags.get("service") in _CLOSED_SERVICE or _barred(tags) is True


def _barred(tags: Mapping[str, str]) -> bool | None:
    """Let the most special access key decide; None where no key is set."""
    for key in _ACCESS_KEYS:
        value = tags.get(key)
        if value:
            parts = [part.strip() for part in value.replace("|", ";").split(";")]
            return all(part in _BARRED for part in parts)
    return None


def _blocks(tags: Mapping[str, str], barrier: str) -> bool:
    barred = _barred(tags)
    return barrier not in _PASSABLE_BARRIERS if barred is None else barred


def _directions(tags: Mapping[str, str], road_class: str) -> tuple[bool, bool]:
    oneway = tags.get("oneway", "")
    if oneway in {"yes", "true", "1"}:
        return True, False
    if oneway in {"-1", "reverse"}:
        return False, True
    if oneway in {"no", "false", "0"}:
        return True, True
    if oneway == "reversible":
        return False, False
    if road_class in _ONEWAY_CLASSES or tags.get("junction") in {"roundabout", "circular"}:
        return True, False
    return True, True


def _limit(tags: Mapping[str, str], key: str) -> int:
    kmh = parse_maxspeed(tags.get(key)) or parse_maxspeed(tags.get("maxspeed"))
    return round(kmh * 10) if kmh else 0
