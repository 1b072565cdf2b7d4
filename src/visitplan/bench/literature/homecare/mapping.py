"""Home care instances as requests: a minute is sixty seconds, and everybody has all day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from visitplan.bench.literature import case
from visitplan.bench.literature.errors import InstanceUnsupportedError
from visitplan.bench.literature.homecare.judging import judge
from visitplan.bench.literature.numbers import down, up
from visitplan.domain.patients import After, Order, Patient, StaffNeed, Window

if TYPE_CHECKING:
    from fractions import Fraction

    from visitplan.bench.literature.homecare.reading import Client, HomeCare

_ALL_DAY_MINUTES = 1440
_WHOLE = "A request counts visits and offsets in whole minutes: leave this instance out."


def case_of(instance: HomeCare) -> case.Case:
    """Make the request of an instance.

    Raises:
        InstanceUnsupportedError: VP7007.
    """
    shift = case.shift(0, 0, case.DAY_S)
    people = [
        case.case_manager(f"c{n}", [_title(service) for service in sorted(abilities)], [shift])
        for n, abilities in enumerate(instance.abilities, start=1)
    ]
    patients = [_patient(n, client) for n, client in enumerate(instance.clients, start=1)]
    seconds = np.array([[up(60 * cell) for cell in row] for row in instance.minutes], np.int32)
    return case.Case(
        instance.name,
        case.request(people, patients, late_window=1, late_window_max=1),
        seconds,
        partial(judge, instance),
    )


def _title(service: int) -> str:
    return f"service-{service}"


def _patient(node: int, client: Client) -> Patient:
    return Patient(
        id=f"p{node}",
        location=case.coordinates(node),
        state=case.STATE,
        orders=tuple(_orders(node, client)),
    )


def _orders(node: int, client: Client) -> list[Order]:
    if client.together != "sequential":
        if len(set(client.durations)) > 1:
            client.where.refuse(
                InstanceUnsupportedError, "two services at once take different times", _WHOLE
            )
        return [_order(f"p{node}", client, client.services, client.durations[0])]
    after = After(
        order=f"p{node}/1",
        min_minutes=_whole(client.least, client),
        max_minutes=_whole(client.most, client),
    )
    first, second = (
        _order(f"p{node}/{k}", client, (client.services[k - 1],), client.durations[k - 1])
        for k in (1, 2)
    )
    return [first, second.model_copy(update={"after": after})]


def _order(name: str, client: Client, services: tuple[int, ...], duration: Fraction) -> Order:
    minutes = _whole(duration, client)
    if not 0 < minutes <= _ALL_DAY_MINUTES:
        client.where.refuse(InstanceUnsupportedError, f"a visit takes {minutes} minutes", _WHOLE)
    # The set bounds the start of a service, a request the end of a visit.
    window = Window(
        start=case.clock_time(up(60 * client.opens)),
        end=case.clock_time(down(60 * client.closes) + 60 * minutes),
    )
    return Order(
        id=name,
        visits=1,
        minutes=minutes,
        windows=(window,),
        max_late_minutes=_ALL_DAY_MINUTES,
        staff=tuple(StaffNeed(any_of=(_title(service),)) for service in services),
    )


def _whole(minutes: Fraction, client: Client) -> int:
    if minutes.denominator != 1:
        client.where.refuse(InstanceUnsupportedError, f"{minutes} is no whole minute", _WHOLE)
    return int(minutes)
