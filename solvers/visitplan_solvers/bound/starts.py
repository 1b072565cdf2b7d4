"""Pieces of a visit's starts on a day, each with a cost that is never too high.

What starting costs (wishes, a promised time) is a broken line. It is cut into
pieces on which it is at least `cost`, and from `flat` on at least
`cost + rate * (start - flat)`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.forward import PUBLISHED_TOLERANCE_S

STEP_S, FINE_STEP_S = 900, 60
"""Cost of starts is rounded down by less than these seconds of a falling stretch."""


class Piece(NamedTuple):
    """Starts from first to last; the cost rises after flat."""

    first: int
    last: int
    flat: int
    cost: int


def pieces(
    arrays: t.Arrays,
    window_of: t.Arrays,
    row: int,
    day: int,
    *,
    promised: bool,
    step_s: int = STEP_S,
) -> list[Piece]:
    """Cut the starts of a row on a day; costs of a visit for two are halved, one half each.

    `window_of` are the arrays from which the windows are read; `promised` adds the cost of
    starting at another time than promised.
    """
    need = int(arrays.visit[row, t.V_NEED])
    grid = int(arrays.weight[t.W_STEP])
    rate = int(arrays.weight[t.W_PREFERRED])
    rises = need == 1 and rate >= int(arrays.weight[t.W_WAIT])
    key = row * int(arrays.days[0]) + day
    result = []
    lo, hi = window_of.window_ptr[key], window_of.window_ptr[key + 1]
    for first, last in window_of.window[lo:hi].tolist():
        starts, cost = _costs(arrays, row, day, int(first), int(last), grid, promised=promised)
        result += _cut(starts, cost // need, rate if rises else 0, max(1, rate * step_s // need))
    return result


def _costs(
    arrays: t.Arrays, row: int, day: int, first: int, last: int, grid: int, *, promised: bool
) -> tuple[t.Ints, t.Ints]:
    """Give starts and what each costs at least, up to the next start."""
    coarse = max(grid, 60)
    starts = np.arange(first, last + 1, coarse, dtype=np.int64)
    key = row * int(arrays.days[0]) + day
    wishes = arrays.preferred[arrays.preferred_ptr[key] : arrays.preferred_ptr[key + 1]]
    cost = np.zeros(len(starts), np.int64)
    if len(wishes):
        service = int(arrays.visit[row, t.V_SERVICE])
        outside = np.full(len(starts), int(arrays.weight[t.W_PREFERRED_CAP]), np.int64)
        for opens, closes in wishes.tolist():
            late = np.maximum(0, opens - starts) + np.maximum(0, starts + service - closes)
            outside = np.minimum(outside, late)
        if coarse > grid:
            outside = np.maximum(0, outside - coarse)
        cost += int(arrays.weight[t.W_PREFERRED]) * outside
    published = int(arrays.visit[row, t.V_PUB_START])
    if promised and int(arrays.visit[row, t.V_PUB_DAY]) == day and published >= 0:
        tolerance = PUBLISHED_TOLERANCE_S + (coarse if coarse > grid else 0)
        cost += int(arrays.weight[t.W_TIME]) * (np.abs(starts - published) > tolerance)
    return starts, cost


def _cut(starts: t.Ints, cost: t.Ints, rate: int, most: int) -> list[Piece]:
    """Cut at the ends of flat stretches, and where falling or rising has gone too far."""
    result = []
    i, n = 0, len(starts)
    s, u = starts.tolist(), cost.tolist()
    gap = s[1] - s[0] if n > 1 else 0
    while i < n:
        j = i
        if j + 1 < n and u[j + 1] == u[i]:
            while j + 1 < n and u[j + 1] == u[i]:
                j += 1
            flat = s[j]
            while rate and j + 1 < n and u[j + 1] == u[i] + rate * (s[j + 1] - flat):
                j += 1
            result.append(Piece(s[i], s[j], flat, u[i]))
        else:
            low = high = u[i]
            while j + 1 < n and max(high, u[j + 1]) - min(low, u[j + 1]) < most:
                j += 1
                low, high = min(low, u[j]), max(high, u[j])
            result.append(Piece(s[i], s[j], s[j], low))
        i = j + 1
    if gap:
        # Starts between those looked at belong to the piece before them.
        result = [
            p._replace(last=q.first - 1 if q.first - p.last <= gap else p.last)
            for p, q in pairwise(result)
        ] + result[-1:]
    return result
