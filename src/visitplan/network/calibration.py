"""How fast road classes are driven: the figures of `visitplan_data/speeds.yaml`."""

from __future__ import annotations

import functools
import importlib.resources
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.network.errors import SpeedDataError

if TYPE_CHECKING:
    from collections.abc import Mapping

# From the most to the least important; an index into this tuple is what networks store.
ROAD_CLASSES = (
    "motorway",
    "trunk",
    "motorway_link",
    "trunk_link",
    "primary",
    "secondary",
    "primary_link",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "road",
    "living_street",
    "service",
    "track",
    "ferry",
)
DELAYS = (
    "traffic_signals",
    "signal_crossing",
    "stop",
    "give_way",
    "join_major",
    "junction",
    "ferry_boarding",
)


@dataclass(frozen=True, slots=True)
class Dayparts:
    """Rush-hour factors: percent by metric and road class, and when each metric holds.

    Anchors are seconds of the local day, ascending.
    """

    anchors_s: tuple[int, ...]
    anchor_metric: tuple[int, ...]
    percent: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Free-flow speeds by road class, delays in milliseconds, and parts of the day."""

    typical_kmh: tuple[float, ...]
    factor: tuple[float, ...]
    flowing: tuple[bool, ...]
    delay_ms: Mapping[str, int]
    dayparts: Dayparts


@functools.cache
def default_calibration() -> Calibration:
    """Read the calibration that ships with the program."""
    text = importlib.resources.files("visitplan_data").joinpath("speeds.yaml").read_text("utf-8")
    return parse_calibration(text)


def parse_calibration(text: str) -> Calibration:
    """Read a calibration from YAML.

    Raises:
        SpeedDataError: VP2030, naming the figure that is missing or impossible.
    """
    import yaml  # only builds read speeds

    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SpeedDataError("the whole file", str(error), "Write it as YAML.") from error
    if not isinstance(data, dict):
        raise SpeedDataError("the whole file", data, "Give classes, delays_s and dayparts.")
    classes = _mapping(data, "classes")
    rows = [_mapping(classes, name, "classes.") for name in ROAD_CLASSES]
    names = list(zip(ROAD_CLASSES, rows, strict=True))
    delays = _mapping(data, "delays_s")
    return Calibration(
        typical_kmh=tuple(_number(r, "typical_kmh", f"classes.{n}", 3, 150) for n, r in names),
        factor=tuple(_number(r, "factor", f"classes.{n}", 0.1, 1.5) for n, r in names),
        flowing=tuple(bool(row.get("flowing", False)) for row in rows),
        delay_ms={n: round(_number(delays, n, "delays_s", 0, 7200) * 1000) for n in DELAYS},
        dayparts=_dayparts(_mapping(data, "dayparts")),
    )


def _dayparts(data: Mapping[str, object]) -> Dayparts:
    metrics = _mapping(data, "metrics", "dayparts.")
    names = list(metrics)
    rows = [_mapping(metrics, name, "dayparts.metrics.") for name in names]
    percent = tuple(
        tuple(round(_number(row, _named(row, c), f"metric {n}", 50, 500)) for c in ROAD_CLASSES)
        for n, row in zip(names, rows, strict=True)
    )
    anchors = data.get("anchors")
    if not isinstance(anchors, list) or not anchors:
        raise SpeedDataError("dayparts.anchors", anchors, "List at least one time and metric.")
    times = tuple(_second_of_day(_field(anchor, "time")) for anchor in anchors)
    if list(times) != sorted(set(times)):
        raise SpeedDataError("dayparts.anchors", times, "Give ascending times.")
    used = [_field(anchor, "metric") for anchor in anchors]
    for name in used:
        if name not in names:
            raise SpeedDataError("dayparts.anchors", name, f"Use one of {', '.join(names)}.")
    return Dayparts(times, tuple(names.index(str(name)) for name in used), percent)


def _named(row: Mapping[str, object], road_class: str) -> str:
    return road_class if road_class in row else "other"


def _field(anchor: object, name: str) -> object:
    if not isinstance(anchor, dict) or name not in anchor:
        raise SpeedDataError("dayparts.anchors", anchor, f"Each entry needs {name}.")
    return anchor[name]


def _second_of_day(value: object) -> int:
    parts = str(value).split(":")
    if len(parts) == 2 and all(part.isdecimal() for part in parts):
        hours, minutes = int(parts[0]), int(parts[1])
        if hours < 24 and minutes < 60:
            return hours * 3600 + minutes * 60
    raise SpeedDataError("dayparts.anchors.time", value, 'Write it as "HH:MM", in quotes.')


def _mapping(data: Mapping[str, object], name: str, prefix: str = "") -> Mapping[str, object]:
    value = data.get(name)
    if not isinstance(value, dict):
        raise SpeedDataError(f"{prefix}{name}", value, "Give a table here.")
    return value


def _number(
    row: Mapping[str, object], name: str, where: str, smallest: float, largest: float
) -> float:
    value = row.get(name)
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not smallest <= float(value) <= largest:  # type: ignore[arg-type] # good says so
        raise SpeedDataError(
            f"{where}.{name}", value, f"Give a number from {smallest} to {largest}."
        )
    return float(value)  # type: ignore[arg-type] # checked above
