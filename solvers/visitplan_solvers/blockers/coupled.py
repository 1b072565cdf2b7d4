"""A trial in which a visit's hours are also bound to those that another visit leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.blockers.trial import Edits, Lift, Trial
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

Spans = list[tuple[int, int]]
NO_SPAN = (t.NEVER, -1)
"""A span that holds no start, to fill up what room there is."""


def merged(spans: Spans) -> Spans:
    """Join spans of starts that overlap."""
    result: Spans = []
    for first, last in sorted(spans):
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


class CoupledTrial(Trial):
    """A trial of one visit, which may start only in given spans of each day.

    Lifting its hours widens the order's own hours, and leaves these spans as they are.
    """

    def __init__(self, problem: Problem, state: Ints, v: int, spans: Mapping[int, Spans]) -> None:
        super().__init__(problem, state)
        self.days = frozenset(spans)
        self._spans = spans
        arrays = problem.arrays
        days = int(arrays.days[0])
        pointer = arrays.window_ptr
        lo, hi = (int(x) for x in pointer[[v * days, (v + 1) * days]])
        rows: Spans = []
        moved = pointer.copy()
        for d in range(days):
            rows += self._narrowed(d, self._own(v, d))
            moved[v * days + d + 1] = lo + len(rows)
        moved[(v + 1) * days + 1 :] += lo + len(rows) - hi
        here = np.array(rows, np.int64).reshape(len(rows), 2)
        window = np.concatenate([arrays.window[:lo], here, arrays.window[hi:]])
        self._pointer = moved
        self.tables = t.pack(arrays._replace(window=window, window_ptr=moved))
        self._header = self.tables.cells[: t.HEADER].tolist()

    def _own(self, v: int, day: int) -> Spans:
        arrays = self.problem.arrays
        key = v * int(arrays.days[0]) + day
        spans = arrays.window[slice(*arrays.window_ptr[key : key + 2])]
        return [(int(first), int(last)) for first, last in spans]

    def _narrowed(self, day: int, own: Spans) -> Spans:
        """Give the starts in both kinds of spans, in as many rows as the day has room for."""
        given = self._spans.get(day, [])
        found = [
            (max(a, first), min(b, last))
            for a, b in merged(own)
            for first, last in given
            if max(a, first) <= min(b, last)
        ]
        return found + [NO_SPAN] * (len(own) + len(given) - len(found))

    def _hour_edits(self, r: int, v: int, lift: Lift) -> Edits:
        if not lift.hours_later and not lift.hours_earlier:
            return []
        day = self.problem.slots[r].day
        first = int(self._pointer[v * int(self.problem.arrays.days[0]) + day])
        edits: Edits = []
        for k, span in enumerate(self._narrowed(day, self._widened(r, v, lift)), first):
            at = self._header[t.H_WINDOW] + 2 * k
            edits += [(at, span[0]), (at + 1, span[1])]
        return edits
