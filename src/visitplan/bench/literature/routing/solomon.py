"""Instances in Solomon's text form: a fleet line and a table of customers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import InstanceCountError, InstanceCutError
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

_PARTS = 10  # the set cuts distances off to a tenth
_FETCH = "Fetch the file anew, or correct it."


def read(file: Path) -> Routing:
    """Read an instance.

    Raises:
        InstanceError: VP7001 to VP7007.
    """
    lines = Lines(file)
    lines.take("the instance's name")
    _heading(lines, "VEHICLE")
    _heading(lines, "NUMBER")
    fleet = lines.take("the number of vehicles and their capacity")
    fleet.expect(2, "the fleet")
    number = fleet.whole(0, "the number of vehicles", least=1, most=10_000)
    capacity = fleet.whole(1, "the capacity", most=10_000)
    _heading(lines, "CUSTOMER")
    _heading(lines, "CUST")
    places = tuple(_places(lines))
    if len(places) < 2:
        lines.take("the first customer")
    draft = Routing(
        file, places, (Vehicle(capacity),) * number, euclidean(places, _PARTS), _PARTS, 0
    )
    return replace(draft, scale_s=_scale(draft))


def _heading(lines: Lines, word: str) -> None:
    line = lines.take(f"the heading {word}")
    if line.words[0].upper().rstrip(".") != word:
        said = f"the heading {word} belongs here"
        raise InstanceCutError(line.file, line.where, line.text, said, _FETCH)


def _places(lines: Lines) -> list[Place]:
    places: list[Place] = []
    while lines.peek() is not None:
        line = lines.take("a customer")
        line.expect(7, "a customer")
        if line.whole(0, "the customer's number") != len(places):
            said = f"customer {len(places)} belongs here"
            raise InstanceCountError(line.file, line.where, line.text, said, _FETCH)
        places.append(_place(line))
    return places


def _place(line: Line) -> Place:
    opens, closes = line.number_at(4, "the ready time"), line.number_at(5, "the due date")
    check_window(line, opens, closes)
    return Place(
        line.number_at(1, "x", least=None),
        line.number_at(2, "y", least=None),
        line.whole(3, "the demand", most=10_000),
        opens,
        closes,
        line.number_at(6, "the service time"),
    )


def _scale(draft: Routing) -> int:
    """Give the least seconds of a unit that make all services whole minutes.

    A tenth of a unit is a whole number of seconds, so that no time is rounded.
    """
    services = {place.service for place in draft.places}
    for tenth_s in range(1, 61):
        if all((service * _PARTS * tenth_s / 60).denominator == 1 for service in services):
            return _PARTS * tenth_s
    raise draft.refuse("service times are no whole tenths", max(services))
