"""Pricing all shifts, two at a time, under given prices of rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.kernel import shift as k
from visitplan_solvers.bound.kernel.gaps import nothing_known
from visitplan_solvers.bound.kernel.labels import along, least_from_start, price, worth_a_stop
from visitplan_solvers.bound.kernel.onward import onward
from visitplan_solvers.bound.shifts import SCALE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from visitplan_solvers.bound.shifts import PricedShift

LABELS = 300_000
SLACK = 100 * SCALE
"""How much dearer than the best found quickly a route may be to be looked for exactly."""
CEILINGS = (0.6, 1.0)
"""Parts of the way from a floor to what was found quickly that are tried as ceilings."""
MOST_COMPARED = 400_000_000
"""Comparisons of labels in one pricing, about a second or two; then it is given up."""
CUT_WORDS = 3
NO_CUTS = k.Cuts(
    np.zeros(0, np.int64), np.zeros((1, 1), np.uint64), np.zeros((k.BUCKETS, 1), np.uint64)
)
THREADS = 2
MOST_STOPS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What pricing gives for a shift: least reduced cost (None: unknown), routes with theirs."""

    least: int | None
    routes: tuple[tuple[int, tuple[int, ...]], ...]
    labels: int


class Pricing:
    """Shifts, with room for labels for each thread."""

    def __init__(
        self, shifts: list[PricedShift], *, routes: int, given_up: Callable[[], bool]
    ) -> None:
        self.shifts = shifts
        self._routes = routes
        self._given_up = given_up
        words = max((s.shift.near.shape[1] for s in shifts), default=1)
        nodes = max((len(s.cells) for s in shifts), default=0) + 2
        self._spaces: SimpleQueue[k.Space] = SimpleQueue()
        for _ in range(THREADS):
            self._spaces.put(
                k.Space(
                    np.zeros((LABELS, k.WIDTH), np.int64),
                    np.zeros((LABELS, words), np.uint64),
                    np.zeros((LABELS, CUT_WORDS), np.uint64),
                    np.zeros(2 * k.BUCKETS, np.int64),
                    np.zeros(nodes, np.int64),
                    np.array([0, MOST_COMPARED], np.int64),
                )
            )
        self._pool = ThreadPoolExecutor(THREADS)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def prizes(self, prices: k.Ints) -> list[k.Ints]:
        """Give the prize of each stop of each shift; `prices` are those of cells."""
        return [
            np.where(s.cells >= 0, prices[np.maximum(s.cells, 0)], 0).astype(np.int64)
            if len(prices)
            else np.zeros(len(s.cells), np.int64)
            for s in self.shifts
        ]

    def __call__(
        self,
        prices: k.Ints,
        *,
        exact: bool,
        cuts: Callable[[int], k.Cuts] = lambda _: NO_CUTS,
        which: Iterable[int] | None = None,
    ) -> dict[int, Found]:
        """Price shifts under prices of cells; `exact` gives the least reduced cost for sure."""
        prizes = self.prizes(prices)
        wanted = list(range(len(self.shifts)) if which is None else which)

        def one(s: int) -> Found:
            return self._one(s, prizes[s], cuts, exact=exact)

        return dict(zip(wanted, self._pool.map(one, wanted), strict=True))

    def _one(
        self, s: int, prize: k.Ints, cuts_of: Callable[[int], k.Cuts], *, exact: bool
    ) -> Found:
        if self._given_up():
            return Found(None, (), 0)
        space = self._spaces.get()
        try:
            routes = np.zeros((self._routes, MOST_STOPS), np.int64)
            worth = np.zeros(self._routes, np.int64)
            shift = self.shifts[s].shift
            cuts = cuts_of(s)
            nothing = nothing_known(shift)
            least, written, used = price(
                shift, cuts, space, prize, False, self._routes, k.NONE, routes, worth, nothing
            )
            quick = _taken(written, routes, worth)
            if not exact:
                return Found(None if used < 0 else int(least), quick, int(used))
            known = onward(shift, prize, worth_a_stop(shift, prize, True))
            floor = least_from_start(shift, space, known)
            highest = min((w + SLACK for w, _ in quick), default=k.NONE)
            # Labels grow in number with the ceiling: it is raised until a route is below it.
            for part in CEILINGS if highest < k.NONE else (1.0,):
                ceiling = highest if part == 1.0 else floor + int(part * (highest - floor))
                least, written, used = price(
                    shift, cuts, space, prize, True, self._routes, ceiling, routes, worth, known
                )
                if least < ceiling or used < 0:
                    break
            labels = LABELS if used < 0 else int(used)
            return Found(int(least), _taken(written, routes, worth) + quick, labels)
        finally:
            self._spaces.put(space)

    def along(self, s: int, stops: tuple[int, ...]) -> int | None:
        """Give the scaled cost of a route of given stops; None where it is impossible."""
        space = self._spaces.get()
        try:
            zero = np.zeros(len(self.shifts[s].cells), np.int64)
            cost = along(self.shifts[s].shift, NO_CUTS, space, zero, np.array(stops, np.int64))
            return None if cost >= k.NONE else int(cost)
        finally:
            self._spaces.put(space)


def _taken(written: int, routes: k.Ints, worth: k.Ints) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple(
        (int(worth[i]), tuple(routes[i, 1 : 1 + routes[i, 0]].tolist()))
        for i in range(max(0, written))
    )
