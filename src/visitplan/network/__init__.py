"""The road network: built from OpenStreetMap, saved, searched and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.network.closures import closed_arcs
from visitplan.network.road_network import RoadNetwork
from visitplan.network.snapping import Snap

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RoadNetwork", "Snap", "build_network", "closed_arcs", "download_network"]


def build_network(source: Path, *, name: str | None = None) -> RoadNetwork:
    """Build a network from an extract: .osm, .osm.gz, .osm.bz2 or .osm.pbf.

    Args:
        source: The extract; its objects may lie in any order.
        name: Name of the network; by default the file's name without its ending.

    Raises:
        NetworkError: VP2001 to VP2004.
    """
    from visitplan.network.assembly import assemble
    from visitplan.network.osm_reader import read_extract

    return assemble(read_extract(source), name or source.name.split(".osm")[0])


def download_network(place: str) -> RoadNetwork:
    """Download the roads of a place by its name, through OSMnx.

    Raises:
        NetworkError: VP2020 if the place is unknown or the download fails, VP2004 without roads.
    """
    from visitplan.network.assembly import assemble
    from visitplan.network.download import download_roads

    return assemble(download_roads(place), place)
