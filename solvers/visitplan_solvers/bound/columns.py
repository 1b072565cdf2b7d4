"""The columns of the LP: routes of shifts and sets of days of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.cuts import Cuts
from visitplan_solvers.bound.lagrange import best_pattern, day_costs
from visitplan_solvers.bound.master import Master
from visitplan_solvers.bound.shifts import SCALE

if TYPE_CHECKING:
    from visitplan_solvers.bound.lagrange import OrderRule
    from visitplan_solvers.bound.pricing import Found, Pricing
    from visitplan_solvers.bound.rows import Rows
    from visitplan_solvers.compiled.tables import Ints

MOST_PATTERNS = 150
"""Sets of days of an order that are all put in at once; where there are more, as they pay."""
FIRST_CAP = 15_000
"""What leaving out a visit costs in the LP at first, so that its prices begin tame."""


class Columns:
    """Routes and sets of days with their LP."""

    def __init__(self, rows: Rows, rules: list[OrderRule], pricing: Pricing, direct: Ints) -> None:
        self._rows = rows
        self._rules = rules
        self._pricing = pricing
        self._direct = direct
        self.cuts = Cuts(rows, pricing.shifts)
        self._master = Master(rows, self.cuts, len(rows.week.spans))
        self._matrix = rows.matrix()
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._patterns: set[tuple[int, tuple[int, ...]]] = set()
        self._cap = FIRST_CAP
        self.routes: list[tuple[int, tuple[int, ...]]] = []
        """Shift and stops of each route."""

    def start(self, routes: list[tuple[int, tuple[int, ...]]]) -> None:
        """Add the shifts without visits, routes known (shift, cells), and sets of days."""
        prices = np.full(len(self._rows.week.cells), -(1 << 40), np.int64)
        for s, found in self._pricing(prices, exact=False).items():
            worth, stops = found.routes[0] if found.routes else (0, ())
            self._add_route(s, stops, worth)
        for s, cells in routes:
            self._add_known(s, cells)
        for o in range(len(self._rules)):
            for days in self._all_days(o):
                self._add_pattern(o, days)

    def _add_known(self, s: int, cells: tuple[int, ...]) -> None:
        stop_of = {int(c): j for j, c in enumerate(self._pricing.shifts[s].cells) if c >= 0}
        if any(c >= 0 and c not in stop_of for c in cells):
            return
        stops = tuple(stop_of[c] if c >= 0 else -1 - c for c in cells)
        cost = self._pricing.along(s, stops)
        if cost is not None:
            self._add_route(s, stops, cost)

    def _all_days(self, o: int) -> list[tuple[int, ...]]:
        rule = self._rules[o]
        n, gap, most, first = rule.rule.tolist()
        days = [d for d in range(self._rows.week.days) if rule.allowed[d]]
        patterns: list[tuple[int, ...]] = [()]
        frontier: list[tuple[int, ...]] = [()]
        for _ in range(n):
            frontier = [
                (*p, d)
                for p in frontier
                for d in days
                if (d <= first if not p else gap <= d - p[-1] <= most)
            ]
            patterns += frontier
            if len(patterns) > MOST_PATTERNS:
                return [()]
        return patterns

    def cell_prices(self, y: Ints) -> Ints:
        """Give the scaled prize of each cell under scaled prices of rows."""
        prices: Ints = self._matrix @ y - self._direct * SCALE
        return prices

    def _entries(self, cells: tuple[int, ...]) -> dict[int, int]:
        total: dict[int, int] = {}
        for c in cells:
            lo, hi = self._matrix.indptr[c], self._matrix.indptr[c + 1]
            rows, by = self._matrix.indices[lo:hi].tolist(), self._matrix.data[lo:hi].tolist()
            for row, amount in zip(rows, by, strict=True):
                total[row] = total.get(row, 0) + amount
        total.update(self.cuts.entries(cells))
        return total

    def _add_route(self, s: int, stops: tuple[int, ...], cost: int) -> bool:
        if (s, stops) in self._known:
            return False
        self._known.add((s, stops))
        cells = self.cells_of(s, stops)
        price = cost / SCALE + float(sum(self._direct[c] for c in cells))
        self._master.add_route(s, cells, price, self._entries(cells).items())
        self.routes.append((s, stops))
        return True

    def cells_of(self, s: int, stops: tuple[int, ...]) -> tuple[int, ...]:
        """Give the cells of a route's stops, appointments left out."""
        at = self._pricing.shifts[s].cells
        return tuple(int(at[j]) for j in stops if at[j] >= 0)

    def _add_pattern(self, o: int, days: tuple[int, ...]) -> bool:
        if (o, days) in self._patterns:
            return False
        self._patterns.add((o, days))
        total: dict[int, int] = {}
        for d in days:
            for row, by in self._rows.days.get((o, d), ()):
                total[row] = total.get(row, 0) + by
        self._master.add_pattern(o, days, self._left_out(o, days), total.items())
        return True

    def _left_out(self, o: int, days: tuple[int, ...]) -> float:
        missing = int(self._rules[o].rule[0]) - len(days)
        full = int(self._rules[o].unserved[len(days)]) // SCALE
        return float(min(full, missing * self._cap))

    def raise_cap(self) -> bool:
        """Let leaving out cost more where the last solution does it below its true cost."""
        low = False
        for o, days, _ in self._master.used_patterns():
            full = int(self._rules[o].unserved[len(days)]) // SCALE
            low |= self._left_out(o, days) < full
        if low:
            self._cap *= 8
            for o, days, variable in self._master.patterns:
                self._master.set_cost(variable, self._left_out(o, days))
        return low

    def solve(self) -> float | None:
        """Solve the LP; give its value, or None where that failed."""
        value = self._master.solve()
        return None if value is None else value + self._rows.constant

    def row_prices(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Give the prices of rows of the last solution."""
        return np.array(self._master.prices(), np.float64)

    def grow(self) -> None:
        """Take in new rows."""
        self._matrix = self._rows.matrix()
        self._master.grow()

    def amounts(self) -> list[float]:
        """Give how much each cell is used in the last solution."""
        amount = [0.0] * len(self._rows.week.cells)
        for _, cells, x in self._master.used_routes():
            for c in cells:
                amount[c] += x
        return amount

    def used_routes(self) -> list[tuple[int, tuple[int, ...], float]]:
        """Give shift, cells and amount of the routes of the last solution."""
        return self._master.used_routes()

    def single_values(self) -> dict[int, float]:
        """Give the single variables of the last solution that are not zero."""
        return self._master.single_values()

    def add_found(
        self,
        found: dict[int, Found],
        prices: Ints,
        trial: Ints,
        out: np.ndarray[tuple[int], np.dtype[np.float64]],
    ) -> int:
        """Add the routes and sets of days that the LP would take; give how many.

        `prices` are those of cells at which the routes were found, `trial` those of rows,
        scaled; `out` the LP's of rows.
        """
        y = np.rint(out * SCALE).astype(np.int64)
        wanted = self.cell_prices(y)
        before, price = trial.tolist(), y.tolist()
        least = self._master.shift_prices()
        added = 0
        for s, f in found.items():
            for worth, stops in f.routes:
                if len(set(stops)) < len(stops):
                    added += self._pricing.shifts[s].forbid(stops)
                    continue
                cells = self.cells_of(s, stops)
                cost = worth + sum(int(prices[c]) for c in cells)
                cost -= self.cuts.penalty(cells, before)
                reduced = cost - sum(int(wanted[c]) for c in cells)
                reduced += self.cuts.penalty(cells, price)
                if reduced < (least[s] - 0.5) * SCALE:
                    added += self._add_route(s, stops, cost)
        orders = self._master.order_prices()
        for o, rule in enumerate(self._rules):
            lowest, days = best_pattern(rule, day_costs(self._rows, o, price))
            if lowest < (orders[o] - 0.5) * SCALE:
                added += self._add_pattern(o, days)
        return added
