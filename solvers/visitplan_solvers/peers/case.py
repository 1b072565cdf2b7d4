"""What every peer is given: the same visits, shifts, prices and travel times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.peers.timing import TimedShift, timed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.starts import Spans


@dataclass(frozen=True, slots=True)
class PeerCase:
    """A request in the terms of vehicle routing; seconds count from the horizon's first day.

    `shifts` are the vehicles. `allowed[v, r]` tells whether visit `v` alone fits
    shift `r` and its person may make it; `person_cost[v, c]` is what continuity
    and language cost if person `c` makes it. `unserved[v]` is the price of leaving
    it out. `home[v]` numbers the places in `drive`.
    """

    shifts: tuple[TimedShift, ...]
    person: NDArray[np.int64]
    day: NDArray[np.int64]
    most_visits: tuple[int | None, ...]
    leg_most_s: tuple[int | None, ...]
    service_s: NDArray[np.int64]
    home: NDArray[np.int64]
    starts: tuple[tuple[Spans, ...], ...]
    unserved: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    person_cost: NDArray[np.int64]
    drive: NDArray[np.int64]
    drive_weight: int
    wait_weight: int

    @property
    def horizon_s(self) -> int:
        """Seconds from the first day's begin to after everybody's return."""
        return max((shift.end_s for shift in self.shifts), default=0) + 1

    @property
    def travel_price(self) -> int:
        """Price of a second of driving on top of what the same second of working time costs."""
        return max(0, self.drive_weight - self.wait_weight)

    def starts_on(self, v: int, r: int) -> Spans:
        """Give the starts of a visit on the day of a shift."""
        return self.starts[v][int(self.day[r])]

    def timing(self, r: int, sequence: list[int]) -> tuple[int, list[int], int] | None:
        """Time a sequence of visits in a shift: leaving, starts, return; None if it cannot be."""
        most = self.most_visits[r]
        if most is not None and len(sequence) > most:
            return None
        if not all(self.allowed[v, r] for v in sequence):
            return None
        return self._timing(r, sequence)

    def _timing(self, r: int, sequence: list[int]) -> tuple[int, list[int], int] | None:
        shift = self.shifts[r]
        places = [shift.start_place, *(int(self.home[v]) for v in sequence), shift.end_place]
        drives = [int(self.drive[a, b]) for a, b in pairwise(places)]
        longest = self.leg_most_s[r]
        if longest is not None and max(drives) > longest:
            return None
        starts = [self.starts_on(v, r) for v in sequence]
        services = [int(self.service_s[v]) for v in sequence]
        return timed(shift, starts, services, drives)

    def cost(self, r: int, sequence: list[int]) -> int | None:
        """Price a shift's sequence of visits and the way between; None if it cannot be."""
        if not sequence:
            return 0
        found = self.timing(r, sequence)
        if found is None:
            return None
        leave, _, back = found
        shift = self.shifts[r]
        places = [shift.start_place, *(int(self.home[v]) for v in sequence), shift.end_place]
        drive = sum(int(self.drive[a, b]) for a, b in pairwise(places))
        idle = back - leave - drive - sum(int(self.service_s[v]) for v in sequence)
        personal = sum(int(self.person_cost[v, self.person[r]]) for v in sequence)
        return self.drive_weight * drive + self.wait_weight * idle + personal

    def total(self, routes: list[list[int]]) -> int:
        """Price routes, one sequence a shift, and all that they leave out."""
        served = {v for sequence in routes for v in sequence}
        left = sum(int(price) for v, price in enumerate(self.unserved) if v not in served)
        return left + sum(self.cost(r, sequence) or 0 for r, sequence in enumerate(routes))


def peer_case(problem: Problem) -> PeerCase:
    """Read the arrays of a compiled request whose orders have one visit each."""
    arrays, days = problem.arrays, problem.request.horizon.days
    count = len(problem.occurrences)
    visit, order, slot = arrays.visit[:count], arrays.order, arrays.slot
    starts = tuple(tuple(_spans(arrays, v * days + d) for d in range(days)) for v in range(count))
    penalty = order[visit[:, t.V_ORDER]]
    people = len(problem.request.case_managers)
    case: dict[str, Any] = {  # Any: fields of many types, checked by the class just below
        "shifts": tuple(
            TimedShift(
                int(row[t.S_START]),
                int(row[t.S_END]),
                int(row[t.S_START_PLACE]),
                int(row[t.S_END_PLACE]),
            )
            for row in slot
        ),
        "person": slot[:, t.S_PERSON].copy(),
        "day": slot[:, t.S_DAY].copy(),
        "most_visits": tuple(_limit(arrays.group[row[t.S_GROUP], t.G_MAX_VISITS]) for row in slot),
        "leg_most_s": tuple(_limit(row[t.S_LEG_MAX]) for row in slot),
        "service_s": visit[:, t.V_SERVICE].copy(),
        "home": visit[:, t.V_PLACE].copy(),
        "starts": starts,
        "unserved": penalty[:, t.O_PENALTY]
        + np.where(penalty[:, t.O_MIN] > 0, penalty[:, t.O_PENALTY_MIN], 0),
        "allowed": np.zeros((count, len(slot)), np.bool_),
        "person_cost": np.array(
            [
                [arrays.affinity_cost[v, arrays.affinity[v, c]] for c in range(people)]
                for v in range(count)
            ],
            np.int64,
        ).reshape(count, people),
        "drive": arrays.travel[0].astype(np.int64),
        "drive_weight": int(arrays.weight[t.W_DRIVE]),
        "wait_weight": int(arrays.weight[t.W_WAIT]),
    }
    made = PeerCase(**case)
    for v in range(count):
        for r in range(len(slot)):
            able = arrays.roles[v, slot[r, t.S_PERSON], slot[r, t.S_DAY]] != 0
            made.allowed[v, r] = able and made._timing(r, [v]) is not None  # noqa: SLF001 - being built
    return made


def _spans(arrays: t.Arrays, at: int) -> Spans:
    rows = arrays.window[arrays.window_ptr[at] : arrays.window_ptr[at + 1]]
    return [(int(first), int(last)) for first, last in rows]


def _limit(value: int) -> int | None:
    return None if value >= t.NEVER else int(value)
