"""A request as the proof reads it: orders, parts of orders, and the shifts they fit alone.

Nothing here is stricter than the rules of the checker: shifts come untrimmed from
the request, and a visit may stand in a shift wherever it could if nothing else did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from visitplan.domain.clock import Clock
from visitplan.domain.daylight import daylight
from visitplan.domain.patients import WEEKDAYS
from visitplan_solvers.bound.timeline import AT_PLACE, Span, spans
from visitplan_solvers.compiled.people import Qualified, people_needed
from visitplan_solvers.compiled.places import visit_place
from visitplan_solvers.compiled.starts import allowed_day, completed_days, hours, merged, without
from visitplan_solvers.refute.roads import FAR, Roads, roads_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from visitplan.domain.patients import DayPattern, Order, Patient
    from visitplan.domain.request import FixedVisit, PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.compiled.starts import Spans


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order of one patient."""

    row: int
    patient_row: int
    patient: Patient
    order: Order
    pointer: str
    need: int
    first_limit: int | None
    """Last day of the first visit, by the largest gap to a completed one."""

    @property
    def service_s(self) -> int:
        """Give the length of one visit."""
        return 60 * self.order.minutes

    @property
    def visits(self) -> int:
        """Give how many visits are still to be made."""
        return len(self.order.numbers)


@dataclass(frozen=True, slots=True)
class Part:
    """Visits of an order that are alike: a promised one, or all others.

    `number` tells how many a promised one is among those still to be made.
    """

    order: int
    size: int
    promise: FixedVisit | None = None
    number: int = 0
    fixed_row: int = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A part in a shift that it fits alone; starts in seconds since the horizon's start."""

    part: int
    span: int
    roles: int
    starts: tuple[tuple[int, int], ...]


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
            self._cells[o] = tuple(self._made(o))
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

    def _made(self, o: int) -> Iterable[Cell]:
        roles = self.roles(o)
        for part in self.parts_of[o]:
            mine = [cell for cell in self._of_part(o, part, roles) if cell.starts]
            if self.orders[o].need == 1:
                yield from mine
            else:
                yield from _with_partner(self, mine)

    def _of_part(self, o: int, part: int, roles: NDArray[np.uint8]) -> Iterable[Cell]:
        named = promised_people(self.parts[part])
        for day in range(self.days):
            starts = self.part_starts(part, day)
            if not starts:
                continue
            for s in self.spans_on[day]:
                person = self.spans[s].person
                bits = int(roles[person, day])
                if bits and (named is None or self.request.case_managers[person].id in named):
                    yield Cell(part, s, bits, self.fitting(o, s, starts))

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

    def fitting(self, o: int, s: int, starts: Spans) -> tuple[tuple[int, int], ...]:
        """Give the starts at which one visit alone fits a shift, its limits of driving too."""
        span = self.spans[s]
        person = self.request.case_managers[span.person]
        place = self.place(o, span.person)
        there = int(self.roads.there[span.person, place])
        back = int(self.roads.back[span.person, place])
        service_s = self.orders[o].service_s
        most_drive, most_work = person.max_drive_minutes_per_day, person.max_work_minutes_per_day
        if (
            there + back >= FAR
            or (most_drive is not None and there + back > 60 * most_drive)
            or (most_work is not None and there + service_s + back > 60 * most_work)
            or person.max_visits_per_day == 0
            or _over(self.orders[o].order.units, person.max_units_per_day)
        ):
            return ()
        first, last = span.start + there, span.latest_return - service_s - back
        found = [(max(a, first), min(b, last)) for a, b in starts]
        for event in span.events:
            before, after = event.start - service_s, event.end
            # On a split day the other route may attend it: then only the hours are certain.
            if event.kind == AT_PLACE and event.place is not None and span.alone:
                at = self.roads.index[event.place]
                before -= self.roads.between(place, at)
                after += self.roads.between(at, place)
            found = _cut(found, before, after)
        step_s = self.request.policy.start_step_seconds
        return _on_steps(found, self.base, step_s)


def week_of(request: PlanRequest, travel: TravelTimes) -> Week:
    """Read a request; travel is between `places(request)`."""
    clock = Clock.of(request.horizon.timezone)
    base = clock.day_start(request.horizon.first_day)
    orders = tuple(_orders(request))
    parts, parts_of = _parts(request, orders)
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


def patients_starts(
    patient: Patient, order: Order, day: date, clock: Clock, step_s: int
) -> list[tuple[int, int]]:
    """Give the first and last instants at which a visit may start, all people aside."""
    if not allowed_day(patient, order, day):
        return []
    begin, end = clock.day_start(day), clock.day_start(day + timedelta(days=1))
    late_s = 60 * order.max_late_minutes
    open_: Spans = [(begin, end)]
    if order.windows:
        open_ = [(a, b + late_s) for a, b in hours(order.windows, day, clock)]
    if order.safety == "daylight":
        light = daylight(visit_place(patient, order) or patient.location, day, clock)
        if light is None:
            return []
        open_ = [(max(a, light[0]), min(b, light[1])) for a, b in open_]
    for away in patient.unavailable:
        open_ = without(open_, clock.instant(away.start), clock.instant(away.end))
    return merged(open_, 60 * order.minutes, step_s)


def promised_people(part: Part) -> frozenset[str] | None:
    """Give who alone may make a part's visits; None: whoever is able."""
    promise = part.promise
    if promise is None or not promise.binds_people:
        return None
    return frozenset(promise.case_managers)


def _orders(request: PlanRequest) -> Iterable[Ordered]:
    row = 0
    for p, patient in enumerate(request.patients):
        for k, order in enumerate(patient.orders):
            pointer = f"/patients/{p}/orders/{k}"
            limit = _first_limit(request, patient, order)
            yield Ordered(row, p, patient, order, pointer, people_needed(order), limit)
            row += 1


def _first_limit(request: PlanRequest, patient: Patient, order: Order) -> int | None:
    past = completed_days(patient, order)
    if order.max_gap_days is None or not past:
        return None
    limit = (past[-1] - request.horizon.first_day).days + order.max_gap_days
    return limit if limit >= 0 else None


def _parts(
    request: PlanRequest, orders: tuple[Ordered, ...]
) -> tuple[tuple[Part, ...], tuple[tuple[int, ...], ...]]:
    promised: dict[str, list[tuple[int, int, FixedVisit]]] = {}
    for i, item in enumerate(request.fixed):
        if item.lock == "none":
            continue
        order, _, number = item.visit.rpartition("#")
        promised.setdefault(order, []).append((int(number), i, item))
    parts: list[Part] = []
    of: list[tuple[int, ...]] = []
    for ordered in orders:
        first = len(parts)
        place = {n: k for k, n in enumerate(ordered.order.numbers, start=1)}
        promises = promised.get(ordered.order.id, ())
        fixed = sorted(
            ((place[n], i, item) for n, i, item in promises if n in place),
            key=lambda entry: entry[0],
        )
        parts += [Part(ordered.row, 1, item, number, i) for number, i, item in fixed]
        free = ordered.visits - len(fixed)
        if free > 0:
            parts.append(Part(ordered.row, free))
        of.append(tuple(range(first, len(parts))))
    return tuple(parts), tuple(of)


def _with_partner(week: Week, cells: list[Cell]) -> Iterable[Cell]:
    """Give the cells in which a second person could start at the same time."""
    by_day: dict[int, list[Cell]] = {}
    for cell in cells:
        by_day.setdefault(week.spans[cell.span].day, []).append(cell)
    for cell in cells:
        span = week.spans[cell.span]
        others = by_day[span.day]
        if any(
            week.spans[other.span].person != span.person
            and ((cell.roles & 1 and other.roles & 2) or (cell.roles & 2 and other.roles & 1))
            and _meet(cell.starts, other.starts)
            for other in others
        ):
            yield cell


def _meet(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(max(a, c) <= min(b, d) for a, b in one for c, d in other)


def _over(value: int, most: int | None) -> bool:
    return most is not None and value > most


def _cut(starts: Spans, before: int, after: int) -> Spans:
    """Keep the starts up to `before` and from `after` on."""
    return [(a, min(b, before)) for a, b in starts] + [(max(a, after), b) for a, b in starts]


def _on_steps(starts: Spans, base: int, step_s: int) -> tuple[tuple[int, int], ...]:
    kept = []
    for a, b in sorted(starts):
        first = -(-(a + base) // step_s) * step_s - base
        last = (b + base) // step_s * step_s - base
        if first <= last:
            kept.append((first, last))
    return tuple(kept)
