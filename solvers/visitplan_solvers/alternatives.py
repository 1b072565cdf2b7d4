"""The places that visits could take in a plan as it stands, the cheapest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.cheapest import Cheapest, days_of
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.decode import segment
from visitplan_solvers.kernel.insertion import insert, is_joint
from visitplan_solvers.kernel.layout import TOTAL, day_at, slot_at
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import empty_state, scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for
from visitplan_solvers.resume import resumed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitplan.domain.plan import Route
    from visitplan_solvers.cheapest import Key
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

WIDTH, ALIKE = 40, 8
"""Plans kept from one visit to the next, and how many of them may have the visits on the same days.

Without the second, the cheapest day's shifts would crowd out the days that leave room for the
next visit of an order with gaps.
"""


def alternatives(
    problem: Problem, routes: Sequence[Route], visits: Sequence[str], most: int
) -> list[Ints]:
    """Give plans that serve visits, others where they are: the best of each choice of shifts.

    A visit for one may go into each shift, at its cheapest place; one that takes two people, at
    once or one after the other, on each day. With a sequence its other service moves too. Visits
    are put in one after the other, and of the plans so far the cheapest go on (beam search). A
    visit without a place beside the others stays out.
    """
    names = {occurrence.id: v for v, occurrence in enumerate(problem.occurrences)}
    rows = [names[visit] for visit in visits]
    base = _base(problem, routes, rows)
    adder = _Adder(problem, base, rows)
    plans = [base]
    # Those with few places first: the others still find one beside them.
    in_turn = sorted(rows, key=lambda v: (not is_joint(problem.tables, v), adder.places(v), v))
    for n, v in enumerate(in_turn, start=1):
        last = n == len(rows)
        kept = Cheapest(most, most) if last else Cheapest(max(most, WIDTH), max(most, ALIKE))
        for plan in plans:
            adder.add(plan, v, kept)
        plans = kept.plans()
    served = [day_at(problem.tables, v) for v in rows]
    return [plan for plan in plans if (plan[served] >= 0).any()]


def _base(problem: Problem, routes: Sequence[Route], rows: Sequence[int]) -> Ints:
    """Give the plan without the visits and the other services of their sequences."""
    partners = problem.arrays.visit[rows][:, [t.V_FOLLOWER, t.V_LEADER]].ravel().tolist()
    out = {problem.occurrences[v].id for v in (*rows, *partners) if v >= 0}
    empty = empty_state(problem.tables, problem.appointment_rows)
    return resumed(problem, empty, _without(routes, out))


def _without(routes: Iterable[Route], visits: set[str]) -> list[Route]:
    return [
        route.model_copy(update={"stops": tuple(s for s in route.stops if s.visit not in visits)})
        for route in routes
    ]


class _Adder:
    """Puts one more visit into plans."""

    def __init__(self, problem: Problem, base: Ints, rows: Sequence[int]) -> None:
        self._problem = problem
        self._rows = rows
        self._runs = {
            v: segment(problem, v) if problem.occurrences[v].fixed is None else v for v in rows
        }
        self._work = base.copy()
        self._undo = undo_for(problem.tables, base)
        self._space = scratch(problem.tables, remembers=True)
        self._alone = {v: self._all_alone(base, v) for v in rows}

    def places(self, v: int) -> int:
        """Give in how many shifts, or on how many days, a visit has a place on its own."""
        return sum(alone is not None for _, alone in self._alone[v])

    def add(self, plan: Ints, v: int, kept: Cheapest) -> None:
        """Offer the plan with the visit in each shift or day; as it is where it fits in none.

        A shift is passed over where the visit on its own costs too much there already. That is an
        estimate: it holds where neither the shift's person nor the patient's is concerned by the
        visits put in before, so these people's shifts are tried in any case.
        """
        if plan[day_at(self._problem.tables, v)] >= 0:  # put in with its other service
            kept.offer(plan, self._key(plan))
            return
        key, cost = self._key(plan), int(plan[TOTAL])
        near = {self._problem.slots[r].person for _, _, *slots in key for r in slots if r >= 0}
        fits, passed = False, False
        np.copyto(self._work, plan)
        for choice, alone in self._alone[v]:
            where = self._problem.slots[choice[0]]
            met = alone is None or where.person in near or len(choice) > 1
            if not met and not kept.takes(cost + (alone or 0), days_of(key, where.day)):
                passed = True
            elif self._put(v, choice):
                fits = True
                kept.offer(self._work, self._key(self._work))
                np.copyto(self._work, plan)
        if not fits and not passed:
            kept.offer(plan, key)

    def _all_alone(self, base: Ints, v: int) -> list[tuple[list[int], int | None]]:
        """Give the choices in which a visit fits on its own and what it adds, cheapest first.

        Days on which it fits nowhere come last, with None: a largest gap or a day pattern may
        allow them beside others of its patient's visits.
        """
        fits, not_yet = [], []
        np.copyto(self._work, base)
        for choice in _choices(self._problem, v):
            if self._put(v, choice):
                fits.append((choice, int(self._work[TOTAL]) - int(base[TOTAL])))
                np.copyto(self._work, base)
            else:
                not_yet.append(choice)
        fits.sort(key=lambda entry: entry[1])
        slots, patient = self._problem.slots, self._problem.arrays.visit[:, t.V_PATIENT]
        if sum(patient[u] == patient[v] for u in self._rows) == 1:
            return list(fits)
        days = {slots[choice[0]].day for choice, _ in fits}
        later = [choice for choice in not_yet if slots[choice[0]].day not in days]
        return [*fits, *((choice, None) for choice in later)]

    def _put(self, v: int, choice: Sequence[int]) -> bool:
        undo = self._undo
        undo.closed[:] = 1
        undo.closed[choice] = 0
        begin_round(undo)
        rng = seeded(choice[0])
        return bool(insert(self._problem.tables, self._work, v, 0, rng, self._space, undo))

    def _key(self, plan: Ints) -> Key:
        """Give who visits when: run, day and shifts; visits that nothing tells apart are one."""
        tables, found = self._problem.tables, []
        for v in self._rows:
            day = int(plan[day_at(tables, v)])
            if day >= 0:
                # Of the two people of a visit neither is the first.
                slots = sorted(int(plan[slot_at(tables, v, k)]) for k in (0, 1))
                found.append((self._runs[v], day, *slots))
        return tuple(sorted(found))


def _choices(problem: Problem, v: int) -> list[list[int]]:
    """Give the sets of shifts among which a place is looked for."""
    arrays, days = problem.arrays, int(problem.arrays.days[0])
    ends = arrays.window_ptr[v * days : (v + 1) * days + 1].tolist()
    open_days = [d for d in range(days) if ends[d] < ends[d + 1]]
    slots = [(r, slot) for r, slot in enumerate(problem.slots) if slot.day in open_days]
    if not is_joint(problem.tables, v):
        return [[r] for r, slot in slots if arrays.roles[v, slot.person, slot.day]]
    by_day = ([r for r, slot in slots if slot.day == d] for d in open_days)
    return [today for today in by_day if today]
