"""Limits as documents and as parts of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.conflict import Limit as LimitDocument
from visitplan_solvers.refute.rooms import room_of_limit, shifts_of
from visitplan_solvers.refute.spoken import day_text, span_text
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan_solvers.refute.limits import Limit
    from visitplan_solvers.refute.week import Week

FIELD = {
    "max_visits": "max_visits_per_day",
    "max_units": "max_units_per_day",
    "max_drive": "max_drive_minutes_per_day",
    "max_work": "max_work_minutes_per_day",
}
"""Field of a case manager that holds the limit of a day."""


def limits_in_order(limits: Iterable[Limit]) -> list[Limit]:
    """Sort limits as they are told: working time first, then by person and day."""
    return sorted(limits, key=lambda x: (x.kind != "working_time", x.kind, x.of, x.day))


def limit_document(week: Week, limit: Limit) -> LimitDocument:
    """Name a limit, its place in the request and what it allows."""
    of_person = limit.day >= 0
    person = week.request.case_managers[limit.of] if of_person else None
    return LimitDocument(
        pointer=_pointer(week, limit),
        kind=limit.kind,
        message=limit_phrase(week, limit),
        case_manager=None if person is None else person.id,
        date=week.request.horizon.dates[limit.day] if of_person else None,
        numbers=_numbers(week, limit),
    )


def limit_phrase(week: Week, limit: Limit) -> str:
    """Give a limit in words that can stand inside a sentence."""
    if limit.day >= 0:
        who = week.request.case_managers[limit.of]
        on = day_text(week.request.horizon.dates[limit.day])
        if limit.kind == "working_time":
            return f"{who.id} has {span_text(room_of_limit(week, limit))} on {on}"
        most = int(getattr(who, FIELD[limit.kind]))
        return f"on {on} {who.id} {_most(limit.kind, most)}"
    if limit.kind in {"max_case_managers", "day_patterns"}:
        patient = week.request.patients[limit.of]
        if limit.kind == "day_patterns":
            return f"{patient.id} keeps one of {counted(len(patient.day_patterns), 'day pattern')}"
        most = patient.max_case_managers or 0
        return f"{patient.id} sees at most {counted(most, 'person')}".replace("persons", "people")
    order = week.orders[limit.of].order
    if limit.kind == "sequence" and order.after is not None:
        return f"{order.id} follows {order.after.order} by another person"
    text = f"visits of {order.id} are at least {counted(order.min_gap_days, 'day')} apart"
    if order.min_gap_days == 1:
        text = f"{order.id} has one visit a day at most"
    if order.max_gap_days is not None:
        text += f", the next after {counted(order.max_gap_days, 'day')} at the latest"
    return text


def _most(kind: str, most: int) -> str:
    if kind == "max_visits":
        return f"makes at most {counted(most, 'visit')}"
    if kind == "max_units":
        return f"has at most {counted(most, 'unit')}"
    verb = "drives" if kind == "max_drive" else "works"
    return f"{verb} at most {span_text(60 * most)}"


def _numbers(week: Week, limit: Limit) -> dict[str, int]:
    if limit.kind == "working_time":
        return {"room_seconds": room_of_limit(week, limit)}
    if limit.day >= 0:
        most = getattr(week.request.case_managers[limit.of], FIELD[limit.kind])
        return {FIELD[limit.kind]: int(most)}
    if limit.kind == "max_case_managers":
        return {"max_case_managers": week.request.patients[limit.of].max_case_managers or 0}
    if limit.kind == "gaps":
        order = week.orders[limit.of].order
        most = {} if order.max_gap_days is None else {"max_gap_days": order.max_gap_days}
        return {"min_gap_days": order.min_gap_days, **most}
    return {}


def _pointer(week: Week, limit: Limit) -> str:
    if limit.kind == "working_time":
        start = week.spans[shifts_of(week, limit)[0]].start + week.base
        shifts = week.request.case_managers[limit.of].shifts
        k = next(k for k, shift in enumerate(shifts) if week.clock.instant(shift.start) == start)
        return f"/case_managers/{limit.of}/shifts/{k}"
    if limit.day >= 0:
        return f"/case_managers/{limit.of}/{FIELD[limit.kind]}"
    if limit.kind in {"max_case_managers", "day_patterns"}:
        return f"/patients/{limit.of}/{limit.kind}"
    field = "after" if limit.kind == "sequence" else "min_gap_days"
    return f"{week.orders[limit.of].pointer}/{field}"
