"""The cheapest plans seen while visits are put in, one for each choice of shifts."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.kernel.layout import TOTAL

if TYPE_CHECKING:
    from visitplan_solvers.compiled.tables import Ints

Key = tuple[tuple[int, ...], ...]
"""Of each visit its run of like visits, its day and its shifts; sorted."""
Days = tuple[int, ...]
Entry = tuple[int, int, Key]
"""Cost, number as it came, choice."""


class Cheapest:
    """Keeps so many plans, and of those with the visits on the same days so many."""

    def __init__(self, most: int, alike: int) -> None:
        self._most, self._alike = most, alike
        self._all: list[Entry] = []
        self._same_days: dict[Days, list[Entry]] = defaultdict(list)
        self._plans: dict[Key, tuple[Entry, Ints]] = {}
        self._count = 0

    def takes(self, cost: int, days: Days) -> bool:
        """Tell whether a plan of this cost on these days would be kept."""
        if len(self._all) == self._most and cost >= self._all[-1][0]:
            return False
        alike = self._same_days[days]
        return len(alike) < self._alike or cost < alike[-1][0]

    def offer(self, plan: Ints, key: Key) -> None:
        """Keep a copy of a plan where it is among the cheapest."""
        cost, days = int(plan[TOTAL]), days_of(key)
        known = self._plans.get(key)
        if (known is not None and cost >= known[0][0]) or not self.takes(cost, days):
            return
        alike = self._same_days[days]
        if known is not None:
            self._drop(known[0])
        elif len(alike) == self._alike:
            self._drop(alike[-1])
        elif len(self._all) == self._most:
            self._drop(self._all[-1])
        self._count += 1
        entry = (cost, self._count, key)
        insort(self._all, entry)
        insort(alike, entry)
        self._plans[key] = entry, plan.copy()

    def plans(self) -> list[Ints]:
        """Give them, the cheapest first."""
        return [self._plans[key][1] for *_, key in self._all]

    def _drop(self, entry: Entry) -> None:
        self._all.remove(entry)
        self._same_days[days_of(entry[2])].remove(entry)
        del self._plans[entry[2]]


def days_of(key: Key, *more: int) -> Days:
    """Give the days of a choice's visits, and of more, in order."""
    return tuple(sorted([*(day for _, day, *_ in key), *more]))
