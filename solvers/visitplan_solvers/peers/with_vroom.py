"""VROOM: a vehicle for each shift, a job for each visit with its windows of all days.

Skills say who may come, a matrix of costs for each person what it costs. VROOM
has no price for waiting. Its priorities, 0 to 100, come before all costs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan_solvers.peers.cores import cores
from visitplan_solvers.peers.places_apart import PlacesApart, longest_legs
from visitplan_solvers.peers.solver import PeerSolver

if TYPE_CHECKING:
    from visitplan_solvers.peers.case import PeerCase
    from visitplan_solvers.peers.mending import Routes

EXPLORATION = 5
"""The most thorough of VROOM's levels."""
HIGHEST_PRIORITY = 100


class VroomSolver(PeerSolver):
    """VROOM at its most thorough, on all cores."""

    name = "peer-vroom"
    package = "pyvroom"
    module = "vroom"

    def search(self, case: PeerCase, seed: int, seconds: float) -> Routes:
        """Give a sequence of visits for each shift; VROOM knows no seed."""
        del seed
        solution = _stated(case).solve(
            exploration_level=EXPLORATION,
            nb_threads=cores(),
            timeout=timedelta(seconds=seconds),
        )
        table = solution.routes
        routes: Routes = [[] for _ in case.shifts]
        rows = zip(table["vehicle_id"], table["type"], table["id"], strict=True)
        for vehicle, kind, job in rows:
            if kind == "job":
                routes[int(vehicle)].append(int(job))
        return routes


def _stated(case: PeerCase) -> Any:  # Any: the package carries no types
    import vroom

    places = PlacesApart()
    people = case.person_cost.shape[1]
    skill_of = {row.tobytes(): k for k, row in enumerate(np.unique(case.allowed, axis=0))}
    ends = [
        (places.depot(shift.start_place, people), places.depot(shift.end_place, people))
        for shift in case.shifts
    ]
    jobs = [_job(case, places, skill_of, v) for v in range(len(case.home)) if case.allowed[v].any()]
    stated = vroom.Input()
    drive = places.drive(case)
    longest = longest_legs(case)
    for person in range(people):
        seconds = drive.copy()
        if person in longest:
            seconds[drive > longest[person]] = case.horizon_s
        stated.set_durations_matrix(str(person), seconds)
        stated.set_costs_matrix(str(person), places.priced(drive, case.drive_weight, person))
    for r, shift in enumerate(case.shifts):
        mine = {k for row, k in skill_of.items() if np.frombuffer(row, np.bool_)[r]}
        most = case.most_visits[r]
        if mine:
            stated.add_vehicle(
                vroom.Vehicle(
                    r,
                    start=ends[r][0],
                    end=ends[r][1],
                    profile=str(case.person[r]),
                    skills=mine,
                    time_window=(shift.start_s, shift.end_s),
                    max_tasks=len(case.home) if most is None else most,
                )
            )
    stated.add_job(jobs)
    return stated


def _job(case: PeerCase, places: PlacesApart, skill_of: dict[bytes, int], v: int) -> Any:
    import vroom

    days = sorted({int(day) for day in case.day[case.allowed[v]]})
    used = sum(1 << day for day in days)
    least = int(case.unserved[case.unserved > 0].min(initial=1 << 60))
    return vroom.Job(
        v,
        location=places.visit(int(case.home[v]), case.person_cost[v], used),
        default_service=int(case.service_s[v]),
        skills={skill_of[case.allowed[v].tobytes()]},
        priority=min(HIGHEST_PRIORITY, round(int(case.unserved[v]) / least)),
        time_windows=[span for day in days for span in case.starts[v][day]],
    )
