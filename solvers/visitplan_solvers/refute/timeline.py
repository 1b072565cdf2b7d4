"""Visits in shifts as they are placed one by one, and what is left of each person's day."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from visitplan_solvers.refute.limits import appointments_s, room_of, room_of_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.roads import Ints
    from visitplan_solvers.refute.week import Week


class Stop(NamedTuple):
    """A visit in a shift."""

    start: int
    end: int
    place: int
    part: int


class Opening(NamedTuple):
    """Starts that a shift has left for a visit, and the driving they add."""

    first: int
    last: int
    added_s: int


class Timelines:
    """All shifts of a week, with the visits placed in them."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.stops: dict[int, list[Stop]] = defaultdict(list)
        self._drive_s: dict[int, int] = defaultdict(int)
        self._work_s: dict[int, int] = defaultdict(int)
        self._shifts: dict[tuple[int, int], list[int]] = defaultdict(list)
        for s, span in enumerate(week.spans):
            self._shifts[span.person, span.day].append(s)
        self._room: dict[int, int] = {}

    def openings(self, cell: Cell) -> Iterator[Opening]:
        """Give the stretches of starts that a cell has left."""
        week, span = self.week, self.week.spans[cell.span]
        o = week.parts[cell.part].order
        service_s, place = week.orders[o].service_s, week.place(o, span.person)
        stops = self.stops[cell.span]
        allowed_s = self._drive_left(cell, service_s)
        if allowed_s < 0:
            return
        there, back = week.roads.there[span.person], week.roads.back[span.person]
        for k in range(len(stops) + 1):
            before = stops[k - 1] if k else None
            after = stops[k] if k < len(stops) else None
            way = int(there[place]) if before is None else self._way(before.place, place)
            onward = int(back[place]) if after is None else self._way(place, after.place)
            added_s = way + onward - self._now(there, back, before, after)
            if added_s > allowed_s:
                continue
            first = span.start if before is None else before.end + way
            last = span.latest_return if after is None else after.start - onward - service_s
            for a, b in cell.starts:
                if max(a, first) <= min(b, last):
                    yield Opening(max(a, first), min(b, last), added_s)

    def put(self, cell: Cell, start: int) -> None:
        """Place a visit."""
        week, span = self.week, self.week.spans[cell.span]
        o = week.parts[cell.part].order
        place, service_s = week.place(o, span.person), week.orders[o].service_s
        insort(self.stops[cell.span], Stop(start, start + service_s, place, cell.part))
        self._count(cell.span, service_s)

    def take(self, cell: Cell) -> None:
        """Take a visit out again."""
        stops = self.stops[cell.span]
        stops.remove(next(stop for stop in stops if stop.part == cell.part))
        o = self.week.parts[cell.part].order
        self._count(cell.span, -self.week.orders[o].service_s)

    def _count(self, s: int, service_s: int) -> None:
        self._work_s[s] += service_s
        person, stops = self.week.spans[s].person, self.stops[s]
        drive_s = 0
        if stops:
            drive_s += int(self.week.roads.there[person, stops[0].place])
            drive_s += int(self.week.roads.back[person, stops[-1].place])
        for k in range(1, len(stops)):
            drive_s += self._way(stops[k - 1].place, stops[k].place)
        self._drive_s[s] = drive_s

    def _way(self, i: int, j: int) -> int:
        roads = self.week.roads
        return int(roads.leg[i, j]) if roads.way is None else int(roads.way[i, j])

    def _now(self, there: Ints, back: Ints, before: Stop | None, after: Stop | None) -> int:
        """Give the driving that a visit between two stops would replace."""
        if before is not None and after is not None:
            return self._way(before.place, after.place)
        if before is not None:
            return int(back[before.place])
        return int(there[after.place]) if after is not None else 0

    def _drive_left(self, cell: Cell, service_s: int) -> int:
        """Give the seconds of driving that a day has left with one more visit; below 0: none."""
        week, span = self.week, self.week.spans[cell.span]
        who = week.request.case_managers[span.person]
        day = self._shifts[span.person, span.day]
        stops = [stop for s in day for stop in self.stops[s]]
        if who.max_visits_per_day is not None and len(stops) >= who.max_visits_per_day:
            return -1
        if who.max_units_per_day is not None:
            units = sum(self._units(stop.part) for stop in stops) + self._units(cell.part)
            if units > who.max_units_per_day:
                return -1
        drive_s = sum(self._drive_s[s] for s in day)
        work_s = sum(self._work_s[s] for s in day) + drive_s + service_s
        here_s = self._work_s[cell.span] + self._drive_s[cell.span] + service_s
        left = self._room_of(cell.span) - here_s
        if len(day) > 1:
            left = min(left, room_of_day(week, day) - work_s)
        if who.max_drive_minutes_per_day is not None:
            left = min(left, 60 * who.max_drive_minutes_per_day - drive_s)
        if who.max_work_minutes_per_day is not None:
            due_s = sum(appointments_s(week.spans[s]) for s in day)
            left = min(left, 60 * who.max_work_minutes_per_day - work_s - due_s)
        return left

    def _room_of(self, s: int) -> int:
        if s not in self._room:
            self._room[s] = room_of(self.week.spans[s])
        return self._room[s]

    def _units(self, part: int) -> int:
        return self.week.orders[self.week.parts[part].order].order.units
