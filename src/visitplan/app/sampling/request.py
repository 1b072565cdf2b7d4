"""A whole fictional request."""

from __future__ import annotations

import random
from datetime import date, timedelta

from visitplan.app.sampling import timezones
from visitplan.app.sampling.caseload import Admissions
from visitplan.app.sampling.places import Places
from visitplan.app.sampling.promises import Promises
from visitplan.app.sampling.roster import Roster
from visitplan.app.sampling.staffing import hire
from visitplan.domain.clock import Clock
from visitplan.domain.request import SCHEMA, Horizon, PlanRequest
from visitplan.network import RoadNetwork

FIRST_DAY = date(2026, 11, 30)
ENOUGH_PEOPLE = 3
"""Every visit can be made by at least so many people, where there are three times as many."""


def make_request(
    network: RoadNetwork,
    *,
    managers: int,
    visits: int,
    seed: int,
    first_day: date = FIRST_DAY,
    days: int = 7,
    timezone: str | None = None,
    state: str = "OH",
) -> PlanRequest:
    """Make a realistic fictional request on a network; equal arguments give an equal request.

    From about eight case managers on, every feature of the contract is in it. Three to four
    visits a person and working day can nearly always be served wholly.

    Args:
        network: Where the fictional addresses lie, up to 22 km from the roads' middle.
        managers: Number of case managers.
        visits: Number of visits, summed over all orders.
        seed: Chooses one of many requests.
        first_day: First day of the horizon.
        days: Its length.
        timezone: IANA zone; by default guessed from the network's place.
        state: Whose licences count.
    """
    rng = random.Random(seed)  # noqa: S311 - draws fictional people, guards nothing
    horizon = Horizon(first_day=first_day, days=days, timezone=timezone or timezones.guess(network))
    dates = tuple(first_day + timedelta(days=i) for i in range(days))
    places = Places(network, rng)
    people = hire(rng, places, managers, dates, state)
    enough = max(1, min(ENOUGH_PEOPLE, managers // 3))
    roster = Roster(people, dates, Clock.of(horizon.timezone), enough)
    admissions = Admissions(rng, roster, places, state)
    patients = admissions.admit(visits)
    fixed = Promises(rng, roster, admissions.patterns).make(patients)
    return PlanRequest(
        schema_version=SCHEMA,
        horizon=horizon,
        case_managers=people,
        patients=patients,
        fixed=fixed,
    )
