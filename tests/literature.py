"""Published solutions of benchmark sets as tours, and tours as plans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from visitplan.audit import audit, places_of
from visitplan.bench.literature.case import MONDAY, Case, Tour, clock_time, coordinates
from visitplan.bench.literature.homecare.reading import HomeCare
from visitplan.domain.plan import (
    Cost,
    NetworkUsed,
    Plan,
    Route,
    SolverUsed,
    Stop,
    Unassigned,
    Verification,
)

MIDNIGHT = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)


def homecare_tours(instance: HomeCare, names: dict[str, Any], file: Path) -> list[Tour]:
    """Read a published home care solution."""
    document = json.loads(file.read_text("utf-8"))
    nodes = {patient["id"]: n for n, patient in enumerate(names["patients"], start=1)}
    people = {person["id"]: f"c{n}" for n, person in enumerate(names["caregivers"], start=1)}
    tours = []
    for route in document["routes"]:
        visits = []
        for stop in route["locations"]:
            node = nodes[stop["patient"]]
            patient = names["patients"][node - 1]
            services = [need["service"] for need in patient["required_caregivers"]]
            sequence = instance.clients[node - 1].together == "sequential"
            part = f"/{services.index(stop['service']) + 1}" if sequence else ""
            visits.append(f"p{node}{part}#1")
        if visits:
            tours.append(Tour(people[route["caregiver_id"]], 0, tuple(visits)))
    return tours


def route_tours(file: Path) -> list[Tour]:
    """Read a solution in VRPLIB's form; client n there is node n here."""
    tours = []
    for line in file.read_text("utf-8").splitlines():
        head, _, clients = line.partition(":")
        if head.startswith("Route") and clients.split():
            visits = tuple(f"p{client}#1" for client in clients.split())
            tours.append(Tour(f"v{head.split('#')[1]}", 0, visits))
    return tours


@dataclass(frozen=True)
class Timed:
    """The visits of a request by name, in seconds of the day."""

    node: dict[str, int]
    minutes: dict[str, int]
    opens: dict[str, int]
    closes: dict[str, int]
    after: dict[str, tuple[str, int, int]]

    @classmethod
    def of(cls, case: Case) -> Timed:
        made = cls({}, {}, {}, {}, {})
        nodes = {coordinates(n): n for n in range(len(case.seconds))}
        for patient in case.request.patients:
            for order in patient.orders:
                for n in range(1, order.visits + 1):
                    visit = f"{order.id}#{n}"
                    made.node[visit] = nodes[patient.location]
                    made.minutes[visit] = order.minutes
                    window = order.windows[0] if order.windows else None
                    made.opens[visit] = _second(window.start) if window else 0
                    made.closes[visit] = _second(window.end) if window else 86_400
                    if order.after:
                        first = f"{order.after.order}#{n}"
                        bounds = order.after.min_minutes, order.after.max_minutes
                        made.after[visit] = (first, *(60 * bound for bound in bounds))
        return made

    def earliest(self, case: Case, tours: list[Tour]) -> dict[str, int]:
        """Give the earliest starts that tours, windows' openings and sequences allow."""
        starts = {visit: self.opens[visit] for tour in tours for visit in tour.visits}
        arcs = []
        for tour in tours:
            first = tour.visits[0]
            starts[first] = max(starts[first], int(case.seconds[0, self.node[first]]))
            for a, b in pairwise(tour.visits):
                way = int(case.seconds[self.node[a], self.node[b]])
                arcs.append((a, b, 60 * self.minutes[a] + way))
        for second, (first, least, most) in self.after.items():
            if second in starts and first in starts:
                arcs += [(first, second, least), (second, first, -most)]
        for _ in range(len(starts) + 1):
            for a, b, seconds in arcs:
                starts[b] = max(starts[b], starts[a] + seconds)
        return starts


def _second(wall: Any) -> int:
    return (
        86_400 if wall == clock_time(86_400) else wall.hour * 3600 + wall.minute * 60 + wall.second
    )


def plan_of_tours(case: Case, tours: list[Tour], *, late_leaving: bool = False) -> Plan:
    """Give tours their times: as early as can be, or leaving as late as the windows allow."""
    timed = Timed.of(case)
    days = sorted({tour.day for tour in tours})
    starts: dict[tuple[int, str], int] = {}
    for day in days:
        of_day = [tour for tour in tours if tour.day == day and tour.visits]
        earliest = timed.earliest(case, of_day)
        if late_leaving:
            for tour in of_day:
                _leave_late(case, timed, tour, earliest)
        starts |= {(day, visit): start for visit, start in earliest.items()}
    people: dict[str, list[str]] = {}
    for tour in tours:
        for visit in tour.visits:
            people.setdefault(visit, []).append(tour.case_manager)
    routes = [_route(case, timed, tour, starts, people) for tour in tours if tour.visits]
    served = set(people)
    left_out = [visit for visit in timed.node if visit not in served]
    plan = Plan(
        schema_version="visitplan/1",
        id="published",
        request_sha256=case.request.sha256(),
        network=NetworkUsed(name=case.name, sha256="0" * 64, speeds="free_flow"),
        solver=SolverUsed(name="published", version="1", seed=0, iterations=0, seconds=0.0),
        routes=tuple(routes),
        unassigned=tuple(
            Unassigned(visit=v, patient=v.split("#")[0].split("/")[0]) for v in left_out
        ),
        cost=Cost(total=0, terms={}),
        verification=Verification(ok=True),
    )
    travel = case.travel(places_of(case.request).coordinates)
    return plan.model_copy(update={"cost": audit(case.request, plan, travel).cost})


def _leave_late(case: Case, timed: Timed, tour: Tour, starts: dict[str, int]) -> None:
    nodes = [timed.node[visit] for visit in tour.visits]
    latest = 86_400
    for visit, (a, b) in reversed(list(zip(tour.visits, pairwise([0, *nodes]), strict=True))):
        del a, b
        follow = tour.visits.index(visit) + 1
        if follow < len(nodes):
            latest -= int(case.seconds[timed.node[visit], nodes[follow]])
        latest = min(timed.closes[visit], latest) - 60 * timed.minutes[visit]
    now = latest
    for n, visit in enumerate(tour.visits):
        if n:
            now += int(case.seconds[nodes[n - 1], nodes[n]])
        starts[visit] = now = max(now, timed.opens[visit])
        now += 60 * timed.minutes[visit]


def _route(
    case: Case,
    timed: Timed,
    tour: Tour,
    starts: dict[tuple[int, str], int],
    people: dict[str, list[str]],
) -> Route:
    midnight = MIDNIGHT + timedelta(days=tour.day)
    here, now, stops, drives = 0, None, [], 0
    leave = midnight
    for visit in tour.visits:
        start = starts[tour.day, visit]
        drive = int(case.seconds[here, timed.node[visit]])
        arrive = start if now is None else now + drive
        if now is None:
            leave = midnight + timedelta(seconds=start - drive)
        now = start + 60 * timed.minutes[visit]
        drives += drive
        here = timed.node[visit]
        stops.append(
            Stop.model_validate(
                {
                    "kind": "visit",
                    "visit": visit,
                    "patient": visit.split("#")[0].split("/")[0],
                    "with": [name for name in people[visit] if name != tour.case_manager],
                    "arrive": midnight + timedelta(seconds=arrive),
                    "start": midnight + timedelta(seconds=start),
                    "end": midnight + timedelta(seconds=now),
                    "drive_seconds": drive,
                    "wait_seconds": start - arrive,
                }
            )
        )
    home = int(case.seconds[here, 0])
    assert now is not None
    return Route.model_validate(
        {
            "case_manager": tour.case_manager,
            "date": MONDAY + timedelta(days=tour.day),
            "leave": leave,
            "return": midnight + timedelta(seconds=now + home),
            "drive_seconds": drives + home,
            "drive_meters": 0,
            "return_drive_seconds": home,
            "return_drive_meters": 0,
            "stops": stops,
        }
    )
