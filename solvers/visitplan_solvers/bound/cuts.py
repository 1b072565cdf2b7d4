"""Subset-row cuts: of three visits, at most one route makes two.

Source: Jepsen, Petersen, Spoorendonk and Pisinger 2008, "Subset-row
inequalities applied to the vehicle-routing problem with time windows",
Operations Research 56(2). A member here is a set of cells of which every plan
uses at most one: all of an order with one visit, or those of days too near
each other for two visits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.kernel import shift as k
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from visitplan_solvers.bound.rows import Rows
    from visitplan_solvers.bound.shifts import PricedShift
    from visitplan_solvers.bound.week import Week

MOST_AT_ONCE = 60
"""Cuts added in one round."""
MOST_PER_MEMBER = 6
"""Cuts of one round that a member is in."""
MOST_IN_SHIFT = 192
"""Cuts that pricing a shift heeds, the dearest first; to leave one out only lowers the bound."""
BROKEN = 0.05


class Cuts:
    """The cuts so far, and what is needed to find more."""

    def __init__(self, rows: Rows, shifts: list[PricedShift]) -> None:
        self._rows = rows
        self._shifts = shifts
        self._members = _members(rows.week)
        self._of_cell: dict[int, list[int]] = defaultdict(list)
        for m, cells in enumerate(self._members):
            for c in cells:
                self._of_cell[c].append(m)
        self._known: set[tuple[int, int, int]] = set()
        self.row: list[int] = []
        """Row of each cut."""
        self._cuts_of_cell: dict[int, list[int]] = defaultdict(list)

    def counts(self, cells: tuple[int, ...]) -> dict[int, int]:
        """Give how often a route of these cells counts in each cut."""
        number: dict[int, int] = defaultdict(int)
        for c in cells:
            for cut in self._cuts_of_cell.get(c, ()):
                number[cut] += 1
        return {cut: n // 2 for cut, n in number.items() if n > 1}

    def entries(self, cells: tuple[int, ...], first: int = 0) -> list[tuple[int, int]]:
        """Give the rows from a number on in which a route stands as a cut, and how."""
        found = self.counts(cells).items()
        return [(self.row[cut], -n) for cut, n in found if self.row[cut] >= first]

    def penalty(self, cells: tuple[int, ...], y: list[int]) -> int:
        """Give what a route pays for cuts under scaled prices of rows."""
        return sum(n * y[self.row[cut]] for cut, n in self.counts(cells).items())

    def find(self, routes: list[tuple[int, tuple[int, ...], float]]) -> int:
        """Add the cuts that a solution breaks most; give how many."""
        together: dict[tuple[int, int], float] = defaultdict(float)
        beside: dict[int, set[int]] = defaultdict(set)
        sets = []
        for _, cells, x in routes:
            members = sorted({m for c in cells for m in self._of_cell.get(c, ())})
            sets.append((frozenset(members), x))
            for i, a in enumerate(members):
                for b in members[i + 1 :]:
                    together[a, b] += x
                    beside[a].add(b)
                    beside[b].add(a)
        uses: dict[int, list[int]] = defaultdict(list)
        for n, (members_of, _) in enumerate(sets):
            for m in members_of:
                uses[m].append(n)
        broken = []
        for a, b in together:
            for c in beside[a] | beside[b]:
                if c in (a, b):
                    continue
                low = tuple(sorted((a, b, c)))
                pairs = ((low[0], low[1]), (low[0], low[2]), (low[1], low[2]))
                # Looked at once, from its strongest pair.
                if max(pairs, key=lambda p: (together.get(p, 0.0), p)) != (min(a, b), max(a, b)):
                    continue
                if sum(together.get(p, 0.0) for p in pairs) <= 1 + BROKEN or low in self._known:
                    continue
                near = set(uses[a]) | set(uses[b]) | set(uses[c])
                total = sum(sets[n][1] for n in near if len(sets[n][0] & set(low)) >= 2)
                if total > 1 + BROKEN:
                    broken.append((-round(total, 9), low))
        return self._add(sorted(broken))

    def _add(self, broken: list[tuple[float, tuple[int, ...]]]) -> int:
        used: dict[int, int] = defaultdict(int)
        added = 0
        for _, low in broken:
            if added >= MOST_AT_ONCE or any(used[m] >= MOST_PER_MEMBER for m in low):
                continue
            a, b, c = low
            if self._overlap(a, b) or self._overlap(a, c) or self._overlap(b, c):
                continue
            self._known.add((a, b, c))
            cut = len(self.row)
            self.row.append(self._rows.add(-1, []))
            for m in low:
                used[m] += 1
                for cell in self._members[m]:
                    self._cuts_of_cell[cell].append(cut)
            added += 1
        return added

    def _overlap(self, a: int, b: int) -> bool:
        return not self._members[a].isdisjoint(self._members[b])

    def seen_by(self, s: int, y: list[int]) -> k.Cuts:
        """Give the cuts that pricing a shift has to heed under scaled prices of rows."""
        shift = self._shifts[s]
        stops: dict[int, list[int]] = defaultdict(list)
        for j, c in enumerate(shift.cells.tolist()):
            for cut in self._cuts_of_cell.get(c, ()) if c >= 0 else ():
                if y[self.row[cut]] > 0:
                    stops[cut].append(j)
        kept = sorted(
            (cut for cut, js in stops.items() if len(js) > 1), key=lambda c: (-y[self.row[c]], c)
        )[:MOST_IN_SHIFT]
        words = max(1, (len(kept) + 63) // 64)
        at = np.zeros((len(shift.cells), words), np.uint64)
        alive = np.zeros((k.BUCKETS, words), np.uint64)
        last = shift.last_bucket
        for n, cut in enumerate(kept):
            bit = np.uint64(1) << np.uint64(n & 63)
            for j in stops[cut]:
                at[j, n >> 6] |= bit
            alive[: max(int(last[j]) for j in stops[cut]) + 1, n >> 6] |= bit
        price = np.array([y[self.row[cut]] for cut in kept], np.int64)
        return k.Cuts(price, at, alive)


def _members(week: Week) -> list[frozenset[int]]:
    """Give sets of cells of which every plan uses at most one."""
    by_order: dict[int, list[int]] = defaultdict(list)
    for c, cell in enumerate(week.cells):
        if week.items[cell.item].need == 1:
            by_order[week.items[cell.item].order].append(c)
    found = []
    for o, cells in sorted(by_order.items()):
        n, gap = int(week.arrays.order[o, t.O_N]), int(week.arrays.order[o, t.O_MIN_GAP])
        day = {c: week.spans[week.cells[c].span].day for c in cells}
        if n == 1:
            found.append(frozenset(cells))
            continue
        sets = {
            frozenset(c for c in cells if d <= day[c] < d + max(1, gap))
            for d in sorted(set(day.values()))
        }
        found += sorted((s for s in sets if not any(s < x for x in sets)), key=sorted)
    return found
