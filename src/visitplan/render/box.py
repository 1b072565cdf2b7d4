"""The stretch of country that a page shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Box:
    """South, west, north and east in degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, lines: Sequence[NDArray[np.float64]]) -> Box:
        """Give the smallest box around arrays of [lat, lon] rows."""
        points = np.concatenate([line for line in lines if len(line)])
        south, west = points.min(axis=0)
        north, east = points.max(axis=0)
        return cls(float(south), float(west), float(north), float(east))

    def with_margin(self, share: float = 0.15, least_km: float = 0.8) -> Box:
        """Give a box wider by a share of its longer side, and not flatter than two to one.

        Windows and paper are wider or higher than a route, and a map that ends
        at the last stop looks torn.
        """
        narrow = math.cos(math.radians((self.south + self.north) / 2))
        height = (self.north - self.south) * KM_PER_DEGREE
        width = (self.east - self.west) * KM_PER_DEGREE * narrow
        margin = max(share * max(height, width), least_km)
        up = max(margin, (width / 2 - height) / 2) / KM_PER_DEGREE
        aside = max(margin, (height / 2 - width) / 2) / KM_PER_DEGREE / narrow
        return Box(self.south - up, self.west - aside, self.north + up, self.east + aside)

    def corners(self) -> list[list[float]]:
        """Give south-west and north-east as [lat, lon], rounded to five decimals."""
        return [
            [round(self.south, 5), round(self.west, 5)],
            [round(self.north, 5), round(self.east, 5)],
        ]
