"""Instances in VRPLIB's form with vehicles that may visit only some clients."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from visitplan.bench.literature.errors import (
    InstanceCountError,
    InstanceCutError,
    InstanceNameError,
)
from visitplan.bench.literature.lines import Line, Lines
from visitplan.bench.literature.routing.model import (
    Place,
    Routing,
    Vehicle,
    check_window,
    euclidean,
)

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
_FETCH = "Fetch the file anew, or correct it."
_MINUTE_S = 60
_PARTS = 10**12  # distances are irrational: as good as exact
_SECTIONS = {
    "NODE_COORD_SECTION": 2,
    "DEMAND_SECTION": 1,
    "SERVICE_TIME_SECTION": 1,
    "TIME_WINDOW_SECTION": 2,
    "CAPACITY_SECTION": 1,
    "VEHICLES_ALLOWED_CLIENTS_SECTION": None,
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The specification lines by name, and each section's lines in order."""

    file: Path
    said: dict[str, Line]
    sections: dict[str, list[Line]]

    def number(self, name: str, least: int) -> int:
        line = self._required(self.said, name)
        return line.whole(len(line.words) - 1, name, least=least, most=10_000)

    def rows(self, name: str, count: int) -> list[Line]:
        """Give a section's lines, which are numbered from 1 to `count`."""
        rows = self._required(self.sections, name)
        width = _SECTIONS[name]
        for at, line in enumerate(rows, start=1):
            if line.whole(0, "the row's number") != at:
                said = f"row {at} of {name} belongs here"
                raise InstanceCountError(line.file, line.where, line.text, said, _FETCH)
            if width is not None:
                line.expect(width + 1, name)
        if len(rows) != count:
            raise InstanceCountError(
                self.file,
                f"section {name}",
                str(len(rows)),
                f"{count} rows are due, as the head of the file says",
                _FETCH,
            )
        return rows

    def _required(self, found: dict[str, T], name: str) -> T:
        if name not in found:
            names = ", ".join(found) or "nothing"
            what = f"{name} is missing"
            raise InstanceCutError(self.file, "the whole file", names[:200], what, _FETCH)
        return found[name]


def read(file: Path) -> Routing:
    """Read an instance.

    Raises:
        InstanceError: VP7001 to VP7007.
    """
    parts = _parts(Lines(file))
    count = parts.number("DIMENSION", least=2)
    vehicles = tuple(_vehicles(parts, count))
    places = tuple(_places(parts, count))
    return Routing(file, places, vehicles, euclidean(places, _PARTS), _PARTS, _MINUTE_S)


def _parts(lines: Lines) -> _Parts:
    parts = _Parts(lines.file, {}, {})
    rows: list[Line] | None = None
    while True:
        line = lines.take("EOF")
        word = line.words[0].rstrip(":")
        if word == "EOF":
            lines.finish("EOF allows")
            return parts
        if word in _SECTIONS:
            rows = parts.sections[word] = []
        elif word.endswith("_SECTION"):
            what = "this section is none of the set's"
            raise InstanceNameError(line.file, line.where, word[:60], what, _FETCH)
        elif rows is not None:
            rows.append(line)
        else:
            parts.said[word] = line


def _vehicles(parts: _Parts, count: int) -> list[Vehicle]:
    number = parts.number("VEHICLES", least=1)
    longest = (
        parts.number("VEHICLES_MAX_DURATION", least=0)
        if "VEHICLES_MAX_DURATION" in parts.said
        else 0
    )
    capacities = parts.rows("CAPACITY_SECTION", number)
    allowed = parts.rows("VEHICLES_ALLOWED_CLIENTS_SECTION", number)
    return [
        Vehicle(
            capacity.whole(1, "the capacity", most=10_000),
            _clients(line, count),
            Fraction(longest) if longest else None,
        )
        for capacity, line in zip(capacities, allowed, strict=True)
    ]


def _clients(line: Line, count: int) -> frozenset[int]:
    return frozenset(
        line.whole(at, "a client", least=2, most=count) - 1 for at in range(1, len(line.words))
    )


def _places(parts: _Parts, count: int) -> list[Place]:
    places: list[Place] = []
    names = ("NODE_COORD", "DEMAND", "SERVICE_TIME", "TIME_WINDOW")
    sections = (parts.rows(f"{name}_SECTION", count) for name in names)
    for where, demand, service, window in zip(*sections, strict=True):
        opens, closes = window.number_at(1, "the opening"), window.number_at(2, "the closing")
        check_window(window, opens, closes)
        places.append(
            Place(
                where.number_at(1, "x", least=None),
                where.number_at(2, "y", least=None),
                demand.whole(1, "the demand", most=10_000),
                opens,
                closes,
                service.number_at(1, "the service time"),
            )
        )
    return places
