"""The LP over routes, day patterns and single variables, by GLOP.

OR-Tools' wrapper has no types: its rows and variables are `Any` here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan_solvers.bound.cuts import Cuts
    from visitplan_solvers.bound.rows import Rows

TINY = 1e-9


class Master:
    """A linear program that grows by rows and columns."""

    def __init__(self, rows: Rows, cuts: Cuts, shifts: int) -> None:
        from ortools.linear_solver import pywraplp

        self._rows = rows
        self._cuts = cuts
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(
            "use_preprocessing: false use_dual_simplex: false"
        )
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._row: list[Any] = []
        self._shift = [self._solver.Constraint(1.0, 1.0) for _ in range(shifts)]
        self._order = [self._solver.Constraint(1.0, 1.0) for _ in rows.week.by_order]
        self.routes: list[tuple[int, tuple[int, ...], Any]] = []
        self.patterns: list[tuple[int, tuple[int, ...], Any]] = []
        self._single: list[Any] = []
        self._in_cell: dict[int, list[tuple[Any, float]]] = {}
        self.grow()

    def grow(self) -> None:
        """Take in rows and singles that are new; cells of old routes are put into new rows."""
        rows = self._rows
        first = len(self._row)
        for row in range(first, len(rows.least)):
            self._row.append(
                self._solver.Constraint(float(rows.least[row]), self._solver.infinity())
            )
        for n in range(len(self._single), len(rows.singles)):
            single = rows.singles[n]
            variable = self._solver.NumVar(0.0, float(single.most), "")
            self._objective.SetCoefficient(variable, float(single.cost))
            self._single.append(variable)
        for variable, single in zip(self._single, rows.singles, strict=True):
            for row, by in single.entries:
                if row >= first:
                    self._row[row].SetCoefficient(variable, float(by))
        if first and len(rows.least) > first:
            self._fill(first)

    def _fill(self, first: int) -> None:
        rows = self._rows
        by_cell: dict[int, list[tuple[int, int]]] = {}
        for row, cell, by in zip(rows.cell_row, rows.cell, rows.cell_by, strict=True):
            if row >= first:
                by_cell.setdefault(cell, []).append((row, by))
        for _, cells, variable in self.routes:
            total: dict[int, int] = {}
            for c in cells:
                for row, by in by_cell.get(c, ()):
                    total[row] = total.get(row, 0) + by
            total.update(self._cuts.entries(cells, first))
            for row, by in total.items():
                self._row[row].SetCoefficient(variable, float(by))

    def add_route(
        self, shift: int, cells: tuple[int, ...], cost: float, entries: Iterable[tuple[int, int]]
    ) -> None:
        """Add a route of a shift."""
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._objective.SetCoefficient(variable, cost)
        self._shift[shift].SetCoefficient(variable, 1.0)
        for row, by in entries:
            self._row[row].SetCoefficient(variable, float(by))
        self.routes.append((shift, cells, variable))

    def add_pattern(
        self, order: int, days: tuple[int, ...], cost: float, entries: Iterable[tuple[int, int]]
    ) -> None:
        """Add a set of days of an order."""
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._objective.SetCoefficient(variable, cost)
        self._order[order].SetCoefficient(variable, 1.0)
        for row, by in entries:
            self._row[row].SetCoefficient(variable, float(by))
        self.patterns.append((order, days, variable))

    def set_cost(self, variable: Any, cost: float) -> None:
        """Change what a column costs."""
        self._objective.SetCoefficient(variable, cost)

    def solve(self) -> float | None:
        """Solve; give the value, or None where the solver failed."""
        status = self._solver.Solve()
        if status != self._solver.OPTIMAL:
            return None
        self._duals = tuple(
            [row.dual_value() for row in kind] for kind in (self._row, self._shift, self._order)
        )
        self._amounts = tuple(
            [v.solution_value() for v in kind]
            for kind in (
                self._single,
                [v for *_, v in self.routes],
                [v for *_, v in self.patterns],
            )
        )
        return float(self._objective.Value())

    def prices(self) -> list[float]:
        """Give the rows' dual values."""
        return [max(0.0, y) for y in self._duals[0]]

    def shift_prices(self) -> list[float]:
        """Give the dual value of each shift's one route."""
        return self._duals[1]

    def order_prices(self) -> list[float]:
        """Give the dual value of each order's one pattern."""
        return self._duals[2]

    def single_values(self) -> dict[int, float]:
        """Give the singles that are not zero."""
        return {n: x for n, x in enumerate(self._amounts[0]) if x > TINY}

    def used_routes(self) -> list[tuple[int, tuple[int, ...], float]]:
        """Give the routes in the last solution."""
        solved = zip(self.routes, self._amounts[1], strict=False)
        return [(s, cells, x) for (s, cells, _), x in solved if x > TINY]

    def used_patterns(self) -> list[tuple[int, tuple[int, ...], float]]:
        """Give the patterns in the last solution."""
        solved = zip(self.patterns, self._amounts[2], strict=False)
        return [(o, days, x) for (o, days, _), x in solved if x > TINY]
