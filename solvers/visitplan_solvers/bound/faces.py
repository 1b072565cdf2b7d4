"""Different people of a patient: priced at once where they only add up, else by rows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.bound.rows import Rows, Single
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from visitplan_solvers.bound.week import Week


SLACK = 0.02
"""How far a row may be broken before it is added."""


class Faces:
    """Rows that make a person count for a patient; each is added once it is broken."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        week = rows.week
        self.direct = [0] * len(week.cells)
        self._single: dict[tuple[int, int], int] = {}
        self._cells: dict[tuple[int, int], list[list[int]]] = {}
        self._made: set[tuple[int, int, int]] = set()
        prices: list[int] = week.arrays.patient[:, t.P_EXTRA].tolist()
        visits: dict[int, int] = defaultdict(int)
        for item in week.items:
            visits[item.patient] += item.size
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for c, cell in enumerate(week.cells):
            p, who = week.items[cell.item].patient, week.spans[cell.span].person
            if who not in week.known[p]:
                cells[p, who].append(c)
        extra: dict[int, int] = {}
        for p, known in enumerate(week.known):
            price = prices[p]
            if price == 0:
                continue
            spare = week.needed[p] - len(known)
            if spare <= 0:
                rows.constant += price * -spare
            elif visits[p] > 1:
                row = rows.add(-spare, [])
                rows.singles.append(
                    Single(price, len(week.problem.request.case_managers), [(row, 1)])
                )
                extra[p] = row
        for (p, who), mine in cells.items():
            price = prices[p]
            if price == 0:
                continue
            if p not in extra and week.needed[p] > len(week.known[p]):
                continue
            if visits[p] == 1:
                for c in mine:
                    self.direct[c] += price
                continue
            single = Single(0 if p in extra else price, 1)
            if p in extra:
                single.entries.append((extra[p], -1))
            self._single[p, who] = len(rows.singles)
            rows.singles.append(single)
            self._cells[p, who] = _cliques(week, mine)

    def broken(self, amount: list[float], singles: dict[int, float]) -> list[int]:
        """Add the rows that amounts of cells and singles break; give their numbers."""
        added = []
        for key, cliques in self._cells.items():
            for n, cells in enumerate(cliques):
                if (*key, n) in self._made:
                    continue
                total = sum(amount[c] for c in cells)
                if total > singles.get(self._single[key], 0.0) + SLACK:
                    self._made.add((*key, n))
                    row = self._rows.add(0, [(c, -1) for c in cells])
                    self._rows.singles[self._single[key]].entries.append((row, 1))
                    added.append(row)
        return added


def _cliques(week: Week, cells: list[int]) -> list[list[int]]:
    """Give sets of cells of which no two can be used in one plan."""
    by_order: dict[int, list[int]] = defaultdict(list)
    for c in cells:
        by_order[week.items[week.cells[c].item].order].append(c)
    found = []
    for o, mine in by_order.items():
        n, gap = int(week.arrays.order[o, t.O_N]), int(week.arrays.order[o, t.O_MIN_GAP])
        day = {c: week.spans[week.cells[c].span].day for c in mine}
        if n == 1:
            found.append(mine)
            continue
        sets = {tuple(c for c in mine if d <= day[c] < d + gap) for d in sorted(set(day.values()))}
        found += [list(s) for s in sorted(sets) if not any(set(s) < set(x) for x in sets)]
    return found
