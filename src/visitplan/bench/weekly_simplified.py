"""The part of a request that every peer can express; docs/benchmarks.md has the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from visitplan.bench.weekly_ranges import Ranges
from visitplan.domain.patients import Order, Patient
from visitplan.domain.policy import Policy
from visitplan.domain.staff import CaseManager, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from visitplan.domain.document import Document
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import PlanRequest

Level = Literal["common", "waits", "full"]

LEVELS: tuple[Level, ...] = ("common", "waits", "full")
PERSON_KEPT = (
    "id",
    "display_name",
    "start",
    "end",
    "credentials",
    "drivers_license",
    "languages",
    "gender",
    "orientation_until",
    "max_drive_minutes_per_leg",
)
PATIENT_KEPT = (
    "id",
    "location",
    "meeting_place",
    "program",
    "state",
    "discharged_on",
    "primary",
    "care_team",
    "excluded",
    "languages",
    "staff_gender",
    "unavailable",
)
ORDER_KEPT = ("minutes", "windows", "priority")
DROPPED_WEIGHTS = (
    "overtime",
    "late_preferred",
    "continuity_extra_person",
    "fairness_per_minute",
    "stability_staff",
    "stability_time",
    "stability_day",
)
"""What is dropped has no price either."""


def at_level(request: PlanRequest, level: Level) -> PlanRequest:
    """Give the request as it is compared at a level.

    `common` is what all peers can express, `waits` the same with waiting priced,
    of which VROOM cannot be told, and `full` the request as it is.
    """
    if level == "full":
        return request
    simple = simplified(request)
    if level == "waits":
        return simple
    weights = simple.policy.weights.model_copy(update={"wait": 0})
    return simple.model_copy(
        update={"policy": simple.policy.model_copy(update={"weights": weights})}
    )


def simplified(request: PlanRequest) -> PlanRequest:
    """Drop or restate, for all alike, what PyVRP, VROOM and OR-Tools routing cannot express.

    - An order of n visits becomes n orders of one, with days of their own that
      keep the gaps, completed visits included; those that fit no day are dropped.
    - Of two people needed the first comes alone. No-home visits take place at the
      meeting place, else at home.
    - Absences are cut out of shifts. Overtime, appointments, breaks and the limit
      on a day's driving are dropped, and the limit on visits of those who have
      two shifts on a day.
    - Promises, history, preferred windows and their prices are dropped, and those
      of fairness and of more faces than needed, and all of the policy but its weights:
      discharge clock, rules by programme, paperwork, arrival and time for crises.
    """
    people = tuple(_person(person) for person in request.case_managers)
    staffed = request.model_copy(update={"case_managers": people})
    ranges = Ranges(staffed)
    return staffed.model_copy(
        update={
            "patients": tuple(_patient(patient, ranges) for patient in request.patients),
            "fixed": (),
            "policy": _policy(request.policy),
        }
    )


def _policy(policy: Policy) -> Policy:
    unpriced = dict.fromkeys(DROPPED_WEIGHTS, 0)
    weights = policy.weights.model_copy(update=unpriced)
    return Policy(name=policy.name, weights=weights, discharge_clock=None)


def _person(person: CaseManager) -> CaseManager:
    shifts = tuple(piece for shift in person.shifts for piece in _worked(shift, person))
    split = len({shift.start.date() for shift in shifts}) < len(shifts)
    return CaseManager(
        **_fields(person, PERSON_KEPT),
        shifts=shifts,
        max_visits_per_day=None if split else person.max_visits_per_day,
    )


def _fields(document: Document, kept: Sequence[str]) -> dict[str, Any]:  # Any: of many types
    """Give the fields that stay; all others, those of later contracts too, get their defaults."""
    return {name: getattr(document, name) for name in kept}


def _worked(shift: Shift, person: CaseManager) -> Iterator[Shift]:
    """Yield what absences leave of a shift."""
    free: datetime = shift.start
    for away in sorted(person.absences, key=lambda absence: absence.start):
        if away.end <= free or away.start >= shift.end:
            continue
        if away.start > free:
            yield Shift(start=free, end=away.start)
        free = away.end
    if free < shift.end:
        yield Shift(start=free, end=shift.end)


def _patient(patient: Patient, ranges: Ranges) -> Patient:
    orders = tuple(
        single for order in patient.orders for single in _singles(patient, order, ranges)
    )
    return Patient(**_fields(patient, PATIENT_KEPT), orders=orders)


def _singles(patient: Patient, order: Order, ranges: Ranges) -> Iterator[Order]:
    """Yield an order of one visit for each visit that has days; the first have the minimum."""
    days = ranges.of(patient, order) or ((order.earliest_day, order.latest_day),)
    for k, (earliest, latest) in enumerate(days):
        yield Order(
            **_fields(order, ORDER_KEPT),
            id=f"{order.id}/{k + 1}",
            visits=1,
            min_visits=1 if k < order.min_visits else 0,
            earliest_day=earliest,
            latest_day=latest,
            location=_place(patient, order),
            staff=order.staff[:1],
            safety="daylight" if order.safety == "daylight" else "solo",
        )


def _place(patient: Patient, order: Order) -> Coordinates | None:
    if order.location is None and order.safety == "no_home":
        return patient.meeting_place
    return order.location
