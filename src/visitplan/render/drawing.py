"""One route's lines and marks, as map.js wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan.render.lines import leg_lines
from visitplan.render.polyline import DECIMALS, encode_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.network import RoadNetwork
    from visitplan.render.itinerary import Itinerary


@dataclass(frozen=True, slots=True)
class RouteDrawing:
    """A route and the line of each of its legs."""

    route: Itinerary
    legs: tuple[NDArray[np.float64], ...]

    @property
    def all_lines(self) -> tuple[NDArray[np.float64], ...]:
        """Everything that the map must show: the legs, and the places as one more line."""
        return (*(leg for leg in self.legs if len(leg)), self.places)

    @property
    def places(self) -> NDArray[np.float64]:
        """Start, stops and end as [lat, lon] rows."""
        return np.array([[place.lat, place.lon] for place in self.route.places.all])

    def for_script(self, color: str, *, shared: bool) -> dict[str, object]:
        """Give the route for map.js; on a map shared with other routes each label says whose."""
        route = self.route
        whose = f" \N{MIDDLE DOT} {route.case_manager}" if shared else ""
        round_trip = route.places.start == route.places.end
        return {
            "key": route.key,
            "date": route.date,
            "case_manager": route.case_manager,
            "color": color,
            "start": _pair(route.places.start),
            "end": _pair(route.places.end),
            "start_label": f"{'Start and end' if round_trip else 'Start'} {route.case_manager}",
            "end_label": None if round_trip else f"End {route.case_manager}",
            "legs": [encode_lines([leg]) for leg in self.legs],
            "stops": [
                {
                    "number": entry.number,
                    "kind": entry.kind,
                    "label": entry.label + whose,
                    "at": _pair(entry.place),
                }
                for entry in route.entries
            ],
        }


def draw_route(network: RoadNetwork, route: Itinerary) -> RouteDrawing:
    """Find the driven lines of a route."""
    return RouteDrawing(route, leg_lines(network, route.places))


def _pair(place: Coordinates) -> list[float]:
    return [round(place.lat, DECIMALS), round(place.lon, DECIMALS)]
