"""A guess at the time zone of a network, for requests that name none."""

from __future__ import annotations

from visitplan.network import RoadNetwork

# South, west, north, east in degrees; the first box that holds the middle decides.
BOXES = (
    ((24.0, -85.5, 50.0, -60.0), "America/New_York"),
    ((24.0, -102.0, 50.0, -85.5), "America/Chicago"),
    ((24.0, -114.5, 50.0, -102.0), "America/Denver"),
    ((30.0, -126.0, 50.0, -114.5), "America/Los_Angeles"),
    ((36.5, -10.0, 42.2, -6.2), "Europe/Lisbon"),
    ((49.8, -11.0, 61.0, 2.0), "Europe/London"),
    ((35.0, -9.5, 71.5, 20.0), "Europe/Berlin"),
)


def guess(network: RoadNetwork) -> str:
    """Give the zone of the box that holds the middle, else one of whole hours by longitude."""
    south, west, north, east = network.bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    for box, zone in BOXES:
        if box[0] <= lat <= box[2] and box[1] <= lon <= box[3]:
            return zone
    hours = round(lon / 15)
    # The signs of these zones are reversed by POSIX custom.
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
