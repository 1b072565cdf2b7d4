"""The places a visit could take in a plan as it stands, the cheapest first."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.insertion import insert, is_joint
from visitplan_solvers.kernel.layout import TOTAL
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import empty_state, scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for
from visitplan_solvers.resume import resumed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitplan.domain.plan import Route
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


def alternatives(problem: Problem, routes: Sequence[Route], visit: str, most: int) -> list[Ints]:
    """Give plans that serve a visit, others where they are: the best of each shift or day.

    A visit for one gets the cheapest place of each shift; one that takes two people, at once or
    one after the other, the cheapest of each day. With a sequence its other service moves too.
    """
    names = {occurrence.id: v for v, occurrence in enumerate(problem.occurrences)}
    v = names[visit]
    row = problem.arrays.visit[v]
    out = {visit} | {
        problem.occurrences[int(row[c])].id for c in (t.V_FOLLOWER, t.V_LEADER) if row[c] >= 0
    }
    empty = empty_state(problem.tables, problem.appointment_rows)
    base = resumed(problem, empty, _without(routes, out))
    undo, space = undo_for(problem.tables, base), scratch(problem.tables, remembers=True)
    kept: list[tuple[int, int, Ints]] = []
    for n, open_slots in enumerate(_choices(problem, v)):
        plan = base.copy()
        undo.closed[:] = 1
        undo.closed[open_slots] = 0
        begin_round(undo)
        if insert(problem.tables, plan, v, 0, seeded(n), space, undo):
            entry = (-int(plan[TOTAL]), -n, plan)
            if len(kept) < most:
                heappush(kept, entry)
            else:
                heappushpop(kept, entry)
    return [plan for *_, plan in sorted(kept, key=lambda entry: (-entry[0], -entry[1]))]


def _without(routes: Iterable[Route], visits: set[str]) -> list[Route]:
    return [
        route.model_copy(update={"stops": tuple(s for s in route.stops if s.visit not in visits)})
        for route in routes
    ]


def _choices(problem: Problem, v: int) -> Iterator[list[int]]:
    """Give the sets of shifts among which a place is looked for."""
    slots = range(len(problem.slots))
    if not is_joint(problem.tables, v):
        yield from ([r] for r in slots)
        return
    for d in range(int(problem.arrays.days[0])):
        today = [r for r in slots if problem.slots[r].day == d]
        if today:
            yield today
