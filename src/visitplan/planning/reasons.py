"""What speaks for the people, the day and the time of a visit that is made."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from visitplan.domain.qualifications import counts_as
from visitplan.planning.changes import placed_visits
from visitplan.planning.repairs.of_orders import fits_hours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager
    from visitplan.planning.repairs.case import Asked

LOCKED = {
    "all": "it is promised, and the promise binds people and time",
    "day": "it is promised, and the promise binds the day",
    "staff": "it is promised, and the promise binds the people",
    "none": "it was published before, and moving it has its price",
}
"""What an entry of `fixed` says of a visit, by its lock."""


def reasons(
    request: PlanRequest, plan: Plan, asked: Asked, now: Placed, *, stands: bool
) -> Iterator[str]:
    """Yield what speaks for a visit's place; `stands` where it was made or is under way."""
    fixed = next((item for item in request.fixed if item.visit == asked.visit), None)
    if stands:
        yield f"it was made or is under way at {request.horizon.now:%Y-%m-%d %H:%M}, and stands"
    elif fixed is not None:
        yield LOCKED[fixed.lock]
    zone = ZoneInfo(request.horizon.timezone)
    made = {
        name: place.start.astimezone(zone).date() for name, place in placed_visits(plan).items()
    }
    yield from _people(request, asked, now, made[asked.visit])
    yield from _day(request, asked, made)
    if asked.order.preferred_windows and fits_hours(asked.order.preferred_windows, now):
        yield "the time is inside the preferred hours"


def _people(request: PlanRequest, asked: Asked, now: Placed, day: date) -> Iterator[str]:
    patient, people = asked.patient, set(now.case_managers)
    coming = [person for person in request.case_managers if person.id in people]
    for person in coming:
        held = _asked_titles(person, patient, asked.order, day)
        if held:
            yield f"{person.id} is {' and '.join(held)}, as the order asks"
    if patient.primary in people:
        yield f"{patient.primary} is the patient's primary"
    team = sorted(people & set(patient.care_team) - {patient.primary})
    if team:
        yield f"{' and '.join(team)} belong{'s' if len(team) == 1 else ''} to the care team"
    spoken = {code for who in coming for code in who.languages if code in patient.languages}
    if spoken:
        yield f"speaks {' and '.join(sorted(spoken))} with the patient"


def _asked_titles(person: CaseManager, patient: Patient, order: Order, day: date) -> list[str]:
    """Give the titles of a person, valid on the day, that count as one that the order asks for."""
    wanted = {title for need in order.staff for title in need.any_of}
    return sorted(
        {
            held.code
            for held in person.credentials
            if held.counts_on(patient.state, day) and wanted & counts_as(held.code, held.state)
        }
    )


def _day(request: PlanRequest, asked: Asked, made: dict[str, date]) -> Iterator[str]:
    order, patient, day = asked.order, asked.patient, made[asked.visit]
    yield from _gap(order, day, [*_planned(order, made), *patient.days_completed(order.id)])
    planned = [d for other in patient.orders for d in _planned(other, made)]
    yield from _clock(request, patient, day, [*planned, *patient.days_completed()])


def _gap(order: Order, day: date, days: list[date]) -> Iterator[str]:
    before = max((d for d in days if d < day), default=None)
    if before is not None and (order.min_gap_days > 1 or order.max_gap_days is not None):
        apart = (day - before).days
        most = f" and at most {order.max_gap_days}" if order.max_gap_days is not None else ""
        yield (
            f"it is {apart} day{'s' if apart > 1 else ''} after the order's visit before it; "
            f"at least {order.min_gap_days}{most} are asked for"
        )


def _clock(request: PlanRequest, patient: Patient, day: date, days: list[date]) -> Iterator[str]:
    clock, out = request.policy.discharge_clock, patient.discharged_on
    if clock is None or out is None or not clock.runs_for(patient):
        return
    before = sum(out < d < day for d in days)
    dues = (("first", clock.first_by_days), ("second", clock.second_by_days))
    if before < len(dues):
        word, within = dues[before]
        due = out + timedelta(days=within)
        if out < day <= due:
            yield f"it is the {word} visit after the discharge on {out}, due by {due}"


def _planned(order: Order, made: dict[str, date]) -> list[date]:
    return [made[name] for n in order.numbers if (name := f"{order.id}#{n}") in made]
