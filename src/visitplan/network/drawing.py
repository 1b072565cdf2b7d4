"""A network as lines to draw and as a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx
    from numpy.typing import NDArray

    from visitplan.network.road_network import RoadNetwork


def road_lines(
    network: RoadNetwork, bbox: tuple[float, float, float, float] | None
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield class and line of each piece whose bounding box touches `bbox`."""
    first = network.piece_first[:-1]
    inside = np.ones(len(first), np.bool_)
    if bbox is not None:
        south, west, north, east = (value * 1e7 for value in bbox)
        lat, lon = network.shape_lat_e7, network.shape_lon_e7
        inside = (
            (np.maximum.reduceat(lat, first) >= south)
            & (np.minimum.reduceat(lat, first) <= north)
            & (np.maximum.reduceat(lon, first) >= west)
            & (np.minimum.reduceat(lon, first) <= east)
        )
    for piece in np.flatnonzero(inside).tolist():
        yield network.class_name(piece), network.piece_shape(piece)


def to_networkx(network: RoadNetwork) -> nx.MultiDiGraph[int]:
    """Make an OSMnx-shaped graph; node keys are the network's own, `osmid` keeps OSM's."""
    import networkx as nx
    import shapely

    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326", name=network.name)
    lat, lon = network.node_lat_e7 / 1e7, network.node_lon_e7 / 1e7
    graph.add_nodes_from(
        (node, {"y": y, "x": x, "osmid": osm_id})
        for node, (y, x, osm_id) in enumerate(
            zip(lat.tolist(), lon.tolist(), network.node_osm_id.tolist(), strict=True)
        )
    )
    directions = np.bincount(_directions(network), minlength=len(network.piece_class))
    for arc in range(network.arc_count):
        piece = int(network.arc_piece[arc])
        metres = float(network.piece_length_cm[piece]) / 100
        drive_s = float(network.arc_drive_ms[arc]) / 1000
        graph.add_edge(
            int(network.arc_tail[arc]),
            int(network.arc_head[arc]),
            osmid=int(network.piece_way[piece]),
            highway=network.class_name(piece),
            oneway=bool(directions[piece] == 1),
            reversed=not bool(network.arc_forward[arc]),
            length=metres,
            speed_kph=metres * 3.6 / drive_s,
            travel_time=drive_s + float(network.arc_delay_ms[arc]) / 1000,
            geometry=shapely.LineString(network.arc_shape(arc)[:, ::-1]),
        )
    return graph


def _directions(network: RoadNetwork) -> NDArray[np.int64]:
    """Give the piece of each (piece, direction) once; copies of an arc count once."""
    pairs = np.unique(2 * network.arc_piece.astype(np.int64) + network.arc_forward)
    return np.asarray(pairs // 2)
