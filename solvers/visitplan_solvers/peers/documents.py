"""From sequences of visits to routes of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Route, Stop, Unassigned

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.peers.case import PeerCase


def routes_of(problem: Problem, case: PeerCase, routes: list[list[int]]) -> tuple[Route, ...]:
    """Give the routes that have a visit, by day, then case manager, then time."""
    found = [_route(problem, case, r, sequence) for r, sequence in enumerate(routes) if sequence]
    return tuple(sorted(found, key=lambda x: (x.date, x.case_manager, x.leave)))


def unassigned_of(problem: Problem, routes: list[list[int]]) -> tuple[Unassigned, ...]:
    """Give the visits that no route has; peers tell no reasons."""
    served = {v for sequence in routes for v in sequence}
    return tuple(
        Unassigned(visit=occurrence.id, patient=occurrence.patient.id)
        for v, occurrence in enumerate(problem.occurrences)
        if v not in served
    )


def _route(problem: Problem, case: PeerCase, r: int, sequence: list[int]) -> Route:
    timing = case.timing(r, sequence)
    assert timing is not None
    leave, starts, back = timing
    slot, at, free = problem.slots[r], case.shifts[r].start_place, leave
    stops = []
    for v, start in zip(sequence, starts, strict=True):
        place = int(case.home[v])
        drive = int(case.drive[at, place])
        end = start + int(case.service_s[v])
        occurrence = problem.occurrences[v]
        stops.append(
            Stop(
                kind="visit",
                visit=occurrence.id,
                patient=occurrence.patient.id,
                arrive=problem.clock.aware(problem.base + free + drive),
                start=problem.clock.aware(problem.base + start),
                end=problem.clock.aware(problem.base + end),
                drive_seconds=drive,
                drive_meters=int(problem.travel.meters[at, place]),
                wait_seconds=start - free - drive,
            )
        )
        at, free = place, end
    home_m = int(problem.travel.meters[at, case.shifts[r].end_place])
    return Route.model_validate(
        {
            "case_manager": problem.request.case_managers[slot.person].id,
            "date": slot.date,
            "leave": problem.clock.aware(problem.base + leave),
            "return": problem.clock.aware(problem.base + back),
            "drive_seconds": sum(stop.drive_seconds for stop in stops) + back - free,
            "drive_meters": sum(stop.drive_meters for stop in stops) + home_m,
            "return_drive_seconds": back - free,
            "return_drive_meters": home_m,
            "stops": stops,
        }
    )
