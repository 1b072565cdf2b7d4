"""Faults of a request that only the road network can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.examination import examine, warn
from visitplan.domain.faults.places import (
    coordinates_text,
    places_of,
    places_of_draft,
    swapped_fault,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from visitplan.domain.faults.places import Place
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def network_faults(
    request: PlanRequest, network: RoadNetwork, max_snap_m: float | None = None
) -> tuple[Fault, ...]:
    """Give a fault for each place that is too far from any road of the network.

    Args:
        request: A request that loaded.
        network: The roads to drive on.
        max_snap_m: Metres that count as far; by default what travel times allow.
    """
    limit_m = _max_snap_m() if max_snap_m is None else max_snap_m
    return tuple(_faults(list(places_of(request)), network, limit_m))


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a request document, and what should be known of it."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def find(data: bytes, network: RoadNetwork | None = None) -> Findings:
    """Give every fault and warning of a request document.

    Args:
        data: The document.
        network: The roads to drive on, for places that lie off them; None leaves these out.
    """
    draft, faults = examine(data)
    if draft is None:
        return Findings(faults, ())
    if network is not None:
        told = {fault.pointer for fault in faults}
        places = [place for place in places_of_draft(draft) if place[0] not in told]
        faults = (*faults, *_faults(places, network, _max_snap_m()))
    return Findings(faults, warn(draft))


def all_faults(data: bytes, network: RoadNetwork | None = None) -> tuple[Fault, ...]:
    """Give every fault of a request document, as `find` does."""
    return find(data, network).faults


def _max_snap_m() -> float:
    from visitplan.matrix.endpoints import MAX_SNAP_M

    return MAX_SNAP_M


def _faults(places: list[Place], network: RoadNetwork, max_snap_m: float) -> Iterator[Fault]:
    distances = _distances(places, network)
    for (where, whose, place), metres in zip(places, distances, strict=True):
        if metres <= max_snap_m:
            continue
        if _inside(network, place.lon, place.lat) and not _inside(network, place.lat, place.lon):
            why = f"exchanged, it lies inside the road network {network.name}"
            yield swapped_fault(where, whose, place, why)
            continue
        yield Fault(
            "VP1273",
            where,
            coordinates_text(place),
            f"{whose} lies {metres / 1000:.1f} km from the nearest road of the network "
            f"{network.name}; the limit is {max_snap_m:.0f} m",
            "Correct the coordinates, or build a network that covers the place.",
        )


def _distances(places: list[Place], network: RoadNetwork) -> NDArray[np.float64]:
    import numpy as np

    lat = np.array([place.lat for _, _, place in places])
    lon = np.array([place.lon for _, _, place in places])
    return network.snap(lat, lon).distance_m


def _inside(network: RoadNetwork, lat: float, lon: float) -> bool:
    south, west, north, east = network.bounds
    return south <= lat <= north and west <= lon <= east
