"""From earlier routes to a plan of the search: all of them that a request's rules still allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import (
    day_at,
    drive_at,
    length_at,
    pin_at,
    seq_at,
    slot_at,
)
from visitplan_solvers.kernel.spacing import day_fits
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    drive_fits,
    link,
    may_come,
    refresh,
    room_for_visit,
    scratch,
    unlink,
)
from visitplan_solvers.kernel.together import known_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.plan import Route
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


@dataclass(slots=True)
class Earlier:
    """One visit of the earlier routes: its row, its start, and the slots it was made in."""

    row: int
    start: int
    slots: list[int] = field(default_factory=list)


def resumed(problem: Problem, empty: Ints, routes: Iterable[Route]) -> Ints:
    """Put the visits of earlier routes where they were; leave out what breaks a rule.

    Orders of stops, people and the starts that bind two people are kept; other starts are
    those that the search gives such a route. A service in sequence stays out with its other.
    """
    visits = _earlier(problem, routes)
    out: set[int] = set()
    careful: set[int] = set()
    while True:
        builder = Builder(problem, empty.copy(), careful)
        for visit in visits:
            if visit.row not in out:
                builder.place(visit)
        impossible = builder.time_the_rest()
        alone = {v for v in builder.placed if builder.partner(v) not in {-1, *builder.placed}}
        if not impossible and not alone:
            return builder.plan
        careful |= impossible
        out |= alone if not impossible else set()


class Builder:
    """A plan that grows by one visit at a time.

    Slots are timed once they are whole: half a route may be impossible where all of it is not,
    since the way home from its middle can be too long. Slots that turned out impossible are
    `careful`: they are timed with every visit, and those that do not fit stay out.
    """

    def __init__(self, problem: Problem, plan: Ints, careful: set[int]) -> None:
        self.plan = plan
        self._careful = careful
        self.placed: set[int] = set()
        self._problem = problem
        self._tables = problem.tables
        self._space: Scratch = scratch(problem.tables)
        self._rows: list[list[int]] = problem.arrays.visit.tolist()

    def partner(self, v: int) -> int:
        """Give the other service of a sequence, or -1."""
        return max(self._rows[v][t.V_FOLLOWER], self._rows[v][t.V_LEADER])

    def place(self, visit: Earlier) -> bool:
        """Put a visit at the end of what its routes have so far; False where that breaks a rule."""
        v, plan, tables = visit.row, self.plan, self._tables
        row = self._rows[v]
        bound = row[t.V_NEED] == 2 or self.partner(v) >= 0
        if not self._allowed(visit) or (bound and not self._opens(visit)):
            return False
        plan[pin_at(tables, v)] = visit.start if bound else -1
        plan[day_at(tables, v)] = self._problem.slots[visit.slots[0]].day
        for k, r in enumerate(visit.slots):
            plan[slot_at(tables, v, k)] = r
            link(tables, plan, r, self._position(r, visit.start), v)
        count_visit(tables, plan, v, 1)
        careful = [r for r in visit.slots if r in self._careful]
        if all(self._possible(r) for r in careful):
            self.placed.add(v)
            return True
        count_visit(tables, plan, v, -1)
        for k, r in enumerate(visit.slots):
            unlink(tables, plan, r, v)
            plan[slot_at(tables, v, k)] = -1
        plan[day_at(tables, v)] = plan[pin_at(tables, v)] = -1
        for r in careful:
            refresh(tables, plan, r, self._space)
        return False

    def time_the_rest(self) -> set[int]:
        """Time all slots; give those of days on which one is impossible."""
        slots = range(len(self._problem.slots))
        timed = {r for r in slots if refresh(self._tables, self.plan, r, self._space)}
        group = self._problem.arrays.slot[:, t.S_GROUP].tolist()
        days = {group[r] for r in slots if r not in timed or not self._drive_fits(r)}
        return {r for r in slots if group[r] in days}

    def _possible(self, r: int) -> bool:
        return bool(refresh(self._tables, self.plan, r, self._space)) and self._drive_fits(r)

    def _drive_fits(self, r: int) -> bool:
        tables, plan = self._tables, self.plan
        return bool(drive_fits(tables, plan, r, plan[drive_at(tables, r)]))

    def _position(self, r: int, start: int) -> int:
        """Give how many stops of a slot come before a start: visits are placed in time order."""
        tables, plan = self._tables, self.plan
        fixed = len(self._problem.occurrences)
        at = seq_at(tables, r, 0)
        rows = plan[at : at + plan[length_at(tables, r)]].tolist()
        later = [row for row in rows if row >= fixed and self._begins(row) > start]
        return len(rows) - len(later)

    def _begins(self, row: int) -> int:
        """Give the start of an appointment."""
        arrays = self._problem.arrays
        return int(arrays.window[arrays.window_ptr[row * int(arrays.days[0])], 0])

    def _allowed(self, visit: Earlier) -> bool:
        """Tell whether the visit's people, day and their limits allow it."""
        v, plan, tables = visit.row, self.plan, self._tables
        if len(visit.slots) != self._rows[v][t.V_NEED]:
            return False
        slots = [self._problem.slots[r] for r in visit.slots]
        day, people = slots[0].day, [slot.person for slot in slots]
        if any(slot.day != day for slot in slots) or len(set(people)) < len(people):
            return False
        roles = [int(self._problem.arrays.roles[v, c, day]) for c in people]
        if not _staffed(roles) or not day_fits(tables, plan, v, day):
            return False
        others = 0
        for r, c in zip(visit.slots, people, strict=True):
            if not room_for_visit(tables, plan, r, v) or not may_come(tables, plan, v, c, others):
                return False
            others += not known_to(tables, plan, v, c)
        return True

    def _opens(self, visit: Earlier) -> bool:
        """Tell whether the start is one of the visit's, and right beside the other in sequence."""
        v, arrays = visit.row, self._problem.arrays
        day = self._problem.slots[visit.slots[0]].day
        key = v * int(arrays.days[0]) + day
        spans = arrays.window[arrays.window_ptr[key] : arrays.window_ptr[key + 1]].tolist()
        on_step = visit.start % int(arrays.weight[t.W_STEP]) == 0
        if not on_step or not any(a <= visit.start <= b for a, b in spans):
            return False
        first = self._rows[v][t.V_LEADER]
        if first < 0:
            return True
        tables, plan = self._tables, self.plan
        if first not in self.placed or plan[day_at(tables, first)] != day:
            return False
        people = [self._problem.slots[r].person for r in (visit.slots[0], self._slot_of(first))]
        apart = visit.start - int(plan[pin_at(tables, first)])
        least, most = (self._rows[first][c] for c in (t.V_AFTER_MIN, t.V_AFTER_MAX))
        return people[0] != people[1] and least <= apart <= most

    def _slot_of(self, v: int) -> int:
        return int(self.plan[slot_at(self._tables, v, 0)])


def _staffed(roles: list[int]) -> bool:
    """Tell whether each person counts, and for two, whether they cover both entries."""
    if len(roles) < 2:
        return bool(roles) and roles[0] != 0
    a, b = roles
    return bool((a & 1 and b & 2) or (a & 2 and b & 1))


def _earlier(problem: Problem, routes: Iterable[Route]) -> list[Earlier]:
    """Give the visits of routes that the request still knows, by start, then row."""
    rows = {occurrence.id: v for v, occurrence in enumerate(problem.occurrences)}
    found: dict[int, Earlier] = {}
    for route in routes:
        r = _slot(problem, route)
        if r is None:
            continue
        for stop in route.stops:
            v = rows.get(stop.visit) if stop.visit is not None else None
            if v is not None and stop.kind == "visit":  # its paperwork names it too
                start = int(stop.start.timestamp()) - problem.base
                found.setdefault(v, Earlier(v, start)).slots.append(r)
    return sorted(found.values(), key=lambda visit: (visit.start, visit.row))


def _slot(problem: Problem, route: Route) -> int | None:
    """Give the slot that a route belongs to, None where the person has no such shift any more."""
    leave, back = int(route.leave.timestamp()), int(route.return_.timestamp())
    shared = {
        r: min(back, slot.end_s + slot.overtime_s) - max(leave, slot.start_s)
        for r, slot in enumerate(problem.slots)
        if slot.date == route.date
        and problem.request.case_managers[slot.person].id == route.case_manager
    }
    return max(shared, key=lambda r: shared[r], default=None)
