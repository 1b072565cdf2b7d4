"""A plan of the LP's routes: what the bound found on its way may be better than the search's.

The cheapest routes by reduced cost are timed anew by the search's own kernel
and given to its set partitioning, with the plan known as the hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.solving import Solution
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import TOTAL, cost_at, drive_at, length_at, pin_at, seq_at
from visitplan_solvers.kernel.state import empty_state, refresh, scratch
from visitplan_solvers.models.partition import Column, Partition, item_of
from visitplan_solvers.rebuild import from_columns

if TYPE_CHECKING:
    from visitplan.domain.plan import Route
    from visitplan_solvers.bound.generation import Generation
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

EFFORT = 12.0
"""Deterministic seconds of CP-SAT."""
MOST = 2_500
"""Most routes given to CP-SAT."""


def better_plan(search: Generation, incumbent: Solution) -> Solution | None:
    """Give a plan that costs less than the incumbent, or None where none was found."""
    from visitplan_solvers.blockers import blockers, place_missed
    from visitplan_solvers.decode import numbered, routes

    found = _Recombined(search).best(incumbent)
    if found is None:
        return None
    problem = search.week.problem
    place_missed(problem, found)
    if int(found[TOTAL]) >= incumbent.cost:
        return None
    left_out = blockers(problem, found, numbered(problem, found))
    return Solution(
        routes(problem, found), left_out, incumbent.iterations, int(found[TOTAL])
    )


class _Recombined:
    def __init__(self, search: Generation) -> None:
        self._search = search
        self._problem: Problem = search.week.problem
        self._space = scratch()
        self._empty = empty_state(self._problem.tables, self._problem.appointment_rows)
        self._slot_of = self._slots()
        self._row_of = [self._row(i) for i in range(len(search.week.items))]
        self._items = item_of(self._problem)

    def best(self, incumbent: Solution) -> Ints | None:
        """Give the state of the best plan of routes found."""
        columns: dict[Column, None] = {}
        pins: dict[tuple[int, int], set[int]] = {}
        for route in incumbent.routes:
            column = self._known(route, pins)
            if column is None:
                return None
            columns[column] = None
        used = {column.slot for column in columns}
        for r in range(len(self._problem.slots)):
            column = self._timed(r, self._appointments(r), {})
            if column is None:
                return None
            if r not in used:
                columns = {column: None, **columns}
        mine = len(columns)
        for r in sorted(used):
            if (column := self._timed(r, self._appointments(r), {})) is not None:
                columns[column] = None
        for s, stops in self._search.columns.cheapest(MOST):
            for column in self._made(s, stops, pins):
                columns[column] = None
        kept = list(columns)
        partition = Partition(self._problem, kept, range(mine), seed=1)
        chosen = partition.solve(EFFORT)
        if chosen is None:
            return None
        return from_columns(self._problem, self._empty, [kept[n] for n in chosen], self._space)

    def _slots(self) -> dict[int, int]:
        """Give the search's slot of each shift that has one."""
        found = {}
        for s, span in enumerate(self._search.week.spans):
            for r, slot in enumerate(self._problem.slots):
                start = slot.start_s - self._problem.base
                same = slot.person == span.person and slot.day == span.day
                if same and span.start <= start < span.end:
                    found[s] = r
        return found

    def _row(self, i: int) -> int:
        """Give a row of the search for an item, one without a promise where there is one."""
        item, week = self._search.week.items[i], self._search.week
        if item.promised:
            return item.row
        first = int(week.arrays.order[item.order, t.O_FIRST])
        rows = range(first, first + int(week.arrays.order[item.order, t.O_N]))
        free = [v for v in rows if self._problem.occurrences[v].fixed is None]
        return free[0] if free else item.row

    def _appointments(self, r: int) -> tuple[int, ...]:
        return self._problem.appointment_rows[r]

    def _made(
        self, s: int, stops: tuple[int, ...], pins: dict[tuple[int, int], set[int]]
    ) -> list[Column]:
        """Give the search's columns of a route: one for each start known of its visit for two."""
        week = self._search.week
        r = self._slot_of.get(s)
        if r is None:
            return []
        at = self._search.pricing.shifts[s].cells
        appointments = self._appointments(r)
        rows: list[int] = []
        for j in stops:
            if at[j] < 0:
                if j >= len(appointments):
                    return []
                rows.append(appointments[j])
            else:
                rows.append(int(self._items[self._row_of[week.cells[int(at[j])].item]]))
        if len(set(rows)) < len(rows):
            return []
        arrays = week.arrays
        twos = [v for v in rows if v < len(self._items) and arrays.visit[v, t.V_NEED] == 2]
        choices: list[dict[int, int]] = [{}]
        for v in twos:
            starts = sorted(pins.get((v, week.spans[s].day), ()))
            choices = [c | {v: start} for c in choices for start in starts]
        made = (self._timed(r, tuple(rows), choice) for choice in choices[:4])
        return [column for column in made if column is not None]

    def _known(self, route: Route, pins: dict[tuple[int, int], set[int]]) -> Column | None:
        """Give the column of a plan's route; note the starts of its visits for two."""
        problem = self._problem
        person = [p.id for p in problem.request.case_managers].index(route.case_manager)
        leave = int(route.leave.timestamp())
        slots = [
            r
            for r, slot in enumerate(problem.slots)
            if slot.person == person and slot.start_s <= leave <= slot.end_s
        ]
        if not slots:
            return None
        r = slots[-1]
        row = {o.id: v for v, o in enumerate(problem.occurrences)}
        rows: list[int] = []
        choice: dict[int, int] = {}
        for stop in route.stops:
            if stop.kind == "visit" and stop.visit is not None:
                v = int(self._items[row[stop.visit]])
                rows.append(v)
                if problem.arrays.visit[v, t.V_NEED] == 2:
                    choice[v] = int(stop.start.timestamp()) - problem.base
                    pins.setdefault((v, problem.slots[r].day), set()).add(choice[v])
            elif stop.kind == "appointment" and (r, stop.appointment) in problem.appointments:
                rows.append(len(row) + problem.appointments.index((r, stop.appointment)))
        return self._timed(r, tuple(rows), choice)

    def _timed(self, r: int, rows: tuple[int, ...], pins: dict[int, int]) -> Column | None:
        """Time a route by the search's kernel; None where it is impossible."""
        tables, plan = self._problem.tables, self._empty.copy()
        plan[length_at(tables, r)] = len(rows)
        for i, v in enumerate(rows):
            plan[seq_at(tables, r, i)] = v
            plan[pin_at(tables, v)] = pins.get(v, -1)
        if not refresh(tables, plan, r, self._space):
            return None
        return Column(
            r,
            rows,
            tuple(pins.get(v, -1) for v in rows),
            int(plan[cost_at(tables, r)]),
            int(plan[drive_at(tables, r)]),
        )
