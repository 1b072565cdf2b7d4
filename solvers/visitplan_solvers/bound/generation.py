"""Column generation: prices of rows from an LP, better routes from the prices, in turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from visitplan_solvers.bound.columns import Columns
from visitplan_solvers.bound.faces import Faces
from visitplan_solvers.bound.lagrange import order_rules, rest
from visitplan_solvers.bound.pricing import Pricing
from visitplan_solvers.bound.rows import build_rows
from visitplan_solvers.bound.shifts import SCALE, priced_shifts

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.domain.solving import Stop
    from visitplan_solvers.bound.pricing import Found
    from visitplan_solvers.bound.week import Week
    from visitplan_solvers.compiled.tables import Ints

ROUTES, FEWEST_ROUTES = 1200, 8
"""Routes taken from one pricing of all shifts together, and at least of each."""
SMOOTH, SMOOTH_FIRST = 0.5, 0.8
"""How much of the best prices so far is mixed into the LP's (Wentges 1997), later and at first."""
CHECKS = (0.9, 0.8, 0.6, 0.4)
"""Parts of the budget after which the best prices are looked at exactly, whatever the LP does."""
CLOSE = 2e-3
"""Part of the LP's value below which the bound counts as reached."""
MOST_LABELS_FOR_CUTS = 20_000
"""Cuts make labels many: where a shift has more than these, they cost more than they give."""
ROWS_FROM = 0.08
"""Part of the LP's value that bound and LP may differ by for broken rows to be looked for."""
NOTHING = -(1 << 61)


class Generation:
    """One bound: its LP, its columns, the best bound so far.

    Looking quickly for routes alternates with looking exactly; only the latter
    proves anything.
    """

    def __init__(self, week: Week, stop: Stop) -> None:
        self.week = week
        self._stop = stop
        self.rows = build_rows(week)
        self.faces = Faces(self.rows)
        self.direct = np.array([c.cost for c in week.cells], np.int64) + np.array(
            self.faces.direct, np.int64
        )
        self.rules = order_rules(week)
        self.pricing = Pricing(
            priced_shifts(week),
            routes=max(FEWEST_ROUTES, ROUTES // max(1, len(week.spans))),
            given_up=self._given_up,
        )
        self.columns = Columns(self.rows, self.rules, self.pricing, self.direct)
        self.best = NOTHING
        """Best scaled bound."""
        self.iterations = 0
        self.report = ""
        self._guess = 0.0
        self._center = np.zeros(0)
        self._center_bound = NOTHING

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pricing.close()

    @property
    def proven(self) -> bool:
        """Whether there is a bound."""
        return self.best > NOTHING

    def value(self) -> int:
        """Give the best bound: costs are whole, so it is rounded up."""
        return -(-self.best // SCALE)

    def start(self, cost: int, routes: list[tuple[int, tuple[int, ...]]]) -> None:
        """Add first columns: shifts without visits, sets of days, and the routes of a plan."""
        visits = sum(item.size * item.need for item in self.week.items)
        self._guess = cost / max(1, visits)
        self._evaluate(np.zeros(len(self.rows.least)), exact=True)
        self.columns.start(routes)

    def run(self, tell: Callable[[], None]) -> None:
        """Improve the bound until told to stop or until no route helps any more."""
        exact, smooth, checks = False, SMOOTH, list(CHECKS)
        self._center, self._center_bound = self._first_prices(), NOTHING
        trial = self._center
        while not self._stop(self.iterations):
            if checks and not exact and self._stop.done(self.iterations) >= checks[-1]:
                checks.pop()
                self._evaluate(self._grown(self._center), exact=True)
            value = self.columns.solve()
            if value is None:
                return
            out = self.columns.row_prices()
            if self.iterations:
                far = self._center_bound < 0.9 * value * SCALE
                mixed = SMOOTH_FIRST if far and smooth else smooth
                trial = mixed * self._grown(self._center) + (1 - mixed) * out
            self.iterations += 1
            prices, found, bound = self._evaluate(trial, exact=exact)
            if bound > self._center_bound:
                self._center, self._center_bound = trial, bound
            added = self.columns.add_found(
                found, prices, np.rint(trial * SCALE).astype(np.int64), out
            )
            labels = max((f.labels for f in found.values()), default=0)
            self.report = (
                f"{self.iterations}: LP {value:.0f}, now {bound / SCALE:.0f}, best {self.value()}, "
                f"{len(self.columns.routes)} routes (+{added}), {len(self.rows.least)} rows, "
                f"{len(self.columns.cuts.row)} cuts, {labels} labels, {exact=}"
            )
            tell()
            apart = value - self._center_bound / SCALE
            if exact:
                if value - self.best / SCALE <= CLOSE * abs(value) or not (added or smooth):
                    few = labels < MOST_LABELS_FOR_CUTS
                    if not self._add_rows(cuts=few) and not self.columns.raise_cap():
                        return
                    exact, smooth = False, SMOOTH
                else:
                    # Looking exactly begins with looking quickly: no need to go back to that.
                    smooth = SMOOTH if added else 0.0
                    self._add_rows()
            elif added <= len(self.week.spans) // 3:
                exact, self._center_bound = True, self.best
            elif apart <= ROWS_FROM * abs(value):
                self._add_rows()

    def _first_prices(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Give a share of the plan's cost to each visit."""
        guess = np.zeros(len(self.rows.least))
        for entries in self.rows.days.values():
            row, by = entries[0]
            guess[row] = self._guess if by < 0 else 0.0
        return guess

    def _grown(
        self, prices: np.ndarray[tuple[int], np.dtype[np.float64]]
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.concatenate([prices, np.zeros(len(self.rows.least) - len(prices))])

    def _given_up(self) -> bool:
        return self._stop(self.iterations - 1) if self.proven else False

    def _evaluate(
        self, trial: np.ndarray[tuple[int], np.dtype[np.float64]], *, exact: bool
    ) -> tuple[Ints, dict[int, Found], int]:
        """Give prices of cells, routes found and the bound; keep the bound where it is proven."""
        y = np.rint(trial * SCALE).astype(np.int64)
        prices = self.columns.cell_prices(y)
        price = y.tolist()
        found = self.pricing(
            prices, exact=exact, cuts=lambda s: self.columns.cuts.seen_by(s, price)
        )
        bound = rest(self.rows, self.rules, price)
        bound += sum(f.least for f in found.values() if f.least is not None)
        if any(f.least is None for f in found.values()):
            bound = NOTHING
        elif exact:
            self.best = max(self.best, bound)
        return prices, found, bound

    def _add_rows(self, *, cuts: bool = False) -> bool:
        """Add rows that the last solution breaks; tell whether there were any."""
        added = len(self.faces.broken(self.columns.amounts(), self.columns.single_values()))
        if cuts:
            added += self.columns.cuts.find(self.columns.used_routes())
        if added:
            self.columns.grow()
        return bool(added)
