"""Fictional addresses beside the roads of a network."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.geo import Coordinates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network import RoadNetwork

METERS_PER_DEGREE = 111_195.0
FARTHEST_M = 22_000.0
"""Addresses lie within this distance of the roads' middle, as one agency's area would."""
CLUSTER_M = 600.0
SNAP_LIMIT_M = 150.0
SHARE_BY_CLASS = {"residential": 1.0, "living_street": 1.0, "unclassified": 0.45, "tertiary": 0.4}
"""Addresses by metre of road, relative to residential streets; other classes have none."""


@dataclass(frozen=True)
class _Streets:
    lines: list[NDArray[np.float64]]
    middles: NDArray[np.float64]
    weights: list[float]


class Places:
    """Draws addresses; those of one network and one generator always come out the same."""

    def __init__(self, network: RoadNetwork, rng: random.Random) -> None:
        self._network = network
        self._rng = rng
        self._streets = _streets(network)
        self._sums = list(accumulate(self._streets.weights))

    def scattered(self, count: int) -> list[Coordinates]:
        """Draw addresses all over the area."""
        return self._draw(count, None, None)

    def near(self, centre: Coordinates, count: int, radius_m: float) -> list[Coordinates]:
        """Draw addresses around a place."""
        distances_m = _distances_m(self._streets.middles, centre.lat, centre.lon)
        inside = np.flatnonzero(distances_m < radius_m).tolist()
        if not inside:
            inside = [int(distances_m.argmin())]
        sums = list(accumulate(self._streets.weights[i] for i in inside))
        return self._draw(count, inside, sums)

    def homes(self, count: int) -> list[Coordinates]:
        """Draw homes of patients: about half of them in clusters of a few neighbours."""
        single = self.scattered(count)
        found: list[Coordinates] = []
        for home in single:
            if len(found) >= count:
                break
            found.append(home)
            if self._rng.random() < 0.25:
                found += self.near(home, self._rng.randint(1, 4), CLUSTER_M)
        del found[count:]
        self._rng.shuffle(found)
        return found

    def _draw(
        self, count: int, choices: list[int] | None, sums: list[float] | None
    ) -> list[Coordinates]:
        found: list[Coordinates] = []
        for _ in range(50):
            missing = count - len(found)
            if not missing:
                break
            spots = [self._beside(choices, sums) for _ in range(missing)]
            lat = np.array([spot.lat for spot in spots])
            lon = np.array([spot.lon for spot in spots])
            near = self._network.snap(lat, lon).distance_m < SNAP_LIMIT_M
            found += [spot for spot, ok in zip(spots, near.tolist(), strict=True) if ok]
        return found

    def _beside(self, choices: list[int] | None, sums: list[float] | None) -> Coordinates:
        """Give a spot 12 to 60 m beside a street, at random along it."""
        options = choices if choices is not None else range(len(self._streets.lines))
        index = self._rng.choices(options, cum_weights=sums or self._sums)[0]
        line = self._streets.lines[index]
        at = self._rng.randrange(len(line) - 1)
        share = self._rng.random()
        lat = float(line[at][0] + share * (line[at + 1][0] - line[at][0]))
        lon = float(line[at][1] + share * (line[at + 1][1] - line[at][1]))
        narrowing = math.cos(math.radians(lat))
        north = float(line[at + 1][0] - line[at][0])
        east = float(line[at + 1][1] - line[at][1]) * narrowing
        length = math.hypot(north, east) or 1.0
        aside = self._rng.choice((-1, 1)) * self._rng.uniform(12, 60) / METERS_PER_DEGREE
        return Coordinates(
            lat=round(lat + aside * east / length, 6),
            lon=round(lon - aside * north / length / narrowing, 6),
        )


def distance_m(a: Coordinates, b: Coordinates) -> float:
    """Give the distance as the crow flies, good enough within one area."""
    north = (b.lat - a.lat) * METERS_PER_DEGREE
    east = (b.lon - a.lon) * METERS_PER_DEGREE * math.cos(math.radians(a.lat))
    return math.hypot(north, east)


def drive_minutes(a: Coordinates, b: Coordinates) -> float:
    """Guess a drive on the safe side: a winding road at 36 km/h and five minutes more."""
    return 5 + distance_m(a, b) * 1.4 / 600


def _streets(network: RoadNetwork) -> _Streets:
    named = [(name, line) for name, line in network.road_lines() if name in SHARE_BY_CLASS]
    if not named:
        named = list(network.road_lines())
    middles = np.array([line.mean(axis=0) for _, line in named])
    centre = np.median(middles, axis=0)
    distances_m = _distances_m(middles, float(centre[0]), float(centre[1]))
    kept = np.flatnonzero(distances_m <= max(FARTHEST_M, float(distances_m.min()))).tolist()
    lines = [named[i][1] for i in kept]
    weights = [
        SHARE_BY_CLASS.get(named[i][0], 1.0) * max(1e-9, _length_degrees(named[i][1])) for i in kept
    ]
    return _Streets(lines, middles[kept], weights)


def _length_degrees(line: NDArray[np.float64]) -> float:
    steps = np.diff(line, axis=0) * (1.0, math.cos(math.radians(float(line[0][0]))))
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def _distances_m(points: NDArray[np.float64], lat: float, lon: float) -> NDArray[np.float64]:
    east = (points[:, 1] - lon) * math.cos(math.radians(lat))
    return np.asarray(np.hypot(points[:, 0] - lat, east) * METERS_PER_DEGREE)
