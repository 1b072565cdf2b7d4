"""The pages: one for a route, one for the whole plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from visitplan.render.box import Box
from visitplan.render.colors import color, tone
from visitplan.render.drawing import RouteDrawing, draw_route
from visitplan.render.errors import NothingToDrawError
from visitplan.render.itinerary import Itinerary, itineraries, kinds_shown
from visitplan.render.overview import Overview, overview
from visitplan.render.roads import (
    ROUTE_ROADS_CHARACTERS,
    WEEK_ROADS_CHARACTERS,
    RoadsUnderneath,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitplan.domain.plan import Plan, Route
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork

_FICTIONAL_MIDDLE = (36.6, -69.0)  # open Atlantic: no real road lies there
FICTIONAL_ATTRIBUTION = "Fictional sample region: no real place"


@dataclass(frozen=True, slots=True)
class RouteView:
    """What the template of a route's page shows."""

    routes: tuple[Itinerary, ...]
    attribution: str | None
    week_href: str | None

    @property
    def signs(self) -> tuple[tuple[str, str], ...]:
        """Kinds of stops for the legend, with their words."""
        return kinds_shown(self.routes)


@dataclass(frozen=True, slots=True)
class PlanDrawing:
    """A plan with the lines of all its routes, so that several pages share the search for them."""

    request: PlanRequest
    plan: Plan
    routes: tuple[Itinerary, ...]
    drawings: tuple[RouteDrawing, ...]
    attribution: str | None
    positions: dict[str, int] = field(repr=False)
    box: Box
    roads: RoadsUnderneath = field(repr=False)

    @classmethod
    def of(
        cls,
        request: PlanRequest,
        plan: Plan,
        network: RoadNetwork,
        *,
        only: Route | None = None,
        attribution: str | None = None,
    ) -> PlanDrawing:
        """Find the lines of all routes, or of `only` one.

        Raises:
            PlanMismatchError: VP6001, the plan is not one of this request.
            NothingToDrawError: VP6004, `only` is no route of the plan.
        """
        routes = itineraries(request, plan)
        if only is not None:
            routes = tuple(
                itinerary
                for itinerary, route in zip(routes, plan.routes, strict=True)
                if route == only
            )[:1]
            if not routes:
                raise NothingToDrawError(only.case_manager, only.date.isoformat())
        if attribution is None and is_fictional(network):
            attribution = FICTIONAL_ATTRIBUTION
        drawings = tuple(draw_route(network, itinerary) for itinerary in routes)
        positions = {person.id: i for i, person in enumerate(request.case_managers)}
        lines = [line for drawing in drawings for line in drawing.all_lines]
        box = Box.around(lines) if lines else Box(*network.bounds)
        roads = RoadsUnderneath(network, box.with_margin())
        return cls(request, plan, routes, drawings, attribution, positions, box, roads)

    def color(self, route: Itinerary) -> str:
        """Give the colour of a route's case manager."""
        return color(self.positions[route.case_manager])

    def route_page(self, index: int, *, week_href: str | None = None) -> str:
        """Give the page of the route at an index of `routes`."""
        from visitplan.render.offline_map import MapPage  # lazy: folium is slow to import

        route, drawing = self.routes[index], self.drawings[index]
        view = RouteView((route,), self.attribution, week_href)
        title = f"Route {route.date} {route.case_manager}"
        data = self._data((drawing,), (route,), ROUTE_ROADS_CHARACTERS, shared=False)
        return str(MapPage("route.html", title, view, data).render())

    def week_page(self, links: Mapping[str, str] | None = None) -> str:
        """Give the page of the whole plan; `links` name route pages by the routes' keys."""
        from visitplan.render.colors import tone_style
        from visitplan.render.offline_map import MapPage  # lazy: folium is slow to import

        tones = {name: tone(position) for name, position in self.positions.items()}
        view: Overview = overview(
            self.request, self.plan, self.routes, tones, dict(links or {}), self.attribution
        )
        data = self._data(self.drawings, self.routes, WEEK_ROADS_CHARACTERS, shared=True)
        title = f"Routes from {self.request.horizon.first_day.isoformat()}"
        return str(MapPage("week.html", title, view, data, tone_style()).render())

    def _data(
        self,
        drawings: Sequence[RouteDrawing],
        routes: Sequence[Itinerary],
        budget: int,
        *,
        shared: bool,
    ) -> dict[str, object]:
        lines = [line for drawing in drawings for line in drawing.all_lines]
        box = Box.around(lines) if lines else self.box
        places = np.concatenate([d.places for d in drawings]) if drawings else np.empty((0, 2))
        return {
            "bounds": box.corners(),
            "roads": self.roads.within(box.with_margin(), places, budget),
            "routes": [
                drawing.for_script(self.color(route) if shared else color(0), shared=shared)
                for drawing, route in zip(drawings, routes, strict=True)
            ],
        }


def is_fictional(network: RoadNetwork) -> bool:
    """Tell the embedded sample region, which holds no data of OpenStreetMap, by where it lies."""
    south, west, north, east = network.bounds
    middle = ((south + north) / 2, (west + east) / 2)
    return bool(np.abs(np.subtract(middle, _FICTIONAL_MIDDLE)).max() < 0.5)


def route_page(
    request: PlanRequest,
    plan: Plan,
    route: Route,
    network: RoadNetwork,
    *,
    attribution: str | None = None,
) -> str:
    """Give the whole HTML page of one route of a plan.

    Args:
        request: What the plan was made from.
        plan: The plan.
        route: One of the plan's routes.
        network: Roads to draw the lines on.
        attribution: Text instead of the OpenStreetMap attribution.

    Raises:
        PlanMismatchError: VP6001, the plan is not one of this request.
        NothingToDrawError: VP6004, the route is not one of this plan.
    """
    drawing = PlanDrawing.of(request, plan, network, only=route, attribution=attribution)
    return drawing.route_page(0)


def week_page(
    request: PlanRequest, plan: Plan, network: RoadNetwork, *, attribution: str | None = None
) -> str:
    """Give the whole HTML page of a plan: all routes by day and person, and what is left out.

    Raises:
        PlanMismatchError: VP6001, the plan is not one of this request.
    """
    return PlanDrawing.of(request, plan, network, attribution=attribution).week_page()
