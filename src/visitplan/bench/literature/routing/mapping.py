"""Routing instances as requests: capacity is units, compatibility is credentials."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from visitplan.bench.literature import case
from visitplan.bench.literature.numbers import down, up
from visitplan.bench.literature.routing.judging import judge
from visitplan.domain.patients import Order, Patient, StaffNeed, Window

if TYPE_CHECKING:
    from visitplan.bench.literature.routing.model import Place, Routing, Vehicle
    from visitplan.domain.staff import CaseManager

_ANYBODY = "driver"


def case_of(instance: Routing) -> case.Case:
    """Make the request of an instance.

    Raises:
        InstanceUnsupportedError: VP7007.
    """
    scale = instance.scale_s
    if scale * instance.places[0].closes > case.DAY_S:
        raise instance.refuse("the depot closes after a day's end", instance.places[0].closes)
    kinds = _kinds(instance)
    people = [_person(n, one, instance, kinds) for n, one in enumerate(instance.vehicles, start=1)]
    patients = [_patient(n, instance, kinds) for n in range(1, len(instance.places))]
    seconds = np.array(
        [[-(-scale * cell // instance.parts) for cell in row] for row in instance.distances],
        np.int32,
    )
    return case.Case(
        instance.file.stem, case.request(people, patients), seconds, partial(judge, instance)
    )


def _kinds(instance: Routing) -> dict[frozenset[int] | None, str]:
    found: dict[frozenset[int] | None, str] = {}
    for vehicle in instance.vehicles:
        found.setdefault(vehicle.clients, f"{_ANYBODY}-{len(found) + 1}")
    return found


def _person(
    number: int, vehicle: Vehicle, instance: Routing, kinds: dict[frozenset[int] | None, str]
) -> CaseManager:
    depot, scale = instance.places[0], instance.scale_s
    shift = case.shift(0, up(scale * depot.opens), down(scale * depot.closes))
    person = case.case_manager(f"v{number}", [kinds[vehicle.clients]], [shift])
    longest = vehicle.longest
    most = None if longest is None else min(1440, down(longest * scale / 60))
    limits = {"max_units_per_day": vehicle.capacity, "max_work_minutes_per_day": most}
    return person.model_copy(update=limits)


def _patient(node: int, instance: Routing, kinds: dict[frozenset[int] | None, str]) -> Patient:
    titles = tuple(title for clients, title in kinds.items() if clients is None or node in clients)
    if not titles:
        raise instance.refuse("no vehicle may visit a client", f"node {node + 1}")
    return Patient(
        id=f"p{node}",
        location=case.coordinates(node),
        state=case.STATE,
        orders=(_order(node, instance.places[node], titles, instance),),
    )


def _order(node: int, place: Place, titles: tuple[str, ...], instance: Routing) -> Order:
    scale = instance.scale_s
    minutes = place.service * scale / 60
    if minutes.denominator != 1 or not 0 < minutes <= 1440:
        raise instance.refuse("a visit takes no whole minutes of a day", f"node {node + 1}")
    # The set bounds the start of a service, a request the end of a visit.
    window = Window(
        start=case.clock_time(up(scale * place.opens)),
        end=case.clock_time(down(scale * place.closes) + 60 * int(minutes)),
    )
    return Order(
        id=f"p{node}",
        visits=1,
        minutes=int(minutes),
        windows=(window,),
        staff=(StaffNeed(any_of=titles),),
        units=place.demand,
    )
