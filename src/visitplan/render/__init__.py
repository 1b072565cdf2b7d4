"""Maps of a plan as pages that ask nobody for anything, and routes as GeoJSON."""

from visitplan.render.files import write_maps
from visitplan.render.geojson import route_geojson
from visitplan.render.pages import route_page, week_page

__all__ = ["route_geojson", "route_page", "week_page", "write_maps"]
