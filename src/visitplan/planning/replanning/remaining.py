"""The part of an amended request that is still to be planned, as a solver is given it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from visitplan.audit.cost.fairness import weighted_minutes
from visitplan.audit.roster import roster_of
from visitplan.domain.clock import Clock
from visitplan.domain.patients import WEEKDAYS, DayPattern, PastVisit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Route
    from visitplan.domain.request import PlanRequest


class Done(NamedTuple):
    """A visit that stands, whoever asks: made, under way, or on a day not looked at."""

    visit: str
    start: datetime
    case_managers: tuple[str, ...]


def done_visits(stops: Iterable[tuple[str, str, datetime]]) -> dict[str, Done]:
    """Put together visits that stand from visit, person and aware start of each stop."""
    people: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, datetime] = {}
    for visit, person, start in stops:
        people[visit].append(person)
        starts[visit] = start.replace(tzinfo=None)
    return {v: Done(v, starts[v], tuple(sorted(who))) for v, who in people.items()}


def remaining(
    request: PlanRequest, done: Mapping[str, Done], days: frozenset[date], routes: Iterable[Route]
) -> PlanRequest:
    """Give a request of what is open: visits that stand become history, other days are empty.

    It is for a solver's eyes alone: its numbers of visits and limits are those that are left.
    """
    by_order: dict[str, list[Done]] = defaultdict(list)
    for item in done.values():
        by_order[item.visit.rpartition("#")[0]].append(item)
    later: dict[str, set[str]] = defaultdict(set)
    for route in routes:
        for stop in route.stops:
            if stop.kind == "visit" and stop.patient is not None and stop.visit not in done:
                later[stop.patient].add(route.case_manager)
    patients = tuple(
        _patient(patient, by_order, later[patient.id], request) for patient in request.patients
    )
    people = tuple(
        person.model_copy(
            update={"shifts": tuple(s for s in person.shifts if s.start.date() in days)}
        )
        for person in request.case_managers
    )
    return request.model_copy(update={"patients": patients, "case_managers": people})


def _patient(
    patient: Patient, by_order: Mapping[str, list[Done]], later: set[str], request: PlanRequest
) -> Patient:
    made = [item for order in patient.orders for item in by_order.get(order.id, ())]
    if not made:
        return patient
    orders = tuple(_order(order, by_order.get(order.id, [])) for order in patient.orders)
    history = tuple(
        PastVisit(
            order=item.visit.rpartition("#")[0],
            start=item.start,
            case_managers=item.case_managers,
            status="completed",
        )
        for item in made
    )
    update: dict[str, object] = {"orders": orders, "history": (*patient.history, *history)}
    if patient.day_patterns:
        update["day_patterns"] = _patterns_left(patient, made)
    if patient.max_case_managers is not None:
        seen = {who for item in made for who in item.case_managers}
        may = _may_come(patient, seen, later)
        others = {p.id for p in request.case_managers} - may
        update |= {
            "max_case_managers": None,
            "excluded": (*patient.excluded, *sorted(others - set(patient.excluded))),
        }
    return patient.model_copy(update=update)


def _may_come(patient: Patient, seen: set[str], later: set[str]) -> set[str]:
    """Choose who may come so that never too many do: who came, who is to come, the team."""
    assert patient.max_case_managers is not None
    own = [*sorted(later - seen), patient.primary, *patient.care_team]
    wanted = [name for name in own if name is not None]
    new = list(dict.fromkeys(name for name in wanted if name not in seen))
    return seen | set(new[: max(0, patient.max_case_managers - len(seen))])


def _patterns_left(patient: Patient, made: list[Done]) -> tuple[DayPattern, ...]:
    """Give the day patterns that the visits made keep, each with all orders that any names.

    An order that a pattern does not name has no day in it; it must not seem free of patterns
    once the one that names it is gone.
    """
    named = dict.fromkeys(name for one in patient.day_patterns for name in one)
    whole = ({name: one.get(name, ()) for name in named} for one in patient.day_patterns)
    left = tuple(one for one in whole if all(_keeps(one, item) for item in made))
    return left or (dict.fromkeys(named, ()),)


def _keeps(pattern: DayPattern, item: Done) -> bool:
    order = item.visit.rpartition("#")[0]
    return order not in pattern or WEEKDAYS[item.start.weekday()] in pattern[order]


def _order(order: Order, made: list[Done]) -> Order:
    numbers = tuple(int(item.visit.rpartition("#")[2]) for item in made)
    return order.model_copy(
        update={
            "cancelled": (*order.cancelled, *numbers),
            "min_visits": max(0, order.least - len(numbers)),
        }
    )


def shares(request: PlanRequest, done: Mapping[str, Done]) -> dict[str, int]:
    """Give each person's fair share of the whole horizon less the minutes that stand."""
    people = {
        order.id: (order.people_needed, weighted_minutes(order))
        for patient in request.patients
        for order in patient.orders
    }
    asked = sum(
        len(order.numbers) * people[order.id][0] * people[order.id][1]
        for patient in request.patients
        for order in patient.orders
    )
    roster = roster_of(request, Clock.of(request.horizon.timezone))
    available = {name: member.available_minutes() for name, member in roster.items()}
    everybody = sum(available.values())
    made: dict[str, int] = defaultdict(int)
    for item in done.values():
        for who in item.case_managers:
            made[who] += people[item.visit.rpartition("#")[0]][1]
    equal = {n: asked * m // everybody if everybody else 0 for n, m in available.items()}
    return {
        person.id: max(0, equal[person.id] - person.balance_minutes) - made[person.id]
        for person in request.case_managers
    }
