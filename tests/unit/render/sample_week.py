"""A small hand-made week on any network: every kind of stop, and text that tries to break out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from visitplan.domain.geo import Coordinates
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes, travel_times
from visitplan.network import RoadNetwork, build_network

REGION = Path(__file__).resolve().parents[3] / "data" / "visitplan_data" / "region.osm.bz2"
FIRST_DAY = date(2026, 11, 30)
HOSTILE = "<script>alert('x')</script> {{ 7 * 7 }} {% raw %}"
MEETING_MINUTES, BREAK_MINUTES, VISIT_MINUTES = 45, 30, 45
NOTES_MINUTES, BLOCK_MINUTES, ARRIVAL_SECONDS = 10, 30, 300
TRAINEE = "cm-99"


def region() -> RoadNetwork:
    return build_network(REGION)


def sample_week(
    network: RoadNetwork, *, people: int = 3, days: int = 2, visits: int = 4, spread: float = 1.0
) -> tuple[PlanRequest, Plan]:
    """Give a request and a plan with `visits` visits in each route, `spread` of the network wide."""
    return _Week(network, people, days, visits, spread).documents()


@dataclass
class _Week:
    network: RoadNetwork
    people: int
    days: int
    visits: int
    spread: float
    patients: list[dict[str, Any]] = field(default_factory=list)
    routes: list[dict[str, Any]] = field(default_factory=list)

    def documents(self) -> tuple[PlanRequest, Plan]:
        self.places = self._places(self.people * (1 + self.days * self.visits) + 2)
        self.times: TravelTimes = travel_times(self.network, self.places)
        self.office = len(self.places) - 1
        staff = [self._person(number) for number in range(self.people)]
        staff.append({"id": TRAINEE, "display_name": "Trainee", "start": self._place(self.office)})
        next_place = self.people
        for day in range(self.days):
            for number in range(self.people):
                self._route(number, day, range(next_place, next_place + self.visits))
                next_place += self.visits
        request = PlanRequest.model_validate(
            {
                "schema": "visitplan/1",
                "horizon": {
                    "first_day": FIRST_DAY.isoformat(),
                    "days": self.days,
                    "timezone": "America/New_York",
                },
                "case_managers": staff,
                "patients": self.patients,
            }
        )
        return request, self._plan()

    def _places(self, count: int) -> list[Coordinates]:
        """Draw junctions near the middle of the network, the same ones each time."""
        lat, lon = self.network.node_lat_e7 / 1e7, self.network.node_lon_e7 / 1e7
        far = np.hypot(lat - np.median(lat), (lon - np.median(lon)) * 0.77)
        near = np.flatnonzero(far <= np.quantile(far, self.spread))
        chosen = np.random.default_rng(5).choice(near, count, replace=False)
        return [Coordinates(lat=float(lat[i]), lon=float(lon[i])) for i in chosen]

    def _person(self, number: int) -> dict[str, Any]:
        meetings = [
            {
                "id": f"team/{day}",
                "start": f"{FIRST_DAY + timedelta(days=day)}T08:30",
                "end": f"{FIRST_DAY + timedelta(days=day)}T09:15",
                "location": self._place(self.office),
            }
            for day in range(self.days)
        ]
        return {
            "id": _person_id(number),
            "display_name": HOSTILE if number == 0 else f"Person {number}",
            "start": self._place(number),
            "end": self._place(self.office) if number == 1 else None,
            "credentials": [{"code": "LCSW", "state": "OH"}],
            "drivers_license": {"valid_until": "2030-01-01"},
            "shifts": [
                {
                    "start": f"{FIRST_DAY + timedelta(days=day)}T07:00",
                    "end": f"{FIRST_DAY + timedelta(days=day)}T20:00",
                }
                for day in range(self.days)
            ],
            "appointments": meetings,
        }

    def _place(self, index: int) -> dict[str, float]:
        return self.places[index].model_dump()

    def _route(self, number: int, day: int, places: range) -> None:
        midnight = datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(
            days=day, hours=5
        )
        meeting = midnight + timedelta(hours=8, minutes=30)
        first = self._drive(number, self.office)
        leave = meeting - timedelta(seconds=first["drive_seconds"])
        stops = [
            _stop(
                "appointment", meeting, meeting, MEETING_MINUTES, first, appointment=f"team/{day}"
            )
        ]
        at, now = self.office, meeting + timedelta(minutes=MEETING_MINUTES)
        for count, place in enumerate(places):
            if count == len(places) // 2:
                stops.append(_stop("break", now, now, BREAK_MINUTES, {}))
                now += timedelta(minutes=BREAK_MINUTES)
            leg = self._drive(at, place)
            arrive = now + timedelta(seconds=leg["drive_seconds"])
            start = _next_minutes(arrive + timedelta(seconds=ARRIVAL_SECONDS), 5)
            visit = self._order(place, pair=count == 0)
            others = (
                [_person_id((number + 1) % self.people)] if count == 0 and self.people > 1 else []
            )
            stops.append(
                _stop("visit", arrive, start, VISIT_MINUTES, leg, **visit, **{"with": others})
            )
            at, now = place, start + timedelta(minutes=VISIT_MINUTES)
            if count == 0:
                stops.append(_stop("paperwork", now, now, NOTES_MINUTES, {}, visit=visit["visit"]))
                now += timedelta(minutes=NOTES_MINUTES)
        stops.append(_stop("paperwork", now, now, BLOCK_MINUTES, {}))
        now += timedelta(minutes=BLOCK_MINUTES)
        home = self._drive(at, self.office if number == 1 else number)
        self.routes.append(
            {
                "case_manager": _person_id(number),
                "date": (FIRST_DAY + timedelta(days=day)).isoformat(),
                "leave": leave.isoformat(),
                "return": (now + timedelta(seconds=home["drive_seconds"])).isoformat(),
                "drive_seconds": sum(s["drive_seconds"] for s in stops) + home["drive_seconds"],
                "drive_meters": sum(s["drive_meters"] for s in stops) + home["drive_meters"],
                "return_drive_seconds": home["drive_seconds"],
                "return_drive_meters": home["drive_meters"],
                "riders": [TRAINEE] if number == day == 0 else [],
                "stops": stops,
            }
        )

    def _drive(self, i: int, j: int) -> dict[str, int]:
        return {
            "drive_seconds": self.times.between(i, j, 9 * 3600),
            "drive_meters": int(self.times.meters[i, j]),
        }

    def _order(self, place: int, *, pair: bool) -> dict[str, str]:
        patient = f"p-{place:04d}"
        self.patients.append(
            {
                "id": patient,
                "location": self._place(place),
                "state": "OH",
                "program": "secret-program",
                "orders": [
                    {
                        "id": f"{patient}/followup",
                        "visits": 1,
                        "minutes": VISIT_MINUTES,
                        "staff": [{"any_of": ["LCSW"]}],
                        "safety": "pair" if pair else "solo",
                    }
                ],
            }
        )
        return {"visit": f"{patient}/followup#1", "patient": patient}

    def _plan(self) -> Plan:
        last = self.patients[-1]["id"]
        return Plan.model_validate(
            {
                "schema": "visitplan/1",
                "id": "plan-1",
                "request_sha256": "0" * 64,
                "network": {
                    "name": self.network.name,
                    "sha256": self.network.sha256,
                    "speeds": "free_flow",
                },
                "solver": {
                    "name": "by hand",
                    "version": "1",
                    "seed": 1,
                    "iterations": 0,
                    "seconds": 0,
                },
                "routes": self.routes,
                "unassigned": [
                    {
                        "visit": f"{last}/followup#2",
                        "patient": last,
                        "blockers": [
                            {
                                "code": "no_time",
                                "message": f"No shift has 45 free minutes {HOSTILE}",
                            }
                        ],
                    }
                ],
                "cost": {"total": 0, "terms": {}},
                "verification": {"ok": True},
            }
        )


def _person_id(number: int) -> str:
    return ("cm/1", "CM:1", "cm_1")[number] if number < 3 else f"cm-{number + 1:02d}"


def _stop(
    kind: str, arrive: datetime, start: datetime, minutes: int, leg: dict[str, int], **more: Any
) -> dict[str, Any]:
    arrival_s = ARRIVAL_SECONDS if kind == "visit" else 0
    return {
        "kind": kind,
        "arrive": arrive.isoformat(),
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=minutes)).isoformat(),
        "arrival_seconds": arrival_s,
        "wait_seconds": int((start - arrive).total_seconds()) - arrival_s,
        "drive_seconds": 0,
        "drive_meters": 0,
        **leg,
        **more,
    }


def _next_minutes(moment: datetime, step: int) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0)
    steps = -(-int((moment - midnight).total_seconds()) // (60 * step))
    return midnight + timedelta(minutes=steps * step)
