"""A made-up agency over some weeks: discharges, leave, sick days, crises and closed doors."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from visitplan.app.sampling.places import Places
from visitplan.domain.events import EVENT, Event
from visitplan.domain.loading import load_request
from visitplan.domain.next_week import Actual, Actuals
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork
from visitplan.planning import PlanOptions, make_plan, next_request
from visitplan.planning.replanning import replan

DISCHARGES = 5
"""Patients discharged a week, each then visited once a week for five weeks."""
AFTERCARE_DAYS = 35
NO_SHOW, CANCELLED = 0.04, 0.03
"""Shares of the visits made that come to nothing."""
TITLES = ["LCSW", "LMSW", "LPC", "QMHP", "RN"]
FAR = date(2099, 12, 31)
SICK_AT, CRISIS_AT = time(7, 40), time(11, 0)


@dataclass(frozen=True, slots=True)
class Options:
    """How a simulation is run: weeks, search, and whether a week knows the one before."""

    weeks: int
    seconds: float
    replan_seconds: float
    seed: int
    remembers: bool


@dataclass(slots=True)
class Week:
    """What a week came to."""

    request: PlanRequest
    plan: Plan
    visits: int
    served: int
    calls: int
    actuals: Actuals
    left_out: tuple[str, ...]


@dataclass(slots=True)
class World:
    """What happens to the agency: drawn by a seed alone, whatever is planned."""

    network: RoadNetwork
    seed: int
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = Places(self.network, random.Random(self.seed))

    def begin(self, document: dict[str, Any], week: int) -> None:
        """Add what is known as a week begins: discharges and leave; end what is over."""
        rng = random.Random(f"{self.seed} week {week}")
        first = date.fromisoformat(document["horizon"]["first_day"])
        document["policy"] = {"name": "aftercare-fuh"}
        document["patients"] = [
            p
            for p in document["patients"]
            if not p["id"].startswith("d-") or first <= _day(p) + timedelta(days=AFTERCARE_DAYS)
        ]
        people = [person["id"] for person in document["case_managers"]]
        for n, home in enumerate(self.places.homes(DISCHARGES)):
            day = first + timedelta(days=rng.randrange(document["horizon"]["days"] - 1))
            document["patients"].append(_discharged(f"d-{week}-{n}", day, home, rng, people))
        away = rng.choice(document["case_managers"])
        start = first + timedelta(days=rng.randrange(4))
        leave = {"start": f"{start}T00:00", "end": f"{start + timedelta(days=2)}T00:00"}
        away["absences"].append(leave | {"kind": "vacation"})

    def events(self, request: PlanRequest, week: int) -> list[tuple[datetime, Event]]:
        """Give what happens while a week's plan is under way."""
        rng = random.Random(f"{self.seed} events {week}")
        monday = request.horizon.first_day
        sick = rng.choice(request.case_managers)
        until = f"{monday + timedelta(days=1)}T00:00"
        patient = rng.choice(request.patients)
        wednesday = monday + timedelta(days=2)
        crisis = {"kind": "crisis", "patient": patient.id, "minutes": 60}
        return [
            (
                datetime.combine(monday, SICK_AT),
                _event({"kind": "staff_sick", "case_manager": sick.id, "until": until}),
            ),
            (
                datetime.combine(wednesday, CRISIS_AT),
                _event(crisis | {"staff": [{"any_of": TITLES}], "by": f"{wednesday}T17:00"}),
            ),
        ]

    def outcomes(self, plan: Plan, week: int) -> Actuals:
        """Give the visits of a plan that came to nothing."""
        rng = random.Random(f"{self.seed} doors {week}")
        made = sorted({s.visit for r in plan.routes for s in r.stops if s.kind == "visit"})
        found = []
        for visit in made:
            chance = rng.random()
            if chance < NO_SHOW + CANCELLED:
                status = "missed" if chance < NO_SHOW else "cancelled"
                found.append(Actual(visit=visit or "", status=status))
        return Actuals(visits=tuple(found))


def simulate(request: PlanRequest, network: RoadNetwork, options: Options) -> list[Week]:
    """Plan, replan and live through weeks; each week's request is made from the week before."""
    world = World(network, options.seed)
    request = _renewed(request)
    weeks: list[Week] = []
    for number in range(1, options.weeks + 1):
        document = json.loads(request.to_json())
        if not options.remembers:
            _forget(document)
        world.begin(document, number)
        usual, _ = load_request(json.dumps(document).encode())
        week = _week(world, usual, network, options, number)
        weeks.append(week)
        request, _ = next_request(week.request, week.plan, week.actuals, usual=usual)
    return weeks


def _week(
    world: World, usual: PlanRequest, network: RoadNetwork, options: Options, number: int
) -> Week:
    asked, plan = usual, make_plan(usual, network, PlanOptions(options.seconds, seed=options.seed))
    calls = 0
    for now, event in world.events(usual, number):
        changed = replan(
            asked,
            plan,
            network,
            [event],
            now,
            PlanOptions(options.replan_seconds, seed=options.seed),
        )
        asked, plan = changed.request, changed.plan
        calls += len(changed.answer.calls)
    left_out = tuple(entry.visit for entry in plan.unassigned)
    served = len({s.visit for r in plan.routes for s in r.stops if s.kind == "visit"})
    outcomes = world.outcomes(plan, number)
    return Week(asked, plan, served + len(left_out), served, calls, outcomes, left_out)


def _renewed(request: PlanRequest) -> PlanRequest:
    """Give a request in which licences do not lapse: over weeks they are renewed in time."""
    document = json.loads(request.to_json())
    for person in document["case_managers"]:
        person["drivers_license"] = {"valid_until": str(FAR)}
        for held in person["credentials"]:
            held["valid_until"] = None
    return load_request(json.dumps(document).encode())[0]


def _forget(document: dict[str, Any]) -> None:
    """Take out what a week knows of the fairness of the weeks before."""
    for person in document["case_managers"]:
        person["balance_minutes"] = 0
    for patient in document["patients"]:
        patient["history"] = [p for p in patient["history"] if p["status"] != "bumped"]


def _discharged(
    name: str, day: date, home: Any, rng: random.Random, people: list[str]
) -> dict[str, Any]:
    order = {
        "id": f"{name}/aftercare",
        "visits": 1,
        "minutes": 45,
        "earliest_day": str(day + timedelta(days=1)),
        "min_gap_days": 3,
        "staff": [{"any_of": TITLES}],
        "priority": "high",
    }
    return {
        "id": name,
        "location": {"lat": home.lat, "lon": home.lon},
        "program": "aftercare",
        "state": "OH",
        "discharged_on": str(day),
        "primary": rng.choice(people),
        "orders": [order],
    }


def _day(patient: dict[str, Any]) -> date:
    return date.fromisoformat(patient["discharged_on"])


def _event(document: dict[str, Any]) -> Event:
    return EVENT.validate_python(document)
