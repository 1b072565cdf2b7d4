"""Constraints of a person's day: its time, its limits, and visits one after the other."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.refute.limits import Limit, appointments_s, room_of, room_of_day
from visitplan_solvers.refute.linear import total, weighted

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.linear import Linear
    from visitplan_solvers.refute.model import Model

MOST_PAIRS = 40_000
"""Most pairs of visits in shifts that are ordered two by two; beyond, they only do not overlap."""


class ShiftRules:
    """Adds the constraints to a model, and keeps what each shift is charged.

    With `stretched`, each person's day can be made longer at a price of a second each; the
    model then asks for the least such price in place of proving anything.
    """

    def __init__(self, model: Model, *, stretched: bool) -> None:
        self.model = model
        self.week = model.week
        self.stretches: list[cp_model.IntVar] = []
        self._stretched = stretched
        self.drive_s: dict[int, Linear] = {}
        """Least seconds of driving by shift."""
        self.work_s: dict[int, Linear] = {}
        """Seconds of visits and least driving by shift."""
        cells_in: dict[int, list[Cell]] = defaultdict(list)
        for cell in model.uses:
            cells_in[cell.span].append(cell)
        by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        for s in sorted(cells_in):
            self.drive_s[s] = self._driving(s, cells_in[s])
            span = self.week.spans[s]
            by_day[span.person, span.day].append(s)
        for (person, day), shifts in by_day.items():
            self._limit_day(person, day, shifts, cells_in)
        if model.timed:
            self._order(by_day, cells_in)

    def _driving(self, s: int, cells: list[Cell]) -> Linear:
        """Charge the least drive into each place that is visited, and the least one home."""
        roads, span = self.week.roads, self.week.spans[s]
        start = roads.index[self.week.request.case_managers[span.person].start]
        by_place: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for cell in cells:
            place = self.week.place(self.week.parts[cell.part].order, span.person)
            by_place[place].append(self.model.uses[cell])
        at = np.array(sorted({start, *by_place}), np.int64)
        into = dict(zip(at.tolist(), roads.into(at).tolist(), strict=True))
        charged: list[tuple[int, Linear]] = []
        for place, uses in by_place.items():
            if place == start or into[place] == 0:
                continue
            charged.append((into[place], self._any(uses)))
        home = min(int(roads.back[span.person, place]) for place in by_place)
        if home:
            charged.append((home, self._any([use for uses in by_place.values() for use in uses])))
        return weighted(charged)

    def _any(self, uses: list[cp_model.IntVar]) -> cp_model.IntVar:
        """Give a variable that is 1 where any of some is."""
        if len(uses) == 1:
            return uses[0]
        found = self.model.model.new_bool_var("")
        for use in uses:
            self.model.model.add_implication(use, found)
        return found

    def _limit_day(
        self, person: int, day: int, shifts: list[int], cells_in: dict[int, list[Cell]]
    ) -> None:
        """Hold a person's day to its room and to each limit that could bind."""
        week, add = self.week, self.model.model.add
        who = week.request.case_managers[person]
        cells = [cell for s in shifts for cell in cells_in[s]]
        work = {s: self._service(cells_in[s]) + self.drive_s[s] for s in shifts}
        self.work_s |= work
        if self.model.holds(Limit("working_time", person, day)):
            stretch = self._stretch()
            for s in shifts:
                add(work[s] <= room_of(week.spans[s]) + stretch)
            if len(shifts) > 1:
                both = [s for s in week.spans_on[day] if week.spans[s].person == person]
                add(total(work.values()) <= room_of_day(week, both) + stretch)
        most = who.max_visits_per_day
        if (
            most is not None
            and most < len(cells)
            and self.model.holds(Limit("max_visits", person, day))
        ):
            add(total(self.model.uses[c] for c in cells) <= most)
        most = who.max_units_per_day
        units = {c: week.orders[week.parts[c.part].order].order.units for c in cells}
        if (
            most is not None
            and most < sum(units.values())
            and self.model.holds(Limit("max_units", person, day))
        ):
            add(weighted((units[c], self.model.uses[c]) for c in cells) <= most)
        most = who.max_drive_minutes_per_day
        if most is not None and self.model.holds(Limit("max_drive", person, day)):
            add(total(self.drive_s[s] for s in shifts) <= 60 * most)
        most = who.max_work_minutes_per_day
        if most is not None and self.model.holds(Limit("max_work", person, day)):
            # Appointments are attended, so they are part of the day's work.
            due = sum(
                appointments_s(week.spans[s])
                for s in week.spans_on[day]
                if week.spans[s].person == person
            )
            add(total(work.values()) + due <= 60 * most)

    def _service(self, cells: list[Cell]) -> Linear:
        return weighted(
            (self.week.orders[self.week.parts[c.part].order].service_s, self.model.uses[c])
            for c in cells
        )

    def _stretch(self) -> Linear | int:
        if not self._stretched:
            return 0
        self.stretches.append(self.model.model.new_int_var(0, 86_400, ""))
        return self.stretches[-1]

    def _order(
        self, by_day: dict[tuple[int, int], list[int]], cells_in: dict[int, list[Cell]]
    ) -> None:
        """Let visits of a shift come one after the other."""
        kept = [
            s
            for (person, day), shifts in by_day.items()
            if self.model.holds(Limit("working_time", person, day))
            for s in shifts
        ]
        pairs = sum(len(cells_in[s]) * (len(cells_in[s]) - 1) // 2 for s in kept)
        for s in kept:
            if pairs <= MOST_PAIRS and self.week.roads.way is not None:
                self._one_by_one(cells_in[s])
            else:
                self._apart(s, cells_in[s])

    def _one_by_one(self, cells: list[Cell]) -> None:
        """Let each two visits of a shift stand in one order or the other, a way apart."""
        model, week = self.model.model, self.week
        for one, other in combinations(cells, 2):
            a, b = week.parts[one.part].order, week.parts[other.part].order
            if a == b:
                continue
            ab, ba = self._from_to(one, other), self._from_to(other, one)
            if _always(one, other, ab) or _always(other, one, ba):
                continue
            day = week.spans[one.span].day
            s, t = self.model.start[one.part, day], self.model.start[other.part, day]
            both = [self.model.uses[one], self.model.uses[other]]
            first = model.new_bool_var("")
            model.add(t >= s + ab).only_enforce_if([*both, first])
            model.add(s >= t + ba).only_enforce_if([*both, ~first])

    def _from_to(self, one: Cell, other: Cell) -> int:
        """Give the least seconds from the start of one visit to that of the other."""
        week, person = self.week, self.week.spans[one.span].person
        a, b = week.parts[one.part].order, week.parts[other.part].order
        way = week.roads.between(week.place(a, person), week.place(b, person))
        return week.orders[a].service_s + way

    def _apart(self, s: int, cells: list[Cell]) -> None:
        """Let visits of a shift not overlap."""
        model, week = self.model.model, self.week
        day = week.spans[s].day
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(
                self.model.start[c.part, day],
                week.orders[week.parts[c.part].order].service_s,
                self.model.uses[c],
                "",
            )
            for c in cells
        )


def _always(one: Cell, other: Cell, least_s: int) -> bool:
    """Tell whether the first can be followed by the second wherever both stand."""
    return one.starts[-1][1] + least_s <= other.starts[0][0]
