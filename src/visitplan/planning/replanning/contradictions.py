"""Events that cannot all be true, found before any of them is applied."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from visitplan.domain.events import (
    Crisis,
    NewOrder,
    NoShow,
    PatientCancelled,
    RanLong,
    Readmitted,
    StaffSick,
)
from visitplan.planning.replanning.errors import ContradictingEventsError
from visitplan.planning.replanning.naming import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from visitplan.domain.events import Event
    from visitplan.domain.plan import Plan


def refuse_contradictions(events: Sequence[Event], plan: Plan, now: datetime) -> None:
    """Refuse events of which two exclude each other.

    Raises:
        ContradictingEventsError: VP4206.
    """
    for one, other in combinations(events, 2):
        for first, second in ((one, other), (other, one)):
            why = _contradiction(first, second, plan, now)
            if why is not None:
                raise ContradictingEventsError(told(one), told(other), why)


def _contradiction(first: Event, second: Event, plan: Plan, now: datetime) -> str | None:
    """Tell why two events exclude each other, looking at them in this order."""
    return (
        _same_thing(first, second)
        or _sick_and_present(first, second, plan, now)
        or _treated_and_visited(first, second, plan, now)
    )


def _same_thing(first: Event, second: Event) -> str | None:
    visits = NoShow | PatientCancelled | RanLong
    about = {
        "the same visit": isinstance(first, visits)
        and isinstance(second, visits)
        and first.visit is not None
        and first.visit == second.visit,
        "the same person": isinstance(first, StaffSick)
        and isinstance(second, StaffSick)
        and first.case_manager == second.case_manager,
        "the same patient": isinstance(first, Readmitted)
        and isinstance(second, Readmitted)
        and first.patient == second.patient,
        "an order of the same id": isinstance(first, NewOrder)
        and isinstance(second, NewOrder)
        and first.order.get("id") == second.order.get("id"),
    }
    return next((f"both are about {what}" for what, holds in about.items() if holds), None)


def _sick_and_present(first: Event, second: Event, plan: Plan, now: datetime) -> str | None:
    if not isinstance(first, StaffSick) or not isinstance(second, RanLong):
        return None
    begins = now if first.start is None else max(now, first.start)
    if first.case_manager not in _makers(plan, second.visit) or begins >= second.end:
        return None
    return f"{first.case_manager} is still at the visit at {second.end:%Y-%m-%dT%H:%M}"


def _treated_and_visited(first: Event, second: Event, plan: Plan, now: datetime) -> str | None:
    if not isinstance(first, Readmitted) or first.date > now.date():
        return None
    if isinstance(second, Crisis | NewOrder) and first.patient == second.patient:
        return "who is in treatment is not visited"
    if isinstance(second, RanLong) and first.patient == _patient(plan, second.visit):
        return "who is in treatment is not at home"
    return None


def _makers(plan: Plan, visit: str) -> set[str]:
    return {r.case_manager for r in plan.routes for s in r.stops if s.visit == visit}


def _patient(plan: Plan, visit: str) -> str | None:
    found = (s.patient for r in plan.routes for s in r.stops if s.visit == visit)
    return next(found, None)
