"""A route as GeoJSON (RFC 7946): the driven line of each leg, a point for each stop.

Opaque ids only: no name, no address, no programme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.clock import Clock
from visitplan.render.errors import NothingToDrawError
from visitplan.render.lines import leg_lines
from visitplan.render.places import Directory, route_places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.plan import Plan, Route, Stop
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork

_DECIMALS = 6  # about 0.1 m


def route_geojson(
    request: PlanRequest, plan: Plan, route: Route, network: RoadNetwork
) -> dict[str, object]:
    """Give a FeatureCollection; legs come before the stop they lead to, the way back last.

    A leg that ends where it begins has no line and so no feature. Times carry
    the UTC offset of the request's zone.

    Raises:
        PlanMismatchError: VP6001, the plan is not one of this request.
        NothingToDrawError: VP6004, the route is not one of this plan.
    """
    if route not in plan.routes:
        raise NothingToDrawError(route.case_manager, route.date.isoformat())
    places = route_places(Directory.of(request), route)
    clock = Clock.of(request.horizon.timezone)
    legs = leg_lines(network, places)
    features: list[dict[str, object]] = []
    for number, (stop, place, leg) in enumerate(
        zip(route.stops, places.stops, legs[:-1], strict=True), start=1
    ):
        features += _leg(number, leg, stop.drive_seconds, stop.drive_meters)
        features.append(_feature("Point", _position(place), _stop(number, stop, clock)))
    features += _leg(len(legs), legs[-1], route.return_drive_seconds, route.return_drive_meters)
    return {"type": "FeatureCollection", "features": features}


def _leg(
    number: int, line: NDArray[np.float64], seconds: int, meters: int
) -> list[dict[str, object]]:
    positions = [[round(lon, _DECIMALS), round(lat, _DECIMALS)] for lat, lon in line.tolist()]
    if len(positions) < 2:
        return []
    properties = {"kind": "leg", "leg": number, "drive_seconds": seconds, "drive_meters": meters}
    return [_feature("LineString", positions, properties)]


def _stop(number: int, stop: Stop, clock: Clock) -> dict[str, object]:
    return {
        "kind": stop.kind,
        "number": number,
        "visit": stop.visit,
        "patient": stop.patient,
        "appointment": stop.appointment,
        "with": list(stop.with_),
        "arrive": stop.arrive.astimezone(clock.tz).isoformat(),
        "start": stop.start.astimezone(clock.tz).isoformat(),
        "end": stop.end.astimezone(clock.tz).isoformat(),
        "arrival_seconds": stop.arrival_seconds,
        "wait_seconds": stop.wait_seconds,
    }


def _feature(
    geometry: str, coordinates: object, properties: dict[str, object]
) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": properties,
    }


def _position(place: Coordinates) -> list[float]:
    return [round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)]
