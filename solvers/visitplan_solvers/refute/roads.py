"""The least that any way between places takes, whatever lies in between and whatever the hour.

A proof may only count driving that no plan can avoid. Times by part of day are
taken at their least, and a way over other places counts where it is shorter
than the direct one (turns at a stop are free, so that does happen).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.compiled.places import places

if TYPE_CHECKING:
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager
    from visitplan.matrix import TravelTimes

Ints = NDArray[np.int64]

FAR = 1 << 40
"""Seconds of a way that does not exist."""
MOST_CLOSED = 900
"""Most places whose ways over one another are followed; beyond, only single legs are."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Least seconds of driving; places are numbers in `index`."""

    index: dict[Coordinates, int]
    leg: Ints
    """Least seconds of one drive."""
    way: Ints | None
    """Least seconds over any places; None where there are too many."""
    there: Ints
    """Least seconds by person and place, from the person's start, each drive short enough."""
    back: Ints
    """The same to the person's end."""

    def between(self, i: int, j: int) -> int:
        """Give the least seconds from place to place; 0 where it is not known."""
        return 0 if self.way is None else int(self.way[i, j])

    def into(self, at: Ints) -> Ints:
        """Give for each of some places the least drive that first leads to it from another.

        Args:
            at: Distinct places among which the stops that count lie, starts included.
        """
        if self.way is None:
            table: Ints = self.leg.copy()
            np.fill_diagonal(table, FAR)
            nearest: Ints = table.min(axis=0)[at]
            return nearest
        if len(at) < 2:
            return np.zeros(len(at), np.int64)
        some: Ints = self.way[np.ix_(at, at)].copy()
        np.fill_diagonal(some, FAR)
        least: Ints = some.min(axis=0)
        return least


def roads_of(request: PlanRequest, travel: TravelTimes) -> Roads:
    """Work out the least driving of a request; travel is between `places(request)`."""
    index = {place: i for i, place in enumerate(places(request)[0])}
    used = np.unique(travel.anchor_metric)
    leg = travel.seconds[used].min(axis=0).astype(np.int64)
    ends: dict[tuple[int, int, int], tuple[Ints, Ints]] = {}
    there, back = [], []
    for person in request.case_managers:
        key = _ends(person, index)
        if key not in ends:
            start, end, most = key
            short = np.where(leg <= most, leg, FAR)
            np.fill_diagonal(short, 0)
            ends[key] = _least(short, start), _least(short.T, end)
        there.append(ends[key][0])
        back.append(ends[key][1])
    way = _closed(leg) if len(leg) <= MOST_CLOSED else None
    return Roads(index, leg, way, np.array(there), np.array(back))


def _ends(person: CaseManager, index: dict[Coordinates, int]) -> tuple[int, int, int]:
    start = index[person.start]
    end = start if person.end is None else index[person.end]
    limit = person.max_drive_minutes_per_leg
    return start, end, FAR if limit is None else 60 * limit


def _least(leg: Ints, start: int) -> Ints:
    """Give the least way from one place to each (Bellman and Ford, all places a turn)."""
    found: Ints = leg[start].copy()
    while True:
        reached = np.flatnonzero(found < FAR)
        better = np.minimum(found, (found[reached, None] + leg[reached]).min(axis=0))
        if (better == found).all():
            return found
        found = better


def _closed(leg: Ints) -> Ints:
    """Give the least way between all places (Floyd and Warshall)."""
    way = leg.copy()
    np.fill_diagonal(way, 0)
    for k in range(len(way)):
        np.minimum(way, way[:, k, None] + way[k], out=way)
    return way
