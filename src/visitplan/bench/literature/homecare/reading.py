"""Home care instances: JSON with patients, caregivers and a matrix of minutes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from visitplan.bench.literature.errors import (
    InstanceCountError,
    InstanceNameError,
    InstanceNumberError,
    InstanceWindowError,
)
from visitplan.bench.literature.tree import Value, document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Together = Literal["alone", "simultaneous", "sequential"]


@dataclass(frozen=True, slots=True)
class Client:
    """A patient: minutes of the window in which each service starts, and one or two services.

    `services` are numbers of services, `least` and `most` the minutes from the
    first start to the second one's where they are in sequence.
    """

    opens: Fraction
    closes: Fraction
    services: tuple[int, ...]
    durations: tuple[Fraction, ...]
    together: Together
    least: Fraction
    most: Fraction
    where: Value


@dataclass(frozen=True, slots=True)
class HomeCare:
    """One instance; node 0 is the depot, node n the n-th patient; times are minutes."""

    name: str
    clients: tuple[Client, ...]
    abilities: tuple[frozenset[int], ...]
    minutes: tuple[tuple[Fraction, ...], ...]


def read(file: Path) -> HomeCare:
    """Read an instance.

    Raises:
        InstanceError: VP7001 to VP7007.
    """
    root = document(file)
    services = _numbered(root.field("services").entries(least=1))
    caregivers = list(root.field("caregivers").entries(least=1))
    _numbered(caregivers)
    patients = list(root.field("patients").entries(least=1))
    _numbered(patients)
    offices = list(root.field("central_offices").entries())
    if len(offices) != 1:
        root.field("central_offices").refuse(InstanceCountError, "one office belongs here")
    return HomeCare(
        file.stem,
        tuple(_client(patient, services) for patient in patients),
        tuple(
            frozenset(_known(entry, services) for entry in one.field("abilities").entries())
            for one in caregivers
        ),
        tuple(
            tuple(cell.number() for cell in row.entries(len(patients) + 1))
            for row in root.field("distances").entries(len(patients) + 1)
        ),
    )


def _numbered(entries: Iterable[Value]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        name = entry.field("id")
        if name.text() in found:
            name.refuse(InstanceNameError, "the id stands twice")
        found[name.text()] = len(found)
    return found


def _known(entry: Value, services: dict[str, int]) -> int:
    if entry.text() not in services:
        entry.refuse(InstanceNameError, "no service has this id")
    return services[entry.text()]


def _client(patient: Value, services: dict[str, int]) -> Client:
    window = patient.field("time_window")
    opens, closes = (moment.number() for moment in window.entries(2))
    if closes < opens:
        window.refuse(InstanceWindowError, f"the window closes at {closes}, before {opens}")
    needs = list(patient.field("required_caregivers").entries(least=1))
    if len(needs) > 2:
        patient.field("required_caregivers").refuse(InstanceCountError, "one or two belong here")
    durations = tuple(need.field("duration").number() for need in needs)
    together, least, most = _together(patient, len(needs))
    return Client(
        opens,
        closes,
        tuple(_known(need.field("service"), services) for need in needs),
        durations,
        together,
        least,
        most,
        patient,
    )


def _together(patient: Value, needs: int) -> tuple[Together, Fraction, Fraction]:
    nothing = Fraction(0)
    if needs == 1:
        return "alone", nothing, nothing
    sync = patient.field("synchronization")
    kind = sync.field("type")
    if kind.text() == "simultaneous":
        return "simultaneous", nothing, nothing
    if kind.text() != "sequential":
        kind.refuse(InstanceNameError, "simultaneous or sequential belongs here")
    distance = sync.field("distance")
    least, most = (bound.number() for bound in distance.entries(2))
    if most < least:
        distance.refuse(InstanceNumberError, "the most minutes are fewer than the least")
    return "sequential", least, most
