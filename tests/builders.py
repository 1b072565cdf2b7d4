"""A small agency and a right plan for it, made by hand; tests change single things.

Everybody lives on one street. A place is a whole number of blocks from its
western end, and a block takes ten minutes and 6 km to drive, so every figure
of a plan can be worked out in the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from visitplan.audit import audit, places_of
from visitplan.domain.clock import Clock
from visitplan.domain.plan import Cost, NetworkUsed, Plan, Route, SolverUsed, Stop, Verification
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes

BLOCK_SECONDS = 600
BLOCK_METERS = 6000
MON, TUE, WED, THU = "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03"


def at(block: int) -> dict[str, float]:
    """Give the coordinates of a place on the street."""
    return {"lat": 40.0, "lon": round(-83.0 + 0.01 * block, 6)}


def span(day: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"start": f"{day}T{start}", "end": f"{day}T{end}", **more}


def credential(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "state": "OH", **more}


def case_manager(name: str, block: int, code: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "start": at(block),
        "credentials": [credential(code)],
        "drivers_license": {"valid_until": "2028-01-31"},
        **more,
    }


def order(name: str, minutes: int, *staff: str, **more: Any) -> dict[str, Any]:
    needs = [{"any_of": [code]} for code in staff]
    return {"id": name, "visits": 1, "minutes": minutes, "staff": needs, **more}


def patient(name: str, block: int, *orders: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "location": at(block), "state": "OH", "orders": orders, **more}


def request_of(
    case_managers: list[dict[str, Any]],
    patients: list[dict[str, Any]],
    fixed: list[dict[str, Any]] | None = None,
    *,
    first_day: str = MON,
    days: int = 7,
    timezone: str = "America/New_York",
    policy: dict[str, Any] | None = None,
) -> PlanRequest:
    return PlanRequest.model_validate(
        {
            "schema": "visitplan/1",
            "horizon": {"first_day": first_day, "days": days, "timezone": timezone},
            "case_managers": case_managers,
            "patients": patients,
            "fixed": fixed or [],
            "policy": policy or {},
        }
    )


def small_request() -> PlanRequest:
    """Give a week with every feature of the contract in it."""
    lunch = {"minutes": 30, "earliest": "11:30", "latest": "13:00"}
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        languages=["en"],
        gender="female",
        shifts=[
            span(MON, "08:00", "17:00"),
            span(TUE, "08:00", "12:00"),
            span(TUE, "13:00", "17:00"),
            span(WED, "08:00", "17:00"),
        ],
        appointments=[
            span(MON, "13:00", "13:30", id="team", location=at(0)),
            span(MON, "15:00", "15:15", id="call"),
        ],
        breaks=[lunch],
        max_visits_per_day=4,
        max_drive_minutes_per_day=150,
        max_drive_minutes_per_leg=45,
        max_overtime_minutes_per_day=15,
    )
    ben = case_manager(
        "ben",
        2,
        "LMSW",
        end=at(1),
        languages=["es"],
        gender="male",
        shifts=[span(MON, "08:00", "17:00"), span(WED, "08:00", "17:00")],
        absences=[span(WED, "10:00", "11:00", kind="training")],
        breaks=[lunch],
    )
    cyn = case_manager(
        "cyn",
        0,
        "LCSW",
        orientation_until=WED,
        mentor="ana",
        shifts=[span(MON, "08:00", "17:00"), span(THU, "08:00", "12:00")],
        appointments=[span(MON, "09:00", "09:30", id="welcome", location=at(0))],
    )
    dov = case_manager(
        "dov",
        1,
        "LCSW",
        drivers_license=None,
        shifts=[span(MON, "08:00", "17:00")],
        appointments=[span(MON, "09:00", "09:30", id="desk", location=at(1))],
    )
    return request_of([ana, ben, cyn, dov], _patients(), _fixed())


def _patients() -> list[dict[str, Any]]:
    days = ["mon", "wed"]
    weekly = order(
        "p1/weekly",
        60,
        "LCSW",
        visits=2,
        min_visits=1,
        min_gap_days=2,
        max_gap_days=4,
        latest_day=WED,
        windows=[
            {"weekdays": days, "start": "09:00", "end": "11:00"},
            {"weekdays": days, "start": "13:30", "end": "16:00"},
        ],
        preferred_windows=[{"weekdays": days, "start": "09:00", "end": "10:00"}],
        priority="high",
    )
    return [
        patient(
            "p1",
            1,
            weekly,
            primary="ana",
            languages=["en"],
            history=[_past("p1/weekly", "2026-11-28T10:00", "ana")],
        ),
        patient(
            "p2",
            3,
            order("p2/crisis", 45, "LCSW", "LMSW", safety="pair", priority="crisis"),
            care_team=["cyn"],
            languages=["es"],
        ),
        patient(
            "p3",
            4,
            order("p3/day", 30, "LCSW", safety="daylight", earliest_day=MON),
            primary="cyn",
            care_team=["ana"],
            languages=["es"],
            excluded=["ben"],
            staff_gender="female",
            unavailable=[span(MON, "14:00", "15:00")],
            history=[_past("p3/day", "2026-11-20T10:00", "dov")],
        ),
        patient(
            "p4",
            5,
            order("p4/meet", 30, "LCSW", safety="no_home"),
            order("p4/extra", 20, "LCSW", location=at(2)),
        ),
        patient("p5", 5, order("p5/nurse", 20, "RN", priority="low")),
        patient("p6", 2, order("p6/visit", 60, "LMSW")),
        patient("p7", 3, order("p7/visit", 30, "LMSW", visits=2, min_visits=2)),
    ]


def _past(order_id: str, start: str, *who: str) -> dict[str, Any]:
    return {"order": order_id, "start": start, "case_managers": who, "status": "completed"}


def _fixed() -> list[dict[str, Any]]:
    return [
        {"visit": "p1/weekly#1", "case_managers": ["ana"], "start": f"{MON}T09:00", "lock": "all"},
        {"visit": "p3/day#1", "case_managers": ["ana"], "start": f"{MON}T14:30", "lock": "day"},
        {"visit": "p4/extra#1", "case_managers": ["ana"], "start": f"{WED}T10:00", "lock": "staff"},
        {"visit": "p6/visit#1", "case_managers": ["ana"], "start": f"{WED}T09:00", "lock": "day"},
    ]


def street(request: PlanRequest) -> TravelTimes:
    """Give the travel times between the places of a request, at any time the same."""
    lons = np.array([place.lon for place in places_of(request).coordinates])
    blocks = np.rint(np.abs(lons[:, None] - lons[None, :]) * 100).astype(np.int32)
    always = np.zeros(1, np.int32)
    seconds, meters = blocks[None] * BLOCK_SECONDS, blocks * BLOCK_METERS
    return TravelTimes(seconds, meters, always, always, "free_flow")


@dataclass(frozen=True)
class PlanBuilder:
    """Writes stops and routes with the times they are given, and the drives between blocks."""

    clock: Clock

    def when(self, day: str, wall: str) -> datetime:
        return self.clock.aware(self.clock.instant(datetime.fromisoformat(f"{day}T{wall}")))

    def visit(
        self, visit: str, day: str, times: str, blocks: int = 0, arriving: int = 0, **more: Any
    ) -> Stop:
        """Write a visit; `times` are arrival, start and end, `arriving` minutes to the door."""
        name = visit.split("/", maxsplit=1)[0]
        stop = self._stop("visit", day, times, blocks, visit=visit, patient=name, **more)
        wait_s = stop.wait_seconds - 60 * arriving
        return stop.model_copy(update={"arrival_seconds": 60 * arriving, "wait_seconds": wait_s})

    def paperwork(self, day: str, times: str, visit: str | None = None) -> Stop:
        """Write paperwork of a visit, or a block of it; `times` are start and end."""
        start = times.split(maxsplit=1)[0]
        return self._stop("paperwork", day, f"{start} {times}", 0, visit=visit)

    def appointment(self, name: str, day: str, times: str, blocks: int = 0) -> Stop:
        return self._stop("appointment", day, times, blocks, appointment=name)

    def pause(self, day: str, times: str) -> Stop:
        return self._stop("break", day, times, 0)

    def _stop(self, kind: str, day: str, times: str, blocks: int, **more: Any) -> Stop:
        arrive, start, end = (self.when(day, wall) for wall in times.split())
        return Stop.model_validate(
            {
                "kind": kind,
                "arrive": arrive,
                "start": start,
                "end": end,
                "drive_seconds": blocks * BLOCK_SECONDS,
                "drive_meters": blocks * BLOCK_METERS,
                "wait_seconds": (start - arrive) // timedelta(seconds=1),
                **more,
            }
        )

    def route(
        self, who: str, day: str, times: str, *stops: Stop, blocks: int = 0, riders: Any = ()
    ) -> Route:
        """Write a route; `times` are leaving and return, `blocks` those of the last drive."""
        leave, back = (self.when(day, wall) for wall in times.split())
        seconds, meters = blocks * BLOCK_SECONDS, blocks * BLOCK_METERS
        return Route.model_validate(
            {
                "case_manager": who,
                "date": date.fromisoformat(day),
                "leave": leave,
                "return": back,
                "drive_seconds": sum(stop.drive_seconds for stop in stops) + seconds,
                "drive_meters": sum(stop.drive_meters for stop in stops) + meters,
                "return_drive_seconds": seconds,
                "return_drive_meters": meters,
                "riders": riders,
                "stops": stops,
            }
        )


def builder(request: PlanRequest) -> PlanBuilder:
    return PlanBuilder(Clock.of(request.horizon.timezone))


def small_routes(make: PlanBuilder) -> list[Route]:
    """Give routes that keep every rule of `small_request`."""
    return [
        make.route(
            "ana",
            MON,
            "08:50 16:25",
            make.visit("p1/weekly#1", MON, "09:00 09:00 10:00", 1),
            make.visit("p2/crisis#1", MON, "10:20 10:30 11:15", 2, **{"with": ["ben"]}),
            make.pause(MON, "11:15 11:30 12:00"),
            make.appointment("team", MON, "12:30 13:00 13:30", 3),
            # The drive to the next patient comes before the call, which is taken there.
            make.appointment("call", MON, "15:00 15:00 15:15"),
            make.visit("p3/day#1", MON, "14:10 15:15 15:45", 4),
            blocks=4,
        ),
        make.route(
            "ben",
            MON,
            "10:15 11:35",
            make.visit("p2/crisis#1", MON, "10:25 10:30 11:15", 1, **{"with": ["ana"]}),
            blocks=2,
        ),
        make.route(
            "cyn", MON, "09:00 09:30", make.appointment("welcome", MON, "09:00 09:00 09:30")
        ),
        make.route("ana", TUE, "09:00 09:30", make.visit("p4/meet#1", TUE, "09:00 09:00 09:30")),
        make.route(
            "ana",
            TUE,
            "16:05 17:05",
            make.visit("p4/extra#1", TUE, "16:25 16:25 16:45", 2),
            blocks=2,
        ),
        make.route(
            "ana",
            WED,
            "09:20 10:40",
            make.visit("p1/weekly#2", WED, "09:30 09:30 10:30", 1),
            blocks=1,
        ),
        make.route(
            "ben",
            WED,
            "09:00 12:00",
            make.visit("p6/visit#1", WED, "09:00 09:00 10:00"),
            make.visit("p7/visit#1", WED, "11:10 11:10 11:40", 1),
            blocks=2,
        ),
    ]


def plan_of(request: PlanRequest, routes: list[Route], *left_out: str) -> Plan:
    """Make a plan of routes and unassigned visits; its cost is the one the checker finds."""
    plan = Plan.model_validate(
        {
            "schema": "visitplan/1",
            "id": "plan-1",
            "request_sha256": request.sha256(),
            "network": NetworkUsed(name="street", sha256="0" * 64, speeds="free_flow"),
            "solver": SolverUsed(name="hand", version="1", seed=1, iterations=0, seconds=0.0),
            "routes": routes,
            "unassigned": [{"visit": v, "patient": v.split("/")[0]} for v in left_out],
            "cost": Cost(total=0, terms={}),
            "verification": Verification(ok=True),
        }
    )
    return restated(request, plan)


def restated(request: PlanRequest, plan: Plan) -> Plan:
    """Give the plan with the cost that the checker finds."""
    return plan.model_copy(update={"cost": audit(request, plan, street(request)).cost})


def right_plan(request: PlanRequest | None = None) -> Plan:
    """Give a plan for `small_request` that keeps every rule."""
    request = request or small_request()
    return plan_of(request, small_routes(builder(request)), "p5/nurse#1", "p7/visit#2")


def edit_stop(plan: Plan, route: int, stop: int, **changes: Any) -> Plan:
    """Give the plan with fields of one stop changed, by the model's field names."""
    stops = list(plan.routes[route].stops)
    stops[stop] = stops[stop].model_copy(update=changes)
    return edit_route(plan, route, stops=tuple(stops))


def edit_route(plan: Plan, route: int, **changes: Any) -> Plan:
    """Give the plan with fields of one route changed, by the model's field names."""
    routes = list(plan.routes)
    routes[route] = routes[route].model_copy(update=changes)
    return plan.model_copy(update={"routes": tuple(routes)})
