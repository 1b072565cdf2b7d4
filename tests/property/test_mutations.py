"""A right plan with any single field changed is caught, or the change is proven harmless.

Two weeks are changed: the small one, and one with all that a policy can ask for. Harmless means: the checker, which recomputes everything from the request and
the travel times, finds no rule broken and the stated cost still exact, so the
changed plan is a right plan of its own with the same cost. Such changes exist
where the request does not tell two things apart. `HARMLESS` lists every one;
a change that is not on it must be caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from builders import edit_route, edit_stop, right_plan, small_request, street
from policy_week import policy_plan, policy_request

from visitplan.audit import audit
from visitplan.domain.plan import Plan, Route, Stop
from visitplan.domain.request import PlanRequest

Mutation = tuple[str, Plan]

SHIFTS = [
    sign * timedelta(seconds=seconds)
    for seconds in (1, 60, 15 * 60, 3600, 86_400, 7 * 86_400)
    for sign in (1, -1)
]
NUMBERS = (1, -1, 60, -60, 600)
PEOPLE = ("ana", "ben", "cyn", "dov", "tom", "nobody")
APPOINTMENTS = ("team", "call", "welcome", "desk", "none", None)
WEEKS = {
    "small": (small_request(), right_plan()),
    "policy": (policy_request(), policy_plan()),
}

HARMLESS: frozenset[str] = frozenset()


def visits_of(request: PlanRequest) -> tuple[str, ...]:
    """Give every visit of a request, and one too many of each order."""
    return tuple(
        f"{order.id}#{n}"
        for patient in request.patients
        for order in patient.orders
        for n in range(1, order.visits + 2)
    )


def patients_of(request: PlanRequest) -> tuple[str | None, ...]:
    return (*(patient.id for patient in request.patients), "nobody", None)


def stop_mutations(request: PlanRequest, stop: Stop) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in ("arrive", "start", "end"):
        for by in SHIFTS:
            yield f"{field} by {by.total_seconds():+.0f} s", {field: getattr(stop, field) + by}
    for field in ("drive_seconds", "drive_meters", "arrival_seconds", "wait_seconds"):
        for by in NUMBERS:
            yield f"{field} by {by:+d}", {field: getattr(stop, field) + by}
    choices: dict[str, tuple[Any, ...]] = {
        "kind": ("visit", "appointment", "break", "paperwork"),
        "visit": (*visits_of(request), None),
        "patient": patients_of(request),
        "appointment": APPOINTMENTS,
        "with_": ((), *((person,) for person in PEOPLE), ("ana", "ben", "cyn")),
    }
    for field, values in choices.items():
        for value in values:
            if value != getattr(stop, field):
                yield f"{field} to {value}", {field: value}


def route_mutations(route: Route) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in ("leave", "return_"):
        for by in SHIFTS:
            yield f"{field} by {by.total_seconds():+.0f} s", {field: getattr(route, field) + by}
    fields = ("drive_seconds", "drive_meters", "return_drive_seconds", "return_drive_meters")
    for field in fields:
        for by in NUMBERS:
            yield f"{field} by {by:+d}", {field: getattr(route, field) + by}
    for person in PEOPLE:
        if person != route.case_manager:
            yield f"case_manager to {person}", {"case_manager": person}
    for riders in ((), *((person,) for person in PEOPLE), ("tom", "tom")):
        if riders != route.riders:
            yield f"riders to {riders}", {"riders": riders}
    for days in (-7, -2, -1, 1, 2, 7):
        yield f"date by {days:+d} days", {"date": route.date + timedelta(days=days)}
    yield from order_mutations(route.stops)


def order_mutations(stops: tuple[Stop, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for i in range(len(stops)):
        yield f"without stop {i}", {"stops": stops[:i] + stops[i + 1 :]}
        yield f"stop {i} twice", {"stops": stops[: i + 1] + stops[i:]}
        for j in range(i + 1, len(stops)):
            order = list(stops)
            order[i], order[j] = order[j], order[i]
            yield f"stops {i} and {j} swapped", {"stops": tuple(order)}


def plan_mutations(request: PlanRequest, right: Plan) -> Iterator[Mutation]:
    for i, route in enumerate(right.routes):
        where = f"route {i}"
        for name, changes in route_mutations(route):
            yield f"{where}: {name}", edit_route(right, i, **changes)
        for j, stop in enumerate(route.stops):
            for name, changes in stop_mutations(request, stop):
                yield f"{where} stop {j}: {name}", edit_stop(right, i, j, **changes)
        fewer = right.routes[:i] + right.routes[i + 1 :]
        yield f"without {where}", right.model_copy(update={"routes": fewer})
        more = (*right.routes, route)
        yield f"{where} twice", right.model_copy(update={"routes": more})
    yield from unassigned_mutations(request, right)


def unassigned_mutations(request: PlanRequest, right: Plan) -> Iterator[Mutation]:
    for i, entry in enumerate(right.unassigned):
        others = right.unassigned[:i] + right.unassigned[i + 1 :]
        yield f"without unassigned {i}", right.model_copy(update={"unassigned": others})
        more = (*right.unassigned, entry)
        yield f"unassigned {i} twice", right.model_copy(update={"unassigned": more})
        for field, values in (("visit", visits_of(request)), ("patient", patients_of(request))):
            for value in values:
                if value not in {getattr(entry, field), None}:
                    changed = (*others, entry.model_copy(update={field: value}))
                    name = f"unassigned {i}: {field} to {value}"
                    yield name, right.model_copy(update={"unassigned": changed})


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("part", range(8))
def test_every_single_change_is_caught_or_proven_harmless(part: int, week: str) -> None:
    request, right = WEEKS[week]
    travel = street(request)
    escaped = [
        name
        for number, (name, plan) in enumerate(plan_mutations(request, right))
        if number % 8 == part and name not in HARMLESS and audit(request, plan, travel).ok
    ]
    assert escaped == []


def test_harmless_changes_are_right_plans_of_the_same_cost() -> None:
    request, right = WEEKS["small"]
    mutations = dict(plan_mutations(request, right))
    for name in HARMLESS:
        report = audit(request, mutations[name], street(request))
        assert report.ok
        assert report.cost == right.cost


def test_writing_the_same_instants_in_another_offset_is_harmless() -> None:
    request, right = WEEKS["small"]
    plan = edit_route(right, 0, leave=right.routes[0].leave.astimezone(UTC))
    assert audit(request, plan, street(request)).ok
