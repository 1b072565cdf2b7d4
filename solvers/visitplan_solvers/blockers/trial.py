"""Copies of tables and plan in which single limits are lifted to see what then fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan_solvers.blockers.fitting import giving_way, own_start, position_of
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import (
    group_units_at,
    group_visits_at,
    length_at,
    pin_at,
    seq_at,
)
from visitplan_solvers.kernel.state import scratch

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

Edits = list[tuple[int, int]]
"""Positions in an array and the values to put there."""


@dataclass(frozen=True, slots=True)
class Lift:
    """Limits of one person's day lifted by so many minutes, and what is dropped."""

    visits: int = 0
    units: int = 0
    leg: int = 0
    drive: int = 0
    work: int = 0
    later: int = 0
    earlier: int = 0
    hours_later: int = 0
    hours_earlier: int = 0
    breaks: bool = False
    meetings: frozenset[int] = frozenset()
    blocks: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


NOTHING = Lift()


def both(a: Lift, b: Lift) -> Lift:
    """Lift what either lifts."""
    if a is NOTHING or b is NOTHING:
        return b if a is NOTHING else a
    return Lift(
        max(a.visits, b.visits),
        max(a.units, b.units),
        max(a.leg, b.leg),
        max(a.drive, b.drive),
        max(a.work, b.work),
        max(a.later, b.later),
        max(a.earlier, b.earlier),
        max(a.hours_later, b.hours_later),
        max(a.hours_earlier, b.hours_earlier),
        a.breaks or b.breaks,
        a.meetings | b.meetings,
        a.blocks | b.blocks,
        a.others | b.others,
    )


class Trial:
    """Answers whether a visit fits into a slot once limits are lifted."""

    def __init__(self, problem: Problem, state: Ints) -> None:
        self.problem = problem
        self.state = state.copy()
        self.space = scratch(problem.tables)
        self.tables = problem.tables._replace(cells=problem.tables.cells.copy())
        self.day_bounds = _day_bounds(problem)
        self._days = int(problem.arrays.days[0])
        self._header: list[int] = problem.tables.cells[: t.HEADER].tolist()
        self._slots: list[list[int]] = problem.arrays.slot.tolist()
        self._groups: list[list[int]] = problem.arrays.group.tolist()

    def rows(self, r: int) -> list[int]:
        """Give the stops of a slot in order."""
        first = seq_at(self.tables, r, 0)
        rows: list[int] = self.state[first : first + self.state[length_at(self.tables, r)]].tolist()
        return rows

    def fits(self, r: int, v: int, lift: Lift = NOTHING, start: int = -1) -> bool:
        """Tell whether visit v fits into slot r; with a start given, at that very start."""
        cells, state = self.tables.cells, self.state
        if lift is NOTHING and start < 0:
            return int(position_of(self.tables, state, r, v, self.space)) >= 0
        cell_edits = self._slot_edits(r, lift) + self._hour_edits(r, v, lift)
        state_edits = self._stop_edits(r, lift)
        state_edits.append((pin_at(self.tables, v), start))
        kept_cells = [(i, int(cells[i])) for i, _ in cell_edits]
        kept_state = [(i, int(state[i])) for i, _ in state_edits]
        for i, value in cell_edits:
            cells[i] = value
        for i, value in state_edits:
            state[i] = value
        try:
            return int(position_of(self.tables, state, r, v, self.space)) >= 0
        finally:
            for i, value in reversed(kept_cells):
                cells[i] = value
            for i, value in reversed(kept_state):
                state[i] = value

    def own_start(self, r: int, v: int) -> int:
        """Give the start that visit v has where it fits into slot r, or -1."""
        return int(own_start(self.tables, self.state, r, v, self.space))

    def giving_way(self, r: int, v: int) -> int | None:
        """Give a visit of slot r in whose place visit v would fit."""
        at = int(giving_way(self.tables, self.state, r, v, self.space))
        return None if at < 0 else self.rows(r)[at]

    def _hour_edits(self, r: int, v: int, lift: Lift) -> Edits:
        """Widen the visit's hours of the slot's day."""
        if not lift.hours_later and not lift.hours_earlier:
            return []
        key = v * self._days + self.problem.slots[r].day
        first = int(self.problem.arrays.window_ptr[key])
        edits: Edits = []
        for k, span in enumerate(self._widened(r, v, lift), first):
            at = self._header[t.H_WINDOW] + 2 * k
            edits += [(at, span[0]), (at + 1, span[1])]
        return edits

    def _widened(self, r: int, v: int, lift: Lift) -> list[tuple[int, int]]:
        """Give the visit's spans of starts of the slot's day, widened inside the day."""
        problem = self.problem
        slot = problem.slots[r]
        day_s, night_s = self.day_bounds[slot.day]
        last = night_s - int(problem.arrays.visit[v, t.V_SERVICE])
        key = v * self._days + slot.day
        spans = []
        for k in range(*problem.arrays.window_ptr[key : key + 2]):
            first_s, last_s = (int(x) for x in problem.arrays.window[k])
            begin = max(min(first_s, day_s), first_s - 60 * lift.hours_earlier)
            spans.append((begin, min(max(last_s, last), last_s + 60 * lift.hours_later)))
        return spans

    def _stop_edits(self, r: int, lift: Lift) -> Edits:
        """Take stops out of a slot's sequence."""
        gone = lift.meetings | lift.others
        if not gone:
            return []
        rows = self.rows(r)
        left = [row for row in rows if row not in gone]
        edits = [(seq_at(self.tables, r, i), row) for i, row in enumerate(left)]
        edits.append((length_at(self.tables, r), len(left)))
        at = group_visits_at(self.tables, self._slots[r][t.S_GROUP])
        edits.append((at, int(self.state[at]) - len(lift.others)))
        at = group_units_at(self.tables, self._slots[r][t.S_GROUP])
        units = sum(int(self.problem.arrays.visit[row, t.V_UNITS]) for row in lift.others)
        edits.append((at, int(self.state[at]) - units))
        return edits

    def _slot_edits(self, r: int, lift: Lift) -> Edits:
        """Lift the limits of a slot and its day."""
        if lift is NOTHING:
            return []
        header, arrays = self._header, self.problem.arrays
        slot = self._slots[r]
        at = header[t.H_SLOT] + len(slot) * r
        limits = self._groups[slot[t.S_GROUP]]
        group = header[t.H_GROUP] + len(limits) * slot[t.S_GROUP]
        edits: Edits = []
        if lift.visits:
            edits.append((group + t.G_MAX_VISITS, limits[t.G_MAX_VISITS] + lift.visits))
        if lift.drive:
            edits.append((group + t.G_MAX_DRIVE, limits[t.G_MAX_DRIVE] + 60 * lift.drive))
        if lift.units:
            edits.append((group + t.G_MAX_UNITS, limits[t.G_MAX_UNITS] + lift.units))
        if lift.work:
            edits.append((group + t.G_MAX_WORK, limits[t.G_MAX_WORK] + 60 * lift.work))
        if lift.leg:
            edits.append((at + t.S_LEG_MAX, slot[t.S_LEG_MAX] + 60 * lift.leg))
        if lift.later:
            edits.append((at + t.S_OVERTIME, slot[t.S_OVERTIME] + 60 * lift.later))
        if lift.earlier:
            begin = (t.S_START, t.S_SECOND_OF_DAY)
            edits += [(at + k, slot[k] - 60 * lift.earlier) for k in begin]
        if lift.breaks:
            edits.append((at + t.S_BREAK_HI, slot[t.S_BREAK_LO]))
        if lift.blocks:
            lo, hi = slot[t.S_BLOCK_LO], slot[t.S_BLOCK_HI]
            left = [b for b in range(lo, hi) if b not in lift.blocks]
            for k, b in enumerate(left, lo):
                row = [int(x) for x in arrays.block[b]]
                first = header[t.H_BLOCK] + len(row) * k
                edits += [(first + x, value) for x, value in enumerate(row)]
            edits.append((at + t.S_BLOCK_HI, lo + len(left)))
        return edits


def _day_bounds(problem: Problem) -> list[tuple[int, int]]:
    """Give the start and end of each day of the horizon in the tables' seconds."""
    first = problem.request.horizon.first_day
    starts = [
        problem.clock.day_start(first + timedelta(days=d)) - problem.base
        for d in range(problem.request.horizon.days + 1)
    ]
    return list(pairwise(starts))
