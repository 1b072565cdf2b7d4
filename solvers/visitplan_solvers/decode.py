"""From the search's plan to routes of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.plan import Route, Stop
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.tables import Ints
from visitplan_solvers.kernel import forward as f
from visitplan_solvers.kernel import timing as k
from visitplan_solvers.kernel.layout import day_at, length_at, seq_at, slot_at
from visitplan_solvers.kernel.state import scratch

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem


def numbered(problem: Problem, state: Ints) -> dict[int, str]:
    """Name served rows in time order among those of the order that may be swapped.

    Promised occurrences keep their number; the days of the others lie between
    theirs, so sorting the rest by time keeps everything in time order.
    """
    names: dict[int, str] = {}
    rows_of: dict[int, list[int]] = {}
    for v, occurrence in enumerate(problem.occurrences):
        if occurrence.fixed is not None:
            names[v] = occurrence.id
        else:
            rows_of.setdefault(segment(problem, v), []).append(v)
    for rows in rows_of.values():
        day = {v: int(state[day_at(problem.tables, v)]) for v in rows}
        served = sorted((v for v in rows if day[v] >= 0), key=lambda v: day[v])
        left = [v for v in rows if day[v] < 0]
        ids = [problem.occurrences[v].id for v in rows]
        names |= dict(zip(served + left, ids, strict=True))
    return names


def segment(problem: Problem, v: int) -> int:
    """Give the first row of the run of free occurrences that a row belongs to.

    In a plan under way that is the order's first row: promised ones part nothing.
    """
    under_way = problem.request.horizon.now is not None
    while (
        v > 0
        and problem.occurrences[v - 1].order_row == problem.occurrences[v].order_row
        and (under_way or problem.occurrences[v - 1].fixed is None)
    ):
        v -= 1
    return v


def routes(problem: Problem, state: Ints) -> tuple[Route, ...]:
    """Give all routes with a stop, by day, then case manager, then time."""
    names = numbered(problem, state)
    found = [_route(problem, state, r, names) for r in range(len(problem.slots))]
    return tuple(
        sorted((x for x in found if x is not None), key=lambda x: (x.date, x.case_manager, x.leave))
    )


def _route(problem: Problem, state: Ints, r: int, names: dict[int, str]) -> Route | None:
    tables = problem.tables
    space = scratch(tables)
    length = state[length_at(tables, r)]
    k.timed(tables, r, state, seq_at(tables, r, 0), length, True, state, space.events, space.out)
    out = space.out
    if out[k.T_EVENTS] <= 0:
        return None
    slot = problem.arrays.slot[r]
    at = int(slot[t.S_START_PLACE])
    stops: list[Stop] = []
    meters = 0
    for e in range(int(out[k.T_EVENTS])):
        found, at, leg_m = _stops(problem, state, r, space.events[e], at, names)
        meters += leg_m
        stops += found
    home_m = int(problem.travel.meters[at, slot[t.S_END_PLACE]])
    stop_drive = sum(stop.drive_seconds for stop in stops)
    visits = any(stop.kind == "visit" for stop in stops)
    leave, back = int(out[k.T_LEAVE]), int(out[k.T_RETURN])
    return Route.model_validate(
        {
            "case_manager": problem.request.case_managers[problem.slots[r].person].id,
            "date": problem.slots[r].date,
            "leave": problem.clock.aware(problem.base + leave),
            "return": problem.clock.aware(problem.base + back),
            "drive_seconds": int(out[k.T_DRIVE]),
            "drive_meters": meters + home_m,
            "return_drive_seconds": int(out[k.T_DRIVE]) - stop_drive,
            "return_drive_meters": home_m,
            "riders": _riders(problem, r, leave, back) if visits else (),
            "stops": stops,
        }
    )


def _riders(problem: Problem, r: int, leave: int, back: int) -> list[str]:
    """Give the trainees who have time for all of a slot's way."""
    lo, hi = problem.arrays.slot[r, [t.S_RIDE_LO, t.S_RIDE_HI]]
    found = [
        problem.request.case_managers[trainee].id
        for trainee, first, last in problem.arrays.ride[lo:hi].tolist()
        if first <= leave and back <= last
    ]
    return list(dict.fromkeys(found))


def _stops(
    problem: Problem,
    state: Ints,
    r: int,
    event: np.ndarray[tuple[int], np.dtype[np.int64]],
    at: int,
    names: dict[int, str],
) -> tuple[list[Stop], int, int]:
    """Give the stops of an event (none for an absence), the place after it, and metres."""
    arrays, clock, base = problem.arrays, problem.clock, problem.base
    ref, start = int(event[f.E_REF]), int(event[f.E_START])
    end = start + int(event[f.E_SECONDS])
    fields: dict[str, object] = {
        "arrive": clock.aware(base + start),
        "start": clock.aware(base + start),
        "end": clock.aware(base + end),
    }
    if event[f.E_KIND] == f.PAUSE:
        return [Stop.model_validate(fields | {"kind": problem.pauses[ref]})], at, 0
    if event[f.E_KIND] == f.BLOCK:
        if not problem.blocks[ref]:
            return [], at, 0  # an absence, or where a shift under way goes on
        named = {"kind": "appointment", "appointment": problem.blocks[ref]}
        return [Stop.model_validate(fields | named)], at, 0
    place = int(arrays.visit[ref, t.V_PLACE])
    if place < 0:
        place = int(arrays.slot[r, t.S_START_PLACE])
    drive, arriving = int(event[f.E_DRIVE]), int(event[f.E_ARRIVING])
    arrive = min(int(event[f.E_DEPART]) + drive, start - arriving)
    meters = int(problem.travel.meters[at, place])
    fields |= {
        "arrive": clock.aware(base + arrive),
        "drive_seconds": drive,
        "drive_meters": meters,
        "arrival_seconds": arriving,
        "wait_seconds": start - arriving - arrive,
    }
    visits = len(problem.occurrences)
    if ref >= visits:
        name = problem.appointments[ref - visits][1]
        fields |= {"kind": "appointment", "appointment": name}
        return [Stop.model_validate(fields)], place, meters
    others = [
        problem.request.case_managers[problem.slots[int(s)].person].id
        for s in (state[slot_at(problem.tables, ref, 0)], state[slot_at(problem.tables, ref, 1)])
        if s >= 0 and s != r
    ]
    visit_end = clock.aware(base + start + int(arrays.visit[ref, t.V_SERVICE]))
    patient = problem.occurrences[ref].patient.id
    fields |= {"kind": "visit", "visit": names[ref], "patient": patient, "with": others}
    stops = [Stop.model_validate(fields | {"end": visit_end})]
    if arrays.visit[ref, t.V_STAY] > arrays.visit[ref, t.V_SERVICE]:
        paperwork = {"kind": "paperwork", "visit": names[ref], "end": fields["end"]}
        stops.append(Stop.model_validate(paperwork | dict.fromkeys(("arrive", "start"), visit_end)))
    return stops, place, meters
