"""Who must be phoned: patients whose visit changes, case managers whose route does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.replan import PatientCall, StaffCall
from visitplan.planning.replanning.promising import is_noticeable
from visitplan.planning.replanning.tracks import at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from visitplan.domain.comparison import Change
    from visitplan.domain.plan import Plan, Route


def patient_calls(changes: Iterable[Change], told_us: set[str]) -> tuple[PatientCall, ...]:
    """Give the patients to phone, the soonest first; `told_us` are visits they called off."""
    calls = []
    for change in changes:
        before, after = change.before, change.after
        if change.patient is None or (after is None and change.visit in told_us):
            continue
        if before is not None and after is not None and not is_noticeable(before, after):
            continue
        what = "added" if before is None else "dropped" if after is None else "moved"
        calls.append(
            PatientCall.model_validate(
                {
                    "patient": change.patient,
                    "visit": change.visit,
                    "what": what,
                    "before": before,
                    "after": after,
                }
            )
        )
    return tuple(calls)


def staff_calls(before: Plan, after: Plan, now: int) -> tuple[StaffCall, ...]:
    """Give the case managers whose work from now on differs, the soonest first."""
    calls = []
    old, new = _work(before.routes), _work(after.routes)
    for person in sorted({*old, *new}):
        first, second = old.get(person, set()), new.get(person, set())
        differing = {stop for stop in first ^ second if at(stop[2]) >= now}
        if differing:
            calls.append(
                StaffCall(
                    case_manager=person,
                    dates=tuple(sorted({str(stop[2].date()) for stop in differing})),
                    visits=tuple(sorted({stop[1] for stop in differing})),
                    first=min(stop[2] for stop in differing),
                )
            )
    return tuple(sorted(calls, key=lambda call: (call.first, call.case_manager)))


def _work(routes: Iterable[Route]) -> dict[str, set[tuple[str, str, datetime]]]:
    """Give each person's stops that count: visits and meetings, with their starts."""
    found: dict[str, set[tuple[str, str, datetime]]] = {}
    for route in routes:
        for stop in route.stops:
            name = stop.visit or stop.appointment
            if name is not None and stop.kind != "paperwork":
                found.setdefault(route.case_manager, set()).add((stop.kind, name, stop.start))
    return found
