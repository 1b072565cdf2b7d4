"""Room for a visit left out: one or two served visits come out, it goes in, all go back."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.blockers.everybody import open_days
from visitplan_solvers.blockers.fitting import giving_way_alone
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.insertion import insert, is_joint
from visitplan_solvers.kernel.layout import TOTAL, day_at, length_at, seq_at
from visitplan_solvers.kernel.removal import remove, settle
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

MOST_WAYS = 64
"""Stops, or pairs of them, of one route that are looked at."""
Move = tuple[tuple[int, ...], int | None]
"""Visits to take out, and the slot in which they leave room; None: wherever there then is."""

SINGLES, PAIRS, CHAINS, LINKS = 240, 120, 6, 40
"""Most moves tried: of one visit, of two of a route, of one that a second lets in; of those each.

One try takes a quarter of a millisecond; a week of 700 visits has some 800 first moves, of which
few pass the test whether the visit fits without the one taken out.
"""


class Mover:
    """Tries moves on a plan; the plan stays as it is."""

    def __init__(self, problem: Problem, plan: Ints) -> None:
        self._problem = problem
        self._plan = plan
        self._found = np.zeros((MOST_WAYS, 2), np.int64)
        self._undo = undo_for(problem.tables, plan)
        self._space = scratch(problem.tables, remembers=True)

    def plans_with(self, v: int, most: int) -> list[Ints]:
        """Give plans that serve visit v and all that were served, the cheapest first.

        Moves of one visit come first; only where none of them does, two are moved.
        """
        if self._plan[day_at(self._problem.tables, v)] >= 0:
            return [self._plan]
        for moves in (self._singles(v), self._doubles(v), self._chains(v)):
            found = [plan for plan in moves if plan is not None]
            if found:
                return sorted(found, key=lambda plan: int(plan[TOTAL]))[:most]
        return []

    def _singles(self, v: int) -> Iterator[Ints | None]:
        moves = [*self._own(v), *islice(self._in_the_way(v, 1), SINGLES)]
        return (self._moved(move, v) for move in moves)

    def _doubles(self, v: int) -> Iterator[Ints | None]:
        return (self._moved(move, v) for move in islice(self._in_the_way(v, 2), PAIRS))

    def _own(self, v: int) -> Iterator[Move]:
        """Take out visits of the same patient: gaps, patterns and people bind them to this one."""
        p = int(self._problem.arrays.visit[v, t.V_PATIENT])
        rows = self._problem.arrays.visit[: len(self._problem.occurrences), t.V_PATIENT]
        own = [u for u, q in enumerate(rows.tolist()) if q == p and self._is_served(u)]
        yield from (((u,), None) for u in own)
        if len(own) > 1:
            yield tuple(own), None

    def _in_the_way(self, v: int, count: int) -> Iterator[Move]:
        """Give one visit or two of a route without which the visit fits into it."""
        tables, plan = self._problem.tables, self._plan
        if is_joint(tables, v):
            # How a visit by two fits, only putting it in tells.
            for r in self._slots(v):
                yield from ((others, None) for others in combinations(self._others(r), count))
            return
        for r in self._slots(v):
            way = giving_way_alone(tables, plan, r, v, count > 1, self._space, self._found)
            for pair in self._found[: int(way)].tolist():
                rows = [int(plan[seq_at(tables, r, i)]) for i in pair if i >= 0]
                yield tuple(rows), r

    def _others(self, r: int) -> list[int]:
        """Give the visits of a slot."""
        first = seq_at(self._problem.tables, r, 0)
        rows = self._plan[first : first + self._plan[length_at(self._problem.tables, r)]].tolist()
        return [row for row in rows if row < len(self._problem.occurrences)]

    def _slots(self, v: int) -> list[int]:
        problem = self._problem
        days = set(open_days(problem, self._plan, v).days)
        return [
            r
            for r, slot in enumerate(problem.slots)
            if slot.day in days and problem.arrays.roles[v, slot.person, slot.day]
        ]

    def _is_served(self, u: int) -> bool:
        return int(self._plan[day_at(self._problem.tables, u)]) >= 0

    def _moved(self, move: Move, v: int) -> Ints | None:
        """Make a move; None where a visit finds no place any more."""
        plan = self._plan.copy()
        out = self._exchanged(plan, move, v)
        return plan if out is not None and self._all_in(plan, out) else None

    def _exchanged(self, plan: Ints, move: Move, v: int) -> list[int] | None:
        """Take visits out and put v in; give those that are out then, None where v is too."""
        tables, undo = self._problem.tables, self._undo
        others, r = move
        begin_round(undo)
        undo.closed[:] = 0
        for u in others:
            remove(tables, plan, u, undo)
        if not settle(tables, plan, undo, self._space):
            return None
        out: list[int] = undo.bank[1 : 1 + int(undo.bank[0])].tolist()
        if r is not None:
            undo.closed[:] = 1
            undo.closed[r] = 0
        done = self._insert(plan, v)
        undo.closed[:] = 0
        return [u for u in out if self._is_out(plan, u)] if done else None

    def _all_in(self, plan: Ints, rows: Sequence[int]) -> bool:
        return all(self._insert(plan, u) for u in rows)

    def _insert(self, plan: Ints, v: int) -> bool:
        problem = self._problem
        return bool(insert(problem.tables, plan, v, 0, seeded(v), self._space, self._undo))

    def _is_out(self, plan: Ints, u: int) -> bool:
        return int(plan[day_at(self._problem.tables, u)]) < 0

    def _chains(self, v: int) -> Iterator[Ints | None]:
        """Let the visit taken out take the place of another one, which goes elsewhere."""
        begun: list[tuple[int, int, Ints]] = []
        for move in islice(self._in_the_way(v, 1), SINGLES):
            plan = self._plan.copy()
            out = self._exchanged(plan, move, v)
            if out is not None and len(out) == 1:
                begun.append((int(plan[TOTAL]), out[0], plan))
        for _, u, plan in sorted(begun, key=lambda entry: entry[:2])[:CHAINS]:
            onward = Mover(self._problem, plan)
            for move in islice(onward._in_the_way(u, 1), LINKS):
                if v not in move[0]:
                    yield onward._moved(move, u)
