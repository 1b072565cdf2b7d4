"""A quick try to meet every demand, one after the other: what it places needs no proof.

It keeps everything that the model asks for, so demands that it places all together
cannot be in conflict as far as the model knows. What it leaves over is looked at closely.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from visitplan_solvers.refute.timeline import Timelines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.week import Week

MOST_TRIES = 60
"""Sets of days tried for one demand."""


class Placed(NamedTuple):
    """A visit of an order: its cells (one a person) and its start."""

    cells: tuple[Cell, ...]
    start: int


Snapshot = dict[int, dict[int, Placed]]
"""Visits by order and day."""


class Placing:
    """Places visits one by one, never moving those already there."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.timelines = Timelines(week)
        self.placed: dict[int, dict[int, Placed]] = defaultdict(dict)
        """By order and day."""
        self._leaders = {second: first for first, second in week.followers.items()}

    def load(self, visits: Iterable[tuple[int, tuple[Cell, ...], int]]) -> None:
        """Take over visits of a solution: order, cells, start."""
        for o, cells, start in visits:
            self._put(o, Placed(cells, start))

    def place_all(self, demands: Sequence[Demand]) -> list[Demand]:
        """Place demands, those with the fewest choices first; give those left over."""
        first = sorted(
            demands,
            key=lambda d: (d.part is None, len(self.week.cells(d.order)), d.order),
        )
        return [demand for demand in first if not self.place(demand)]

    def place(self, demand: Demand) -> bool:
        """Place the visits that a demand still lacks; leave all as it was where they do not fit."""
        o = self._leaders.get(demand.order, demand.order)
        have = self.placed[demand.order]
        if demand.part is not None:
            lacking = 0 if any(x.cells[0].part == demand.part for x in have.values()) else 1
        else:
            lacking = demand.visits - len(have)
        if lacking <= 0:
            return True
        days = sorted({self.week.spans[c.span].day for c in self.week.cells(o)} - set(have))
        self._tries = MOST_TRIES
        return self._place_days(o, demand.part, days, lacking)

    def snapshot(self) -> Snapshot:
        """Give what is placed now."""
        return {o: dict(visits) for o, visits in self.placed.items() if visits}

    def restore(self, before: Snapshot) -> None:
        """Put everything back as it was; only what differs is touched."""
        changed = [o for o in self.placed if self.placed[o] != before.get(o, {})]
        self.take_out(changed)
        for o in changed:
            for visit in before.get(o, {}).values():
                self._put(o, visit)

    def take_out(self, orders: Iterable[int]) -> None:
        """Take all visits of some orders out."""
        for o in orders:
            for day, visit in list(self.placed[o].items()):
                self._take(o, day, visit)

    def _place_days(self, o: int, part: int | None, days: list[int], lacking: int) -> bool:
        if lacking == 0:
            return self._days_fit(o, done=True) and self._keeps_patterns(o)
        for k, day in enumerate(days):
            if len(days) - k < lacking or self._tries <= 0:
                return False
            visits = self._visit(o, part, day)
            if visits is None:
                continue
            self._tries -= 1
            for who, visit in visits:
                self._put(who, visit)
            if self._days_fit(o, done=False) and self._place_days(
                o, part, days[k + 1 :], lacking - 1
            ):
                return True
            for who, visit in visits:
                self._take(who, day, visit)
        return False

    def _put(self, o: int, visit: Placed) -> None:
        day = self.week.spans[visit.cells[0].span].day
        self.placed[o][day] = visit
        for cell in visit.cells:
            self.timelines.put(cell, visit.start)

    def _take(self, o: int, day: int, visit: Placed) -> None:
        del self.placed[o][day]
        for cell in visit.cells:
            self.timelines.take(cell)

    def _visit(self, o: int, part: int | None, day: int) -> list[tuple[int, Placed]] | None:
        """Find the visit of a day that adds least driving, with its follower if it has one."""
        cells = [
            cell
            for cell in self.week.cells(o)
            if self.week.spans[cell.span].day == day
            and (cell.part == part if part is not None else self._free(cell.part))
            and self._welcome(o, cell)
        ]
        follower = self.week.followers.get(o)
        if follower is not None:
            others = [
                c
                for c in self.week.cells(follower)
                if self.week.spans[c.span].day == day and self._welcome(follower, c)
            ]
            return self._sequence(o, follower, cells, others)
        if self.week.orders[o].need == 2:
            return self._pair(o, cells)
        best = None
        for cell in cells:
            for opening in self.timelines.openings(cell):
                if best is None or opening.added_s < best[0]:
                    best = opening.added_s, cell, opening.first
        return None if best is None else [(o, Placed((best[1],), best[2]))]

    def _pair(self, o: int, cells: list[Cell]) -> list[tuple[int, Placed]] | None:
        for one, a, other, b in self._two(cells, cells):
            apart = self.week.spans[one.span].person != self.week.spans[other.span].person
            able = one.part == other.part and one.roles & 1 and other.roles & 2
            if apart and able and max(a[0], b[0]) <= min(a[1], b[1]):
                return [(o, Placed((one, other), max(a[0], b[0])))]
        return None

    def _sequence(
        self, leader: int, follower: int, cells: list[Cell], others: list[Cell]
    ) -> list[tuple[int, Placed]] | None:
        after = self.week.orders[follower].order.after
        assert after is not None
        least_s, most_s = 60 * after.min_minutes, 60 * after.max_minutes
        for one, a, other, b in self._two(cells, others):
            if self.week.spans[one.span].person == self.week.spans[other.span].person:
                continue
            first = max(a[0], b[0] - most_s)
            second = max(b[0], first + least_s)
            if first <= a[1] and second <= b[1] and second - first <= most_s:
                return [(leader, Placed((one,), first)), (follower, Placed((other,), second))]
        return None

    def _two(
        self, cells: list[Cell], others: list[Cell]
    ) -> Iterator[tuple[Cell, tuple[int, int], Cell, tuple[int, int]]]:
        """Give openings of two cells at once."""
        open_ = [(c, (x.first, x.last)) for c in others for x in self.timelines.openings(c)]
        for one in cells:
            for opening in self.timelines.openings(one):
                for other, stretch in open_:
                    yield one, (opening.first, opening.last), other, stretch

    def _free(self, part: int) -> bool:
        """Tell whether a part can have one more visit."""
        it = self.week.parts[part]
        have = sum(x.cells[0].part == part for x in self.placed[it.order].values())
        return have < it.size

    def _welcome(self, o: int, cell: Cell) -> bool:
        """Tell whether the patient may see the person of a cell."""
        patient = self.week.orders[o].patient
        if patient.max_case_managers is None:
            return True
        seen = {
            self.week.spans[c.span].person
            for other, visits in self.placed.items()
            if self.week.orders[other].patient_row == self.week.orders[o].patient_row
            for visit in visits.values()
            for c in visit.cells
        }
        needed = 2 if self.week.orders[o].need == 2 or o in self.week.followers else 1
        person = self.week.spans[cell.span].person
        return person in seen or len(seen) + needed <= patient.max_case_managers

    def _days_fit(self, o: int, *, done: bool) -> bool:
        """Tell whether an order's days keep gaps, numbers and most visits."""
        follower = self.week.followers.get(o)
        return self._order_fits(o, done=done) and (
            follower is None or self._order_fits(follower, done=done)
        )

    def _order_fits(self, o: int, *, done: bool) -> bool:
        ordered, visits = self.week.orders[o], self.placed[o]
        days = sorted(visits)
        order = ordered.order
        if len(days) > ordered.visits:
            return False
        gaps = [b - a for a, b in pairwise(days)]
        if any(gap < order.min_gap_days for gap in gaps):
            return False
        if not done:
            return True
        if order.max_gap_days is not None and any(gap > order.max_gap_days for gap in gaps):
            return False
        if days and ordered.first_limit is not None and days[0] > ordered.first_limit:
            return False
        return all(self._number_fits(o, k, day) for k, day in enumerate(days))

    def _number_fits(self, o: int, before: int, day: int) -> bool:
        visit = self.placed[o][day]
        part = self.week.parts[visit.cells[0].part]
        if part.promise is None:
            return True
        after = len(self.placed[o]) - before - 1
        visits = self.week.orders[o].visits
        return before <= part.number - 1 and after <= visits - part.number

    def _keeps_patterns(self, o: int) -> bool:
        """Tell whether all visits of the order's patient keep one day pattern."""
        patient = self.week.orders[o].patient
        if not patient.day_patterns:
            return True
        row = self.week.orders[o].patient_row
        kept = [
            all(
                self.week.in_pattern(other, pattern, day)
                for other, visits in self.placed.items()
                if self.week.orders[other].patient_row == row
                for day in visits
            )
            for pattern in patient.day_patterns
        ]
        return any(kept)
