"""The rows that tie routes, day patterns and people together; all of them read "at least".

A row asks that a sum over visits in shifts (cells), over orders' days and over
single variables is at least a number. What is left out of a row's meaning only
makes the bound lower.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from visitplan_solvers.bound.week import Week

Ints = t.Ints


@dataclass(slots=True)
class Single:
    """A variable of its own: from 0 to `most`, at `cost` each."""

    cost: int
    most: int
    entries: list[tuple[int, int]] = field(default_factory=list)
    """Row and coefficient."""


@dataclass(slots=True)
class Rows:
    """All rows, by what stands in them."""

    week: Week
    least: list[int] = field(default_factory=list)
    cell_row: list[int] = field(default_factory=list)
    cell: list[int] = field(default_factory=list)
    cell_by: list[int] = field(default_factory=list)
    days: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    """Row and coefficient of each day of an order."""
    singles: list[Single] = field(default_factory=list)
    constant: int = 0

    def add(self, least: int, cells: list[tuple[int, int]]) -> int:
        """Add a row with coefficients of cells; give its number."""
        row = len(self.least)
        self.least.append(least)
        for c, by in cells:
            self.cell_row.append(row)
            self.cell.append(c)
            self.cell_by.append(by)
        return row

    def on_day(self, order: int, day: int, row: int, by: int) -> None:
        """Let an order's day count in a row."""
        self.days.setdefault((order, day), []).append((row, by))

    def matrix(self) -> csr_array:
        """Give the coefficients of cells, cells by rows."""
        shape = (len(self.week.cells), len(self.least))
        return csr_array((np.array(self.cell_by, np.int64), (self.cell, self.cell_row)), shape)


def build_rows(week: Week) -> Rows:
    """Give the rows that the bound starts with."""
    rows = Rows(week)
    by_day: dict[tuple[int, int], list[int]] = {}
    for c, cell in enumerate(week.cells):
        by_day.setdefault((week.items[cell.item].order, week.spans[cell.span].day), []).append(c)
    for o, items in enumerate(week.by_order):
        need = week.items[items[0]].need
        mine = {d: cells for (x, d), cells in by_day.items() if x == o}
        if need == 1 and int(week.arrays.order[o, t.O_N]) == 1:
            row = rows.add(0, [(c, 1) for cells in mine.values() for c in cells])
            for d in mine:
                rows.on_day(o, d, row, -1)
        else:
            for d in sorted(mine):
                row = rows.add(0, [(c, 1) for c in mine[d]])
                rows.on_day(o, d, row, -need)
                if need > 1:
                    _pair(rows, o, d, mine[d])
        if len(items) > 1:
            for i in items:
                item = week.items[i]
                cells = [c for cs in mine.values() for c in cs if week.cells[c].item == i]
                rows.add(-item.size * item.need, [(c, -1) for c in cells])
    _split_days(rows)
    _shares(rows)
    return rows


def _pair(rows: Rows, o: int, d: int, cells: list[int]) -> None:
    """Two different people who serve each staff entry; what neither of them is costs."""
    week, arrays = rows.week, rows.week.arrays
    row_of = week.items[week.by_order[o][0]].row
    person = {c: week.spans[week.cells[c].span].person for c in cells}
    for bit in (1, 2):
        able = [c for c in cells if _serves(week, c, bit)]
        row = rows.add(0, [(c, 1) for c in able])
        rows.on_day(o, d, row, -1)
    # Who has one shift that day has one route: nearly the same, and there are many people.
    twice = {person[c] for c in cells if not week.spans[week.cells[c].span].alone}
    for who in sorted(twice):
        row = rows.add(0, [(c, -1) for c in cells if person[c] == who])
        rows.on_day(o, d, row, 1)
    cost = arrays.affinity_cost[row_of]
    for bit in (t.IS_PRIMARY, t.IS_TEAM, t.SPEAKS):
        price = int(cost[7 & ~bit] - cost[7])
        if price == 0:
            continue
        row = rows.add(0, [(c, 1) for c in cells if arrays.affinity[row_of, person[c]] & bit])
        rows.on_day(o, d, row, -1)
        rows.singles.append(Single(price, 1, [(row, 1)]))


def _serves(week: Week, c: int, bit: int) -> bool:
    cell = week.cells[c]
    item, span = week.items[cell.item], week.spans[cell.span]
    roles = week.arrays.roles if item.promised else week.free_roles
    return bool(roles[item.row, span.person, span.day] & bit)


def _split_days(rows: Rows) -> None:
    """Most visits of a day with two shifts."""
    week = rows.week
    groups: dict[tuple[int, int], list[int]] = {}
    for c, cell in enumerate(week.cells):
        span = week.spans[cell.span]
        if not span.alone:
            groups.setdefault((span.person, span.day), []).append(c)
    for (person, _), cells in groups.items():
        most = week.problem.request.case_managers[person].max_visits_per_day
        if most is not None:
            rows.add(-most, [(c, -1) for c in cells])


def _shares(rows: Rows) -> None:
    """Minutes above the fair share."""
    week, arrays = rows.week, rows.week.arrays
    price = int(arrays.weight[t.W_FAIR])
    if price == 0:
        return
    mine: dict[int, list[tuple[int, int]]] = {}
    for c, cell in enumerate(week.cells):
        minutes = week.items[cell.item].load
        mine.setdefault(week.spans[cell.span].person, []).append((c, -minutes))
    everything = sum(i.size * i.need * i.load for i in week.items)
    for person, cells in mine.items():
        row = rows.add(-int(arrays.share[person]), cells)
        rows.singles.append(Single(price, everything, [(row, 1)]))
