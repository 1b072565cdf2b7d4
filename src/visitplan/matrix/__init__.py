"""Travel times between places, and the lines that are driven."""

from visitplan.matrix.errors import PointOffNetworkError
from visitplan.matrix.geometry import route_geometry
from visitplan.matrix.times import Speeds, TravelTimes, travel_times

__all__ = ["PointOffNetworkError", "Speeds", "TravelTimes", "route_geometry", "travel_times"]
