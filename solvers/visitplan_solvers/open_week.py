"""A plan as it stands, into which visits are put: alone, or with others that make room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.blockers import blockers
from visitplan_solvers.blockers.missed import placed
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.decode import numbered, routes, segment
from visitplan_solvers.engine import empty_plan
from visitplan_solvers.kernel.insertion import insert, is_joint
from visitplan_solvers.kernel.layout import day_at
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import scratch
from visitplan_solvers.kernel.undo import begin_round, undo_for
from visitplan_solvers.moving import Mover
from visitplan_solvers.resume import resumed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from visitplan.domain.plan import Route, Unassigned
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.standing import Standing
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.compiled.memo import SpanMemo
    from visitplan_solvers.compiled.tables import Ints


class OpenWeek:
    """Routes under a request; every call starts from these routes and leaves them as they are."""

    def __init__(
        self,
        request: PlanRequest,
        travel: TravelTimes,
        earlier: Sequence[Route],
        memo: SpanMemo | None = None,
        standing: Standing | None = None,
    ) -> None:
        self._problem = compile_request(request, travel, standing, memo=memo)
        self._plan = resumed(self._problem, empty_plan(self._problem), earlier)
        self._names = numbered(self._problem, self._plan)
        # A served visit may have got the number of one asked for that was promised: then its row.
        self._row_of = {occurrence.id: v for v, occurrence in enumerate(self._problem.occurrences)}
        self._row_of |= {
            name: v
            for v, name in self._names.items()
            if self._plan[day_at(self._problem.tables, v)] < 0
        }

    def left_out(self) -> tuple[Unassigned, ...]:
        """Give the visits that the routes leave out, each with its blockers."""
        return blockers(self._problem, self._plan, self._names)

    def put_in(
        self, visits: Sequence[str], people: Collection[str] | None = None
    ) -> tuple[Route, ...] | None:
        """Give routes with visits put in, others with the same people; None where one has no room.

        Each goes where it costs least, only to `people` where they are given. Of an order's visits
        that nothing tells apart those with lower numbers that are left out are put in too, since
        served ones have the lowest.
        """
        problem, plan = self._problem, self._plan.copy()
        undo, space = undo_for(problem.tables, plan), scratch(problem.tables, remembers=True)
        for v in self._rows(visits):
            begin_round(undo)
            joint = bool(is_joint(problem.tables, v))
            undo.closed[:] = 0 if people is None else self._closed_but_to(people)
            done = insert(problem.tables, plan, v, 0, seeded(0), space, undo)
            # Starts of a visit by two are drawn: only here all are looked at.
            if not done and not (joint and people is None and placed(problem, plan, v)):
                return None
        return routes(problem, plan)

    def _closed_but_to(self, people: Collection[str]) -> list[bool]:
        who = self._problem.request.case_managers
        return [who[slot.person].id not in people for slot in self._problem.slots]

    def make_room(self, visits: Sequence[str], most: int) -> list[tuple[Route, ...]]:
        """Give routes that serve visits since others moved, cheapest first; none is dropped."""
        plans = [self._plan]
        for v in self._rows(visits):
            plans = self._served_in(plans, v, most)
        return [routes(self._problem, plan) for plan in plans]

    def _served_in(self, plans: Sequence[Ints], v: int, most: int) -> list[Ints]:
        for plan in plans:
            found = Mover(self._problem, plan).plans_with(v, most)
            if found:
                return found
        return []

    def _rows(self, visits: Sequence[str]) -> list[int]:
        """Give the rows to put in, the lower numbers of the same run first.

        Numbers are those of the routes as they stand: served visits have the lowest.
        """
        problem = self._problem
        rows: list[int] = []
        for visit in visits:
            v = self._row_of[visit]
            first = v if problem.occurrences[v].fixed is not None else segment(problem, v)
            rows += [
                u
                for u in range(first, v + 1)
                if u not in rows and self._plan[day_at(problem.tables, u)] < 0
            ]
        return rows
