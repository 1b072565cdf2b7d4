"""From request and travel times to the arrays of the search."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.clock import Clock
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.memo import DaySpans, SpanMemo
from visitplan_solvers.compiled.options import options, price_options
from visitplan_solvers.compiled.patients import patient_tables
from visitplan_solvers.compiled.people import Qualified, affinity, affinity_cost, people_needed
from visitplan_solvers.compiled.places import places, visit_place
from visitplan_solvers.compiled.programs import (
    Programs,
    bumped,
    clock_rows,
    counts,
    weighted_minutes,
)
from visitplan_solvers.compiled.shift_rows import PauseKind, ShiftRows
from visitplan_solvers.compiled.shifts import Slot, available_minutes, slots
from visitplan_solvers.compiled.standby import ride_rows, standby_rows
from visitplan_solvers.compiled.starts import Spans, closings, completed_days, hours, starts
from visitplan_solvers.compiled.under_way import following, made_before, not_before

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import FixedVisit, PlanRequest
    from visitplan.domain.standing import Standing
    from visitplan.matrix import TravelTimes

NEAREST = 40
"""Neighbours listed for each visit."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Visit `number` of an order; a row of the table `visit`."""

    patient: Patient
    order: Order
    number: int
    fixed: FixedVisit | None
    order_row: int

    @property
    def id(self) -> str:
        """Give the visit's name in documents."""
        return f"{self.order.id}#{self.number}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A compiled request."""

    request: PlanRequest
    clock: Clock
    base: int
    arrays: t.Arrays
    tables: t.Tables
    occurrences: tuple[Occurrence, ...]
    slots: tuple[Slot, ...]
    appointment_rows: tuple[tuple[int, ...], ...]
    appointments: tuple[tuple[int, str], ...]
    blocks: tuple[str, ...]
    pauses: tuple[PauseKind, ...]
    travel: TravelTimes


def compile_request(
    request: PlanRequest,
    travel: TravelTimes,
    standing: Standing | None = None,
    *,
    memo: SpanMemo | None = None,
) -> Problem:
    """Turn a validated request into arrays; travel is between `places(request)`.

    With a `standing` plan, shifts under way go on from where their people are. A memo makes it
    quicker where copies of the request, with some values changed, come again.
    """
    clock = Clock.of(request.horizon.timezone)
    base = clock.day_start(request.horizon.first_day)
    index = {place: i for i, place in enumerate(places(request)[0])}
    occurrences = tuple(_occurrences(request))
    all_slots = tuple(slots(request, clock, standing))
    shift_rows = ShiftRows(request, clock, base, index, all_slots, len(occurrences), standing)
    days = request.horizon.days
    none: list[list[Spans]] = [[[] for _ in range(days)] for _ in shift_rows.windows]
    spans = _day_spans(occurrences, request, clock, base, memo or SpanMemo())
    windows = [s.starts for s in spans]
    wishes = [s.wishes for s in spans]
    ends = [s.closings for s in spans]
    window, window_ptr = _ragged(windows + shift_rows.windows, days)
    preferred, preferred_ptr = _ragged(wishes + none, days)
    closing, closing_ptr = _ragged(ends + none, days)
    programs = Programs(request)
    clocks, clock_ptr = clock_rows(request)
    patient, pattern = patient_tables(request, programs, clock_ptr)
    rides = ride_rows(request, clock, base, all_slots)
    standby, slack = standby_rows(request, clock, base, all_slots)
    for row, (ride_lo, ride_hi), (lo, hi) in zip(
        shift_rows.slots, rides.pointers, standby.pointers, strict=True
    ):
        row += [ride_lo, ride_hi, lo, hi]
    weights, long_drive = request.policy.weights, request.policy.long_drive_minutes
    people = {person.id: c for c, person in enumerate(request.case_managers)}
    patients = {patient.id: p for p, patient in enumerate(request.patients)}
    by_patient = [affinity(request, patient) for patient in request.patients]
    cost_of = [affinity_cost(p, programs.weights(p)) for p in request.patients]
    day_of = np.array([slot.day for slot in all_slots], np.int64)
    roles = _roles(request, occurrences, people)
    _bar_own_start(roles, occurrences, all_slots)
    visit_rows = _visit_rows(occurrences, patients, index, base, request, clock, programs)
    option, option_ptr = options(visit_rows, all_slots, roles, window_ptr, days)
    arrays = t.Arrays(
        travel=_for_reading(travel.seconds),
        anchors=np.column_stack([travel.anchors_s, travel.anchor_metric]).astype(np.int64),
        visit=_table(
            visit_rows + shift_rows.visits,
            t.VISIT_WIDTH,
        ),
        order=_table(_order_rows(request), t.ORDER_WIDTH),
        slot=_table(shift_rows.slots, t.SLOT_WIDTH),
        block=_table(shift_rows.blocks, 4),
        pause=_table(shift_rows.pauses, 3),
        group=_table(shift_rows.groups, 5),
        weight=np.array(
            [
                weights.drive,
                weights.wait,
                weights.overtime,
                weights.late_preferred,
                weights.late_preferred_cap_seconds,
                weights.fairness_per_minute,
                weights.stability_staff,
                weights.stability_time,
                weights.stability_day,
                request.policy.start_step_seconds,
                weights.late_window,
                weights.late_window_max,
                weights.unserved_bumped,
                weights.arrival,
                request.policy.arrival_minutes * 60,
                weights.long_drive_per_minute,
                t.NEVER if long_drive is None else long_drive * 60,
                weights.ride_along,
                weights.crisis_slack_per_minute,
            ],
            np.int64,
        ),
        window=window,
        window_ptr=window_ptr,
        preferred=preferred,
        preferred_ptr=preferred_ptr,
        closing=closing,
        closing_ptr=closing_ptr,
        patient=_table(patient, t.PATIENT_WIDTH),
        pattern=np.array(pattern, np.int64),
        roles=roles,
        # Shaped by hand, since of a plan under way no visit at all may be left.
        affinity=np.array(
            [by_patient[patients[o.patient.id]] for o in occurrences], np.uint8
        ).reshape(len(occurrences), len(people)),
        affinity_cost=np.array(
            [cost_of[patients[o.patient.id]] for o in occurrences], np.int64
        ).reshape(len(occurrences), 8),
        published=_published(occurrences, people),
        history=_history(request, people),
        share=_shares(request, clock, standing),
        day_slots=np.arange(len(all_slots), dtype=np.int64),
        day_slots_ptr=np.searchsorted(day_of, np.arange(days + 1)).astype(np.int64),
        option=option,
        option_cost=np.zeros(len(option), np.int64),
        option_ptr=option_ptr,
        near=_near(occurrences, index, travel),
        clock=_table(clocks, 4),
        ride=_table(rides.rows, 3),
        standby=_table(standby.rows, 3),
        slack=_table(slack, 2),
        days=np.array([days], np.int64),
        stops=np.array([_most_stops(occurrences, shift_rows)], np.int64),
    )
    price_options(arrays)
    return Problem(
        request,
        clock,
        base,
        arrays,
        t.pack(arrays),
        occurrences,
        all_slots,
        tuple(tuple(rows) for rows in shift_rows.rows_of),
        tuple(shift_rows.names),
        tuple(shift_rows.block_names),
        tuple(shift_rows.pause_kinds),
        travel,
    )


def _for_reading(seconds: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give a view that cannot be written: numba compiles anew for arrays that can."""
    view = np.ascontiguousarray(seconds, np.int32).view()
    view.setflags(write=False)
    return view


def _table(rows: list[list[int]], width: int) -> t.Ints:
    return np.array(rows, np.int64).reshape(len(rows), width)


def _ragged(by_row: list[list[Spans]], days: int) -> tuple[t.Ints, t.Ints]:
    flat = [span for row in by_row for day in row for span in day]
    sizes = [len(day) for row in by_row for day in row]
    pointer = np.zeros(len(by_row) * days + 1, np.int64)
    np.cumsum(sizes, out=pointer[1:])
    return np.array(flat, np.int64).reshape(len(flat), 2), pointer


def _occurrences(request: PlanRequest) -> list[Occurrence]:
    fixed = {item.visit: item for item in request.fixed}
    result = []
    row = 0
    for patient in request.patients:
        for order in patient.orders:
            result += [
                Occurrence(patient, order, n, fixed.get(f"{order.id}#{n}"), row)
                for n in order.numbers
            ]
            row += 1
    return result


def _day_bounds(occurrence: Occurrence, request: PlanRequest) -> tuple[date | None, date | None]:
    """Give the days of the promised occurrences just before and after this one."""
    earlier, later = None, None
    if request.horizon.now is not None:
        return None, None  # visits keep their numbers wherever they are moved
    for item in request.fixed:
        order, _, number = item.visit.rpartition("#")
        if order != occurrence.order.id:
            continue
        day = item.start.date()
        if int(number) < occurrence.number:
            earlier = day if earlier is None else max(earlier, day)
        elif int(number) > occurrence.number:
            later = day if later is None else min(later, day)
    return earlier, later


def _day_spans(
    occurrences: Iterable[Occurrence],
    request: PlanRequest,
    clock: Clock,
    base: int,
    memo: SpanMemo,
) -> list[DaySpans]:
    """Give the spans of each visit, from the memo where it knows them."""

    def compute(occurrence: Occurrence) -> DaySpans:
        return DaySpans(
            _start_spans(occurrence, request, clock, base),
            _wish_spans(occurrence, request, clock, base),
            _closing_spans(occurrence, request, clock, base),
        )

    memo.begin(request)
    return [memo.of(o.patient, o.order, o.number, partial(compute, o)) for o in occurrences]


def _start_spans(
    occurrence: Occurrence, request: PlanRequest, clock: Clock, base: int
) -> list[Spans]:
    """Give the starts by day, promises and the order of occurrences kept."""
    fixed = occurrence.fixed
    earlier, later = _day_bounds(occurrence, request) if request.fixed else (None, None)
    result: list[Spans] = []
    step_s = request.policy.start_step_seconds
    now = None if request.horizon.now is None else clock.instant(request.horizon.now)
    first = made_before(occurrence.order, occurrence.number, request)
    for day in request.horizon.dates:
        spans: Spans = []
        in_order = (earlier is None or day > earlier) and (later is None or day < later)
        # The staff promise of one of several visits holds its day too: only so is its
        # number in time order known beforehand. Once the plan is under way it keeps its number.
        bound = fixed is not None and (
            fixed.binds_day
            or (fixed.lock == "staff" and occurrence.order.visits > 1 and now is None)
        )
        if in_order and not (bound and fixed is not None and fixed.start.date() != day):
            spans = starts(occurrence.patient, occurrence.order, day, clock, step_s)
        if fixed is not None and fixed.lock == "all":
            at = clock.instant(fixed.start)
            fits = at % step_s == 0 and any(a <= at <= b for a, b in spans)
            spans = [(at, at)] if fits else []
        elif now is not None:
            spans = not_before(spans, now, step_s)
        if first is not None and occurrence.order.after is not None:
            spans = following(spans, clock.instant(first.start), occurrence.order.after)
        result.append([(a - base, b - base) for a, b in spans])
    return result


def _wish_spans(
    occurrence: Occurrence, request: PlanRequest, clock: Clock, base: int
) -> list[Spans]:
    order = occurrence.order
    if not order.preferred_windows:
        return [[] for _ in request.horizon.dates]
    result: list[Spans] = []
    for day in request.horizon.dates:
        spans = [(a - base, b - base) for a, b in hours(order.preferred_windows, day, clock)]
        # A day without a preferred window costs the cap: a window out of reach says so.
        result.append(spans or [(t.NEVER, t.NEVER)])
    return result


def _closing_spans(
    occurrence: Occurrence, request: PlanRequest, clock: Clock, base: int
) -> list[Spans]:
    return [
        [(a - base, b - base) for a, b in closings(occurrence.order, day, clock)]
        for day in request.horizon.dates
    ]


def _most_stops(occurrences: tuple[Occurrence, ...], shift_rows: ShiftRows) -> int:
    """Give room for the stops of any route by the lengths of shifts and services.

    A power of two, so that a slightly longer shift seldom changes where things lie.
    """
    shortest = min((o.order.minutes * 60 for o in occurrences), default=60)
    longest = max(
        (row[t.S_END] + row[t.S_OVERTIME] - row[t.S_START] for row in shift_rows.slots), default=0
    )
    most = max((row[t.G_MAX_VISITS] for row in shift_rows.groups), default=0)
    visits = min(longest // shortest + 1, most, len(occurrences))
    needed = visits + max(map(len, shift_rows.rows_of), default=0) + 2
    return min(MOST_STOPS, max(16, 1 << (needed - 1).bit_length()))


MOST_STOPS = 128
"""Most stops of a route that the kernel holds, however short the visits are."""


def _visit_rows(
    occurrences: tuple[Occurrence, ...],
    patients: dict[str, int],
    index: dict[Coordinates, int],
    base: int,
    request: PlanRequest,
    clock: Clock,
    programs: Programs,
) -> list[list[int]]:
    row_of = {o.id: v for v, o in enumerate(occurrences)}
    rows: list[list[int]] = []
    kinds = _kinds_of_pairs(occurrences, row_of, request)
    for v, occurrence in enumerate(occurrences):
        order = occurrence.order
        place = visit_place(occurrence.patient, order)
        fixed = occurrence.fixed
        day = -1 if fixed is None else (fixed.start.date() - request.horizon.first_day).days
        before = occurrences[v - 1] if v > 0 else None
        alike = (
            before is not None
            and before.order_row == occurrence.order_row
            and fixed is None
            and before.fixed is None
            and kinds[v - 1] == kinds[v]
        )
        after = order.after
        rows.append(
            [
                occurrence.order_row,
                patients[occurrence.patient.id],
                order.minutes * 60,
                people_needed(order),
                -1 if place is None else index[place],
                -1 if fixed is None else clock.instant(fixed.start) - base,
                day,
                -1,
                rows[v - 1][t.V_ITEM] if alike else v,
                order.units,
                order.max_late_minutes * 60,
                -1,
                -1 if after is None else row_of.get(f"{after.order}#{occurrence.number}", -1),
                0 if after is None else after.min_minutes * 60,
                0 if after is None else after.max_minutes * 60,
                (order.minutes + programs.paperwork_minutes(occurrence.patient)) * 60,
                weighted_minutes(order),
            ]
        )
    for v, row in enumerate(rows):
        if row[t.V_LEADER] >= 0:
            first = rows[row[t.V_LEADER]]
            first[t.V_FOLLOWER] = v
            first[t.V_AFTER_MIN : t.V_STAY] = row[t.V_AFTER_MIN : t.V_STAY]
    return rows


def _kinds_of_pairs(
    occurrences: tuple[Occurrence, ...], row_of: dict[str, int], request: PlanRequest
) -> list[tuple[bool, bool, bool]]:
    """Tell of each row whether it follows another, is followed, or follows a service made already.

    In a plan under way these differ within one order, and such rows are not interchangeable.
    """
    first = [
        -1 if o.order.after is None else row_of.get(f"{o.order.after.order}#{o.number}", -1)
        for o in occurrences
    ]
    followed = set(first)
    return [
        (first[v] >= 0, v in followed, made_before(o.order, o.number, request) is not None)
        for v, o in enumerate(occurrences)
    ]


def _order_rows(request: PlanRequest) -> list[list[int]]:
    weights = request.policy.weights
    penalty = {
        "crisis": weights.unserved_crisis,
        "high": weights.unserved_high,
        "routine": weights.unserved_routine,
        "low": weights.unserved_low,
    }
    rows = []
    v = 0
    for patient, order in ((p, o) for p in request.patients for o in p.orders):
        rows.append(
            [
                len(order.numbers),
                order.least,
                penalty[order.priority],
                0 if order.priority == "crisis" else weights.unserved_minimum,
                order.min_gap_days,
                t.NEVER if order.max_gap_days is None else order.max_gap_days,
                _first_limit(patient, order, request),
                v,
                min(bumped(patient, order), len(order.numbers)),
            ]
        )
        v += len(order.numbers)
    return rows


def _first_limit(patient: Patient, order: Order, request: PlanRequest) -> int:
    """Give the last day index for the first visit by the largest gap to the past."""
    past = completed_days(patient, order)
    if order.max_gap_days is None or not past:
        return t.NEVER
    now, first_day = request.horizon.now, request.horizon.first_day
    limit = (past[-1] - first_day).days + order.max_gap_days
    return limit if limit >= (0 if now is None else (now.date() - first_day).days) else t.NEVER


def _roles(
    request: PlanRequest, occurrences: tuple[Occurrence, ...], people: dict[str, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    qualified = Qualified(request)
    result = np.zeros((len(occurrences), len(people), request.horizon.days), np.uint8)
    for v, occurrence in enumerate(occurrences):
        if v > 0 and occurrences[v - 1].order_row == occurrence.order_row:
            result[v] = result[v - 1]
        else:
            result[v] = qualified.roles(occurrence.patient, occurrence.order)
    for v, occurrence in enumerate(occurrences):
        if occurrence.fixed is not None and occurrence.fixed.binds_people:
            others = [c for p, c in people.items() if p not in occurrence.fixed.case_managers]
            result[v, others] = 0
        first = made_before(occurrence.order, occurrence.number, request)
        for person in first.case_managers if first is not None else ():
            result[v, people[person]] = 0
    return result


def _bar_own_start(
    roles: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    occurrences: tuple[Occurrence, ...],
    all_slots: tuple[Slot, ...],
) -> None:
    """Keep visits at a person's own start from those who are under way from elsewhere."""
    away = [s for s in all_slots if s.onward is not None and s.onward.place is not None]
    for v, occurrence in enumerate(occurrences):
        if visit_place(occurrence.patient, occurrence.order) is None:
            for slot in away:
                roles[v, slot.person, slot.day] = 0


def _published(
    occurrences: tuple[Occurrence, ...], people: dict[str, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    result = np.zeros((len(occurrences), len(people)), np.uint8)
    for v, occurrence in enumerate(occurrences):
        fixed = occurrence.fixed
        if fixed is None or len(fixed.case_managers) != people_needed(occurrence.order):
            continue
        for person in fixed.case_managers:
            result[v, people[person]] = 1
    return result


def _history(
    request: PlanRequest, people: dict[str, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Give who saw whom before; people who have left keep columns of their own."""
    left: dict[str, int] = defaultdict(lambda: len(people) + len(left))
    pairs = [
        (p, people[who] if who in people else left[who])
        for p, patient in enumerate(request.patients)
        for past in patient.history
        if counts(request, patient, past)
        for who in past.case_managers
    ]
    result = np.zeros((len(request.patients), len(people) + len(left)), np.uint8)
    for p, c in pairs:
        result[p, c] = 1
    return result


def _shares(request: PlanRequest, clock: Clock, standing: Standing | None) -> t.Ints:
    if standing is not None:
        left = (standing.share_minutes[person.id] for person in request.case_managers)
        return np.array(list(left), np.int64)
    total = sum(
        len(order.numbers) * weighted_minutes(order) * people_needed(order)
        for patient in request.patients
        for order in patient.orders
    )
    available = available_minutes(request, clock)
    everything = sum(available)
    shares = [total * minutes // everything if everything else 0 for minutes in available]
    carried = [person.balance_minutes for person in request.case_managers]
    return np.array([max(0, a - b) for a, b in zip(shares, carried, strict=True)], np.int64)


def _near(
    occurrences: tuple[Occurrence, ...], index: dict[Coordinates, int], travel: TravelTimes
) -> t.Ints:
    """List for each visit the nearest visits of other orders, there and back."""
    at = np.array(
        [index[visit_place(o.patient, o.order) or o.patient.location] for o in occurrences]
    )
    order = np.array([o.order_row for o in occurrences])
    both = travel.seconds[0].astype(np.int64)
    both = both + both.T
    k = min(NEAREST, max(0, len(occurrences) - 1))
    result = np.zeros((len(occurrences), k), np.int64)
    for v in range(len(occurrences)):
        far = both[at[v], at].copy()
        far[order == order[v]] = 1 << 40
        result[v] = np.argsort(far, kind="stable")[:k]
    return result
