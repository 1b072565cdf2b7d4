"""The rules and the objective of routing sets, from the instance's own numbers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.bench.literature.case import Tour, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.bench.literature.routing.model import Routing


def judge(instance: Routing, tours: Sequence[Tour]) -> Verdict:
    """Give the length of all tours in the instance's unit."""
    ids = {f"p{node}#1": node for node in range(1, len(instance.places))}
    faults = list(_coverage(instance, ids, tours))
    if faults:
        return Verdict(None, tuple(faults))
    length = Fraction(0)
    for tour in tours:
        nodes = [0, *(ids[visit] for visit in tour.visits), 0]
        faults += _of_tour(instance, tour.case_manager, nodes)
        length += sum((instance.way(a, b) for a, b in pairwise(nodes)), Fraction(0))
    return Verdict(None if faults else length, tuple(faults))


def _coverage(instance: Routing, ids: dict[str, int], tours: Sequence[Tour]) -> Iterator[str]:
    came = Counter(visit for tour in tours for visit in tour.visits)
    for visit in ids:
        if came[visit] != 1:
            yield f"{visit} is visited {came[visit]} times"
    for visit in came.keys() - ids.keys():
        yield f"{visit} is no visit of the instance"
    known = {f"v{n}" for n in range(1, len(instance.vehicles) + 1)}
    for vehicle, count in Counter(tour.case_manager for tour in tours).items():
        if vehicle not in known or count > 1:
            yield f"{vehicle} has {count} tours, or is no vehicle"


def _of_tour(instance: Routing, name: str, nodes: list[int]) -> Iterator[str]:
    vehicle = instance.vehicles[int(name[1:]) - 1]
    load = sum(instance.places[node].demand for node in nodes)
    if load > vehicle.capacity:
        yield f"{name} carries {load} of {vehicle.capacity}"
    if vehicle.clients is not None:
        for node in set(nodes) - vehicle.clients - {0}:
            yield f"{name} may not visit p{node}"
    depot = instance.places[0]
    latest = _latest_leave(instance, nodes)
    if latest < depot.opens:
        yield f"{name} cannot keep the windows of its tour"
    elif vehicle.longest is not None:
        lasts = _return(instance, nodes, latest) - latest
        if lasts > vehicle.longest:
            yield f"{name} is under way for {float(lasts):.3f} of {vehicle.longest}"


def _latest_leave(instance: Routing, nodes: list[int]) -> Fraction:
    """Give the latest leaving that keeps all windows; later leaving never lasts longer."""
    latest = instance.places[0].closes
    for before, after in reversed(list(pairwise(nodes))):
        latest -= instance.way(before, after)
        place = instance.places[before]
        if before:
            latest = min(place.closes, latest - place.service)
            if latest < place.opens:
                return Fraction(-1)
    return latest


def _return(instance: Routing, nodes: list[int], leave: Fraction) -> Fraction:
    now = leave
    for before, after in pairwise(nodes):
        place = instance.places[after]
        now += instance.way(before, after)
        if after:
            now = max(now, place.opens) + place.service
    return now
