"""A right plan with any single field changed is caught, or the change is proven harmless.

Harmless means: the checker, which recomputes everything from the request and
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

from visitplan.audit import audit
from visitplan.domain.plan import Plan, Route, Stop

Mutation = tuple[str, Plan]

SHIFTS = [
    sign * timedelta(seconds=seconds)
    for seconds in (1, 60, 15 * 60, 3600, 86_400, 7 * 86_400)
    for sign in (1, -1)
]
NUMBERS = (1, -1, 60, -60, 600)
PEOPLE = ("ana", "ben", "cyn", "dov", "nobody")
REQUEST = small_request()
RIGHT = right_plan(REQUEST)
TRAVEL = street(REQUEST)
VISITS = tuple(
    f"{order.id}#{n}"
    for patient in REQUEST.patients
    for order in patient.orders
    for n in range(1, order.visits + 2)
)
PATIENTS = (*(patient.id for patient in REQUEST.patients), "nobody", None)
APPOINTMENTS = ("team", "call", "welcome", "desk", "none", None)

HARMLESS: frozenset[str] = frozenset()


def stop_mutations(stop: Stop) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in ("arrive", "start", "end"):
        for by in SHIFTS:
            yield f"{field} by {by.total_seconds():+.0f} s", {field: getattr(stop, field) + by}
    for field in ("drive_seconds", "drive_meters", "wait_seconds"):
        for by in NUMBERS:
            yield f"{field} by {by:+d}", {field: getattr(stop, field) + by}
    choices: dict[str, tuple[Any, ...]] = {
        "kind": ("visit", "appointment", "break"),
        "visit": (*VISITS, None),
        "patient": PATIENTS,
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


def plan_mutations() -> Iterator[Mutation]:
    for i, route in enumerate(RIGHT.routes):
        where = f"route {i}"
        for name, changes in route_mutations(route):
            yield f"{where}: {name}", edit_route(RIGHT, i, **changes)
        for j, stop in enumerate(route.stops):
            for name, changes in stop_mutations(stop):
                yield f"{where} stop {j}: {name}", edit_stop(RIGHT, i, j, **changes)
        fewer = RIGHT.routes[:i] + RIGHT.routes[i + 1 :]
        yield f"without {where}", RIGHT.model_copy(update={"routes": fewer})
        more = (*RIGHT.routes, route)
        yield f"{where} twice", RIGHT.model_copy(update={"routes": more})
    yield from unassigned_mutations()


def unassigned_mutations() -> Iterator[Mutation]:
    for i, entry in enumerate(RIGHT.unassigned):
        others = RIGHT.unassigned[:i] + RIGHT.unassigned[i + 1 :]
        yield f"without unassigned {i}", RIGHT.model_copy(update={"unassigned": others})
        more = (*RIGHT.unassigned, entry)
        yield f"unassigned {i} twice", RIGHT.model_copy(update={"unassigned": more})
        for field, values in (("visit", VISITS), ("patient", PATIENTS)):
            for value in values:
                if value not in {getattr(entry, field), None}:
                    changed = (*others, entry.model_copy(update={field: value}))
                    name = f"unassigned {i}: {field} to {value}"
                    yield name, RIGHT.model_copy(update={"unassigned": changed})


@pytest.mark.parametrize("part", range(8))
def test_every_single_change_is_caught_or_proven_harmless(part: int) -> None:
    escaped = [
        name
        for number, (name, plan) in enumerate(plan_mutations())
        if number % 8 == part and name not in HARMLESS and audit(REQUEST, plan, TRAVEL).ok
    ]
    assert escaped == []


def test_harmless_changes_are_right_plans_of_the_same_cost() -> None:
    mutations = dict(plan_mutations())
    for name in HARMLESS:
        report = audit(REQUEST, mutations[name], TRAVEL)
        assert report.ok
        assert report.cost == RIGHT.cost


def test_writing_the_same_instants_in_another_offset_is_harmless() -> None:
    route = RIGHT.routes[0]
    plan = edit_route(RIGHT, 0, leave=route.leave.astimezone(UTC))
    assert audit(REQUEST, plan, TRAVEL).ok
