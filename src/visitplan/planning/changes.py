"""What changes for whom between two plans of the same days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.comparison import Change, Placed
from visitplan.domain.plan import Unassigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.comparison import ChangeKind
    from visitplan.domain.plan import Plan, Route, Stop
    from visitplan.domain.request import PlanRequest


def changes(before: Plan, after: Plan, clock: Clock) -> tuple[Change, ...]:
    """Give each visit that is made by others, on another day, at another time, or in one only.

    They come by the earlier of their starts, then by name. Days are those of `clock`, whatever
    offsets the plans' times have.
    """
    first, second = placed_visits(before), placed_visits(after)
    patients = _patients(before) | _patients(after)
    found = []
    for visit in sorted({*first, *second}):
        old, new = first.get(visit), second.get(visit)
        kinds = tuple(_kinds(old, new, clock))
        if kinds:
            found.append(
                Change(visit=visit, patient=patients.get(visit), kinds=kinds, before=old, after=new)
            )
    return tuple(sorted(found, key=_start))


def _start(change: Change) -> float:
    return min(p.start.timestamp() for p in (change.before, change.after) if p is not None)


def placed_visits(plan: Plan) -> dict[str, Placed]:
    """Give when and by whom each visit is made, from the routes that make it."""
    return placed_in(plan.routes)


def placed_in(routes: Iterable[Route]) -> dict[str, Placed]:
    """Give when and by whom each visit of some routes is made."""
    made: dict[str, list[tuple[str, Stop]]] = {}
    for route in routes:
        for stop in route.stops:
            if stop.kind == "visit" and stop.visit is not None:
                made.setdefault(stop.visit, []).append((route.case_manager, stop))
    return {
        visit: Placed(
            start=min(stop.start for _, stop in stops),
            end=max(stop.end for _, stop in stops),
            case_managers=tuple(sorted({person for person, _ in stops})),
        )
        for visit, stops in made.items()
    }


def _patients(plan: Plan) -> dict[str, str]:
    stops = [stop for route in plan.routes for stop in route.stops]
    return {s.visit: s.patient for s in stops if s.visit is not None and s.patient is not None}


def _kinds(old: Placed | None, new: Placed | None, clock: Clock) -> Iterator[ChangeKind]:
    if old is None:
        yield "added"
    elif new is None:
        yield "dropped"
    else:
        if _day(old, clock) != _day(new, clock):
            yield "day"
        elif (old.start, old.end) != (new.start, new.end):
            yield "time"
        if old.case_managers != new.case_managers:
            yield "people"


def _day(place: Placed, clock: Clock) -> date:
    return clock.day(int(place.start.timestamp()))


def left_out(request: PlanRequest, routes: Iterable[Route]) -> tuple[Unassigned, ...]:
    """Give the visits of a request that routes do not make, without reasons."""
    made = {stop.visit for route in routes for stop in route.stops}
    return tuple(
        Unassigned(visit=visit, patient=patient.id)
        for visit, patient in request.visits()
        if visit not in made
    )
