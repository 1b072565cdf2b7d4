"""An instance of the literature as the planner sees it, and the judge of its own rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.geo import Coordinates
from visitplan.domain.policy import Policy, Weights
from visitplan.domain.request import SCHEMA, Horizon, PlanRequest
from visitplan.domain.staff import CaseManager, Credential, DriversLicense, Shift
from visitplan.matrix import TravelTimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.domain.patients import Patient
    from visitplan.domain.plan import Plan

MONDAY = date(2024, 1, 1)
DAY_S = 86_400
STATE = "bench"  # no state has this name, so that titles count as themselves alone
_ROW = 1000


@dataclass(frozen=True, slots=True)
class Tour:
    """One person's visits of one day in order; `day` counts from the horizon's first."""

    case_manager: str
    day: int
    visits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the set's own rules say of the sequences of a plan.

    `objective` is the set's own, exactly; None where a visit is missing or a
    rule is broken, which `faults` then name.
    """

    objective: Fraction | None
    faults: tuple[str, ...] = ()


Judge = Callable[[Sequence[Tour]], Verdict]


@dataclass(frozen=True, slots=True)
class Case:
    """One instance: its request, the seconds between its places, and its judge."""

    name: str
    request: PlanRequest
    seconds: NDArray[np.int32]
    judge: Judge

    def travel(self, places: Sequence[Coordinates]) -> TravelTimes:
        """Give the travel times between places of the request."""
        nodes = np.array([_node(place) for place in places], np.intp)
        seconds = np.ascontiguousarray(self.seconds[np.ix_(nodes, nodes)])
        zero = np.zeros(1, np.int32)
        return TravelTimes(seconds[np.newaxis], np.zeros_like(seconds), zero, zero, "free_flow")


def tours_of(plan: Plan) -> tuple[Tour, ...]:
    """Give who makes which visits in which order on which day."""
    return tuple(
        Tour(
            route.case_manager,
            (route.date - MONDAY).days,
            tuple(stop.visit for stop in route.stops if stop.visit is not None),
        )
        for route in plan.routes
    )


def coordinates(node: int) -> Coordinates:
    """Give each node of an instance a place of its own; only the matrix says how far it is."""
    return Coordinates(lat=node // _ROW / _ROW, lon=node % _ROW / _ROW)


def _node(place: Coordinates) -> int:
    return round(place.lat * _ROW) * _ROW + round(place.lon * _ROW)


def clock_time(second: int) -> time:
    """Give a second of the day as a time of day; the day's end and all after it as 24:00."""
    if second >= DAY_S:
        return time.max
    return time(second // 3600, second // 60 % 60, second % 60)


def shift(day: int, start_s: int, end_s: int) -> Shift:
    """Make a shift on a day of the horizon, from one second of the day to another."""
    midnight = datetime.combine(MONDAY + timedelta(days=day), time.min, UTC).replace(tzinfo=None)
    start, end = (midnight + timedelta(seconds=second) for second in (start_s, end_s))
    return Shift(start=start, end=end)


def credential(code: str) -> Credential:
    """Make a licence that is valid always."""
    return Credential(code=code, state=STATE)


def case_manager(name: str, codes: Sequence[str], shifts: Sequence[Shift]) -> CaseManager:
    """Make somebody who starts and ends at the depot, node 0."""
    return CaseManager(
        id=name,
        start=coordinates(0),
        credentials=tuple(credential(code) for code in codes),
        drivers_license=DriversLicense(valid_until=date(2199, 12, 31)),
        shifts=tuple(shifts),
    )


def request(
    people: Sequence[CaseManager],
    patients: Sequence[Patient],
    *,
    days: int = 1,
    late_window: int = 0,
    late_window_max: int = 0,
) -> PlanRequest:
    """Make the request of an instance: a second of driving costs 1, and late ones as given."""
    weights = dict.fromkeys(Weights.model_fields, 0)
    priced = {
        "unserved_crisis": 10**8,
        "unserved_high": 10**8,
        "unserved_routine": 10**8,
        "unserved_low": 10**8,
        "drive": 1,
        "late_window": late_window,
        "late_window_max": late_window_max,
    }
    return PlanRequest(
        schema_version=SCHEMA,
        horizon=Horizon(first_day=MONDAY, days=days, timezone="UTC"),
        case_managers=tuple(people),
        patients=tuple(patients),
        policy=Policy(weights=Weights(**{**weights, **priced}), start_step_seconds=1),
    )
