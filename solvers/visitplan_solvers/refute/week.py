"""A request as the proof reads it: orders, parts of orders, and the shifts they fit alone.

Nothing here is stricter than the rules of the checker: shifts come untrimmed from
the request, and a visit may stand in a shift wherever it could if nothing else did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.clock import Clock
from visitplan.domain.patients import WEEKDAYS
from visitplan_solvers.bound.timeline import Span, spans
from visitplan_solvers.compiled.people import Qualified
from visitplan_solvers.compiled.places import visit_place
from visitplan_solvers.refute.cells import cells_of
from visitplan_solvers.refute.orders import orders_of, parts_by_order, patients_starts
from visitplan_solvers.refute.roads import Roads, roads_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from visitplan.domain.patients import DayPattern
    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.compiled.starts import Spans
    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.orders import Ordered, Part


@dataclass(slots=True)
class Week:
    """Orders, shifts and roads of a request; cells of an order are made when asked for."""

    request: PlanRequest
    clock: Clock
    base: int
    roads: Roads
    spans: tuple[Span, ...]
    orders: tuple[Ordered, ...]
    parts: tuple[Part, ...]
    parts_of: tuple[tuple[int, ...], ...]
    spans_on: tuple[tuple[int, ...], ...]
    followers: dict[int, int]
    """Second order of each sequence, by its first."""
    row_of: dict[str, int]
    _qualified: Qualified
    _cells: dict[int, tuple[Cell, ...]] = field(default_factory=dict)
    _starts: dict[tuple[int, int], Spans] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """Give the number of days."""
        return self.request.horizon.days

    def cells(self, o: int) -> tuple[Cell, ...]:
        """Give the cells of an order's parts."""
        if o not in self._cells:
            self._cells[o] = tuple(cells_of(self, o))
        return self._cells[o]

    def roles(self, o: int) -> NDArray[np.uint8]:
        """Give, by person and day, a bit for each staff entry that the person serves."""
        return self._qualified.roles(self.orders[o].patient, self.orders[o].order)

    def starts(self, o: int, day: int) -> Spans:
        """Give the starts of an order's visits on a day, as far as the patient decides."""
        key = o, day
        if key not in self._starts:
            ordered = self.orders[o]
            date_ = self.request.horizon.dates[day]
            step_s = self.request.policy.start_step_seconds
            found = patients_starts(ordered.patient, ordered.order, date_, self.clock, step_s)
            self._starts[key] = [(a - self.base, b - self.base) for a, b in found]
        return self._starts[key]

    def place(self, o: int, person: int) -> int:
        """Give the place of an order's visit by a person."""
        ordered = self.orders[o]
        place = visit_place(ordered.patient, ordered.order)
        return self.roads.index[place or self.request.case_managers[person].start]

    def in_pattern(self, o: int, pattern: DayPattern, day: int) -> bool:
        """Tell whether one of the patient's patterns allows an order a day."""
        ordered = self.orders[o]
        if all(ordered.order.id not in one for one in ordered.patient.day_patterns):
            return True
        date_ = self.request.horizon.dates[day]
        return WEEKDAYS[date_.weekday()] in pattern.get(ordered.order.id, ())

    def part_starts(self, part: int, day: int) -> Spans:
        """Give the starts of a part on a day; a promise may leave one only, or none."""
        it = self.parts[part]
        starts = self.starts(it.order, day)
        promise = it.promise
        if promise is None or not promise.binds_day:
            return starts
        if promise.start.date() != self.request.horizon.dates[day]:
            return []
        if promise.lock == "day":
            return starts
        at = self.clock.instant(promise.start) - self.base
        step_s = self.request.policy.start_step_seconds
        on_step = (at + self.base) % step_s == 0
        return [(at, at)] if on_step and any(a <= at <= b for a, b in starts) else []


def week_of(request: PlanRequest, travel: TravelTimes) -> Week:
    """Read a request; travel is between `places(request)`."""
    clock = Clock.of(request.horizon.timezone)
    base = clock.day_start(request.horizon.first_day)
    orders = tuple(orders_of(request))
    parts, parts_of = parts_by_order(request, orders)
    all_spans = spans(request, clock, base)
    on: list[list[int]] = [[] for _ in range(request.horizon.days)]
    for s, span in enumerate(all_spans):
        on[span.day].append(s)
    row_of = {ordered.order.id: ordered.row for ordered in orders}
    followers = {row_of[x.order.after.order]: x.row for x in orders if x.order.after is not None}
    return Week(
        request,
        clock,
        base,
        roads_of(request, travel),
        all_spans,
        orders,
        parts,
        parts_of,
        tuple(map(tuple, on)),
        followers,
        row_of,
        Qualified(request),
    )


def past_midnight(week: Week) -> Span | None:
    """Give a shift whose overtime reaches into the next day, which the proof does not know."""
    for span in week.spans:
        day = week.request.horizon.dates[span.day]
        if span.latest_return > week.clock.day_start(day + timedelta(days=1)) - week.base:
            return span
    return None
