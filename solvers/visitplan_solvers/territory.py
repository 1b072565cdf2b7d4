"""Dividing a plan between two searches: people near one another, and their patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


class Territories:
    """Answers how to divide the people of a plan; the same draws give the same division."""

    def __init__(self, problem: Problem) -> None:
        arrays = problem.arrays
        cells = problem.tables.cells
        visits = len(problem.occurrences)
        self._day = slice(int(cells[t.X_DAY]), int(cells[t.X_DAY]) + visits)
        self._at = slice(int(cells[t.X_AT]), int(cells[t.X_AT]) + 2 * visits)
        self._person = arrays.slot[:, t.S_PERSON]
        self._patient = arrays.visit[:visits, t.V_PATIENT]
        self._place = np.maximum(arrays.visit[:visits, t.V_PLACE], 0)
        self._travel = arrays.travel[0]
        self._people = int(arrays.affinity.shape[1])
        self._patients = len(arrays.patient)
        self._home = np.zeros(self._people, np.int64)
        self._home[self._person] = arrays.slot[:, t.S_START_PLACE]

    def divide(
        self, state: Ints, draws: tuple[int, int, int]
    ) -> list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] | None:
        """Give for each of two searches its closed slots and frozen patients, or None.

        A line between two visits drawn by chance parts the people, half of the visits each. A
        patient whom people of both sides see is frozen for both searches; one whom nobody sees
        goes to a side by chance.
        """
        served = np.flatnonzero(state[self._day] >= 0)
        if len(served) < 2:
            return None
        at = state[self._at].reshape(-1, 2)[served]
        both = at[:, 1] >= 0
        visit = np.concatenate([served, served[both]])
        who = self._person[np.concatenate([at[:, 0], at[both, 1]])]
        a, b = (self._place[served[d % len(served)]] for d in draws[:2])
        lean = self._travel[:, a].astype(np.int64) - self._travel[:, b]
        count = np.bincount(who, minlength=self._people)
        total = np.bincount(who, weights=lean[self._place[visit]], minlength=self._people)
        mean = np.where(count > 0, total / np.maximum(count, 1), lean[self._home])
        ranked = np.lexsort((np.arange(self._people), mean))
        before = np.cumsum(count[ranked]) - count[ranked]
        first = np.zeros(self._people, bool)
        first[ranked] = 2 * before < count.sum()
        if first.all() or not first.any():
            return None
        seen = np.zeros((2, self._patients), bool)
        for side in (0, 1):
            seen[side, self._patient[visit[first[who] == (side == 0)]]] = True
        nobody = ~seen.any(axis=0)
        chance = (np.arange(self._patients) * 2654435761 + draws[2]) >> 7 & 1 == 1
        mine = (seen[0] & ~seen[1]) | (nobody & chance), (seen[1] & ~seen[0]) | (nobody & ~chance)
        slot_first = first[self._person]
        return [
            ((slot_first != (side == 0)).astype(np.uint8), (~mine[side]).astype(np.uint8))
            for side in (0, 1)
        ]
