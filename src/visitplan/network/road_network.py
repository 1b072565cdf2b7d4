"""The road network: nodes, arcs between them, and the shapes of the road pieces."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan.network import drawing, file_format
from visitplan.network.calibration import ROAD_CLASSES, Dayparts
from visitplan.network.snapping import Snap, Snapper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import networkx as nx
    from numpy.typing import NDArray


# eq=False: two networks are compared by `sha256`, and arrays have no truth value.
@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """Drivable roads of one strongly connected area, never changed after creation.

    Arcs are driving directions of road pieces; a junction with turn restrictions has several
    nodes at one place. Coordinates are ten-millionths of a degree, lengths centimetres, times
    milliseconds on a clear road; `arc_delay_ms` is lost at the head of an arc.
    """

    name: str
    sha256: str
    dayparts: Dayparts
    node_lat_e7: NDArray[np.int32]
    node_lon_e7: NDArray[np.int32]
    node_osm_id: NDArray[np.int64]
    arc_tail: NDArray[np.int32]
    arc_head: NDArray[np.int32]
    arc_piece: NDArray[np.int32]
    arc_forward: NDArray[np.bool_]
    arc_drive_ms: NDArray[np.int32]
    arc_delay_ms: NDArray[np.int32]
    piece_class: NDArray[np.uint8]
    piece_way: NDArray[np.int64]
    piece_length_cm: NDArray[np.int32]
    piece_first: NDArray[np.int32]
    shape_lat_e7: NDArray[np.int32]
    shape_lon_e7: NDArray[np.int32]

    @classmethod
    def from_arrays(
        cls, name: str, dayparts: Dayparts, arrays: Mapping[str, NDArray[Any]]
    ) -> RoadNetwork:
        """Make a network and its checksum from its arrays, which become read-only."""
        fixed = {}
        for key, array in arrays.items():
            fixed[key] = np.ascontiguousarray(array)
            fixed[key].flags.writeable = False
        return cls(name, file_format.content_sha256(dayparts, fixed), dayparts, **fixed)

    @property
    def node_count(self) -> int:
        """Count the nodes; copies of restricted junctions count."""
        return len(self.node_lat_e7)

    @property
    def arc_count(self) -> int:
        """Count the arcs."""
        return len(self.arc_tail)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Give south, west, north, east in degrees."""
        lat, lon = self.shape_lat_e7, self.shape_lon_e7
        south, west, north, east = lat.min(), lon.min(), lat.max(), lon.max()
        return int(south) / 1e7, int(west) / 1e7, int(north) / 1e7, int(east) / 1e7

    @functools.cached_property
    def arc_length_cm(self) -> NDArray[np.int32]:
        """Give the length of every arc in centimetres."""
        return self.piece_length_cm[self.arc_piece]

    def arc_shape(self, arc: int) -> NDArray[np.float64]:
        """Give [[lat, lon], ...] of an arc in driving direction."""
        shape = self.piece_shape(int(self.arc_piece[arc]))
        return shape if self.arc_forward[arc] else shape[::-1]

    def piece_shape(self, piece: int) -> NDArray[np.float64]:
        """Give [[lat, lon], ...] of a road piece."""
        part = slice(int(self.piece_first[piece]), int(self.piece_first[piece + 1]))
        return np.column_stack([self.shape_lat_e7[part], self.shape_lon_e7[part]]) / 1e7

    def class_name(self, piece: int) -> str:
        """Give the OpenStreetMap road class of a piece."""
        return ROAD_CLASSES[int(self.piece_class[piece])]

    def save(self, path: Path) -> None:
        """Write the network; a reader sees the old file or the new one, never half of it.

        Raises:
            NetworkNotWrittenError: VP2014.
        """
        file_format.write(path, self.name, self.sha256, self.dayparts, self.arrays())

    @classmethod
    def load(cls, path: Path) -> RoadNetwork:
        """Read a saved network and check that every byte is as saved.

        Raises:
            NetworkFileMissingError: VP2010.
            NetworkFileForeignError: VP2011, some other kind of file.
            NetworkFileVersionError: VP2012, made by another version.
            NetworkFileDamagedError: VP2013.
        """
        content = file_format.read(path)
        return cls(content.name, content.sha256, content.dayparts, **content.arrays)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the arrays by name, in the order they are saved."""
        return {name: getattr(self, name) for name in file_format.ARRAYS}

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Snap:
        """Find the nearest spot on a road for each point in degrees."""
        return self._snapper.snap(np.asarray(lat, np.float64), np.asarray(lon, np.float64))

    @functools.cached_property
    def _snapper(self) -> Snapper:
        return Snapper(self)

    def to_networkx(self) -> nx.MultiDiGraph[int]:
        """Give a graph shaped like OSMnx's: x, y on nodes; length, travel_time on edges."""
        return drawing.to_networkx(self)

    def road_lines(
        self, bbox: tuple[float, float, float, float] | None = None
    ) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Yield (road class, [[lat, lon], ...]) of every road piece, once whatever its directions.

        Args:
            bbox: (south, west, north, east) in degrees; pieces that miss it are left out.
        """
        return drawing.road_lines(self, bbox)
