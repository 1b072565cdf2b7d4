"""The bound that given prices of rows prove, in whole numbers.

Every row is relaxed at its price. What is left falls apart into shifts, orders
and single variables, and the least cost of each is known exactly. So whatever
prices an LP solver hands over, in floating point or badly converged, the sum is
a lower bound (Lagrange duality; Geoffrion 1974).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.kernel.patterns import best_days
from visitplan_solvers.bound.shifts import SCALE
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from visitplan_solvers.bound.rows import Rows
    from visitplan_solvers.bound.week import Week


@dataclass(frozen=True, slots=True)
class OrderRule:
    """What the days of an order must keep, and what days without a visit cost (scaled)."""

    rule: t.Ints
    unserved: t.Ints
    allowed: t.Ints


def order_rules(week: Week) -> list[OrderRule]:
    """Give the rule of every order."""
    result = []
    usable = {(week.items[c.item].order, week.spans[c.span].day) for c in week.cells}
    for o, row in enumerate(week.arrays.order.tolist()):
        n, least, penalty, below = (row[c] for c in (t.O_N, t.O_MIN, t.O_PENALTY, t.O_PENALTY_MIN))
        cost = [(n - s) * penalty + max(0, least - s) * below for s in range(n + 1)]
        rule = [n, max(1, row[t.O_MIN_GAP]), row[t.O_MAX_GAP], row[t.O_FIRST_LIMIT]]
        allowed = [(o, d) in usable for d in range(week.days)]
        result.append(
            OrderRule(
                np.array(rule, np.int64),
                np.array(cost, np.int64) * SCALE,
                np.array(allowed, np.int64),
            )
        )
    return result


def day_costs(rows: Rows, order: int, price: list[int]) -> t.Ints:
    """Give what each day of an order costs under prices of rows."""
    cost = np.zeros(rows.week.days, np.int64)
    for d in range(rows.week.days):
        for row, by in rows.days.get((order, d), ()):
            cost[d] -= by * price[row]
    return cost


def best_pattern(rule: OrderRule, cost: t.Ints) -> tuple[int, tuple[int, ...]]:
    """Give the least cost of an order and its days."""
    chosen = np.zeros(len(cost) + 1, np.int64)
    least = int(best_days(rule.rule, rule.unserved, rule.allowed, cost, chosen))
    return least, tuple(chosen[1 : 1 + chosen[0]].tolist())


def rest(rows: Rows, rules: list[OrderRule], price: list[int]) -> int:
    """Give the scaled bound without the shifts' part."""
    total = rows.constant * SCALE
    total += sum(y * b for y, b in zip(price, rows.least, strict=True))
    for o, rule in enumerate(rules):
        total += best_pattern(rule, day_costs(rows, o, price))[0]
    for single in rows.singles:
        reduced = single.cost * SCALE - sum(by * price[row] for row, by in single.entries)
        total += min(0, single.most * reduced)
    return total
