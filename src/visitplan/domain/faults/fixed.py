"""Fixed visits that nobody can keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import FixedVisit


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each promise with wrong people or a time outside the horizon."""
    for i, fixed in draft.fixed:
        where = pointer("fixed", i)
        yield from _outside(where, fixed, draft)
        found = draft.orders_by_id.get(fixed.visit.rpartition("#")[0])
        if found is not None and fixed.lock != "day":
            yield from _people(where, fixed, *found)
    yield from _order_of_numbers(draft)


def _outside(where: str, fixed: FixedVisit, draft: Draft) -> Iterator[Fault]:
    if draft.dates and not draft.dates[0] <= fixed.start.date() <= draft.dates[-1]:
        yield Fault(
            "VP1262",
            f"{where}/start",
            shown(fixed.start),
            f"the fixed visit {shown(fixed.visit)} lies outside the horizon, "
            f"{draft.dates[0]} to {draft.dates[-1]}",
            "Delete it, or choose a horizon that holds it; past visits belong into `history`.",
        )


def _people(where: str, fixed: FixedVisit, patient: Patient, order: Order) -> Iterator[Fault]:
    needed, people = order.people_needed, set(fixed.case_managers)
    if len(people) != needed:
        yield Fault(
            "VP1261",
            f"{where}/case_managers" if "case_managers" in fixed.model_fields_set else where,
            shown(fixed.case_managers),
            f"the fixed visit {shown(fixed.visit)} needs {needed} person(s) and names "
            f"{len(people)}",
            f'Name exactly {needed}, or use "lock": "day", which binds nobody.',
        )
    for j, name in enumerate(fixed.case_managers):
        if name in patient.excluded:
            yield Fault(
                "VP1263",
                f"{where}/case_managers/{j}",
                shown(name),
                f"{shown(name)} is excluded for patient {shown(patient.id)}",
                "Name somebody else, or take the person out of `excluded`.",
            )


def _order_of_numbers(draft: Draft) -> Iterator[Fault]:
    if draft.horizon is not None and draft.horizon.now is not None:
        return  # once a plan is under way, a visit keeps its number wherever it is moved
    last: dict[str, tuple[int, datetime, str]] = {}
    for number, i, fixed in sorted(_timed(draft), key=lambda entry: entry[:2]):
        order_id = fixed.visit.rpartition("#")[0]
        before = last.get(order_id)
        if before and before[0] < number and fixed.start.date() <= before[1].date():
            yield Fault(
                "VP1264",
                pointer("fixed", i, "start"),
                shown(fixed.start),
                f"{shown(fixed.visit)} is fixed on a day not after that of {shown(before[2])}; "
                "visits of an order are numbered by day",
                "Exchange the two numbers, or correct a day.",
            )
        last[order_id] = (number, fixed.start, fixed.visit)


def _timed(draft: Draft) -> Iterator[tuple[int, int, FixedVisit]]:
    for i, fixed in draft.fixed:
        number = fixed.visit.rpartition("#")[2]
        if fixed.lock not in {"staff", "none"} and len(number) <= 4:
            yield int(number), i, fixed
