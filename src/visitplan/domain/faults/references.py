"""Names of people and orders that the request does not hold, or that contradict each other."""

from __future__ import annotations

import difflib
from functools import partial
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Patient

Named = tuple[str, str, str]  # code, pointer, id
MOST_NAMES_COMPARED = 1000


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each name of a case manager or order that leads nowhere."""
    people = frozenset(person.id for _, person in draft.case_managers)
    unknown = partial(_unknown, people, draft.lost_case_managers, "case manager")
    for i, patient in draft.patients:
        yield from unknown(_named_by_patient(i, patient))
        yield from _excluded_primary(i, patient)
        yield from _history_orders(i, patient)
        yield from _pattern_orders(i, patient, draft)
    yield from unknown(_mentors(draft))
    yield from _own_mentors(draft)
    yield from unknown(_named_by_fixed(draft))
    yield from _fixed_orders(draft)


def _named_by_patient(i: int, patient: Patient) -> Iterator[Named]:
    if patient.primary is not None:
        yield "VP1111", pointer("patients", i, "primary"), patient.primary
    for j, name in enumerate(patient.care_team):
        yield "VP1112", pointer("patients", i, "care_team", j), name
    for j, name in enumerate(patient.excluded):
        yield "VP1113", pointer("patients", i, "excluded", j), name


def _mentors(draft: Draft) -> Iterator[Named]:
    for i, person in draft.case_managers:
        if person.mentor is not None:
            yield "VP1114", pointer("case_managers", i, "mentor"), person.mentor


def _named_by_fixed(draft: Draft) -> Iterator[Named]:
    for i, fixed in draft.fixed:
        for j, name in enumerate(fixed.case_managers):
            yield "VP1117", pointer("fixed", i, "case_managers", j), name


def _unknown(
    known: frozenset[str], lost: frozenset[str] | None, what: str, named: Iterable[Named]
) -> Iterator[Fault]:
    if lost is None:
        return
    for code, where, name in named:
        if name not in known and name not in lost:
            yield Fault(
                code,
                where,
                shown(name),
                f"no {what} of this request has the id {shown(name)}",
                f"{nearest(name, known)}Name one of the request, or delete this.",
            )


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask whether a similar name was meant, where there is one."""
    few = sorted(known)[:MOST_NAMES_COMPARED]
    near = difflib.get_close_matches(name, few, n=1, cutoff=0.75)
    return f"Did you mean {shown(near[0])}? " if near else ""


def _excluded_primary(i: int, patient: Patient) -> Iterator[Fault]:
    if patient.primary is not None and patient.primary in patient.excluded:
        yield Fault(
            "VP1119",
            pointer("patients", i, "primary"),
            shown(patient.primary),
            f"{shown(patient.primary)} is primary and excluded for patient {shown(patient.id)}",
            "Take the person out of `excluded`, or name another primary.",
        )


def _own_mentors(draft: Draft) -> Iterator[Fault]:
    for i, person in draft.case_managers:
        if person.mentor == person.id:
            yield Fault(
                "VP1120",
                pointer("case_managers", i, "mentor"),
                shown(person.mentor),
                f"{shown(person.id)} is named as the mentor of nobody but the same person",
                "Name another case manager, or null.",
            )


def _history_orders(i: int, patient: Patient) -> Iterator[Fault]:
    known = {order.id for order in patient.orders}
    for j, past in enumerate(patient.history):
        if past.order is not None and past.order not in known:
            yield Fault(
                "VP1118",
                pointer("patients", i, "history", j, "order"),
                shown(past.order),
                f"patient {shown(patient.id)} has no order {shown(past.order)}",
                f"{nearest(past.order, known)}Name one of the patient's, or null if it is over.",
            )


def _pattern_orders(i: int, patient: Patient, draft: Draft) -> Iterator[Fault]:
    own = {order.id for order in patient.orders}
    for k, pattern in enumerate(patient.day_patterns):
        for name in pattern:
            where = pointer("patients", i, "day_patterns", k, name)
            if name in own:
                continue
            if name in draft.orders_by_id or name in (draft.lost_orders or ()):
                yield _of_another(where, name, patient)
            elif draft.lost_orders is not None:
                yield Fault(
                    "VP1121",
                    where,
                    shown(name),
                    f"no order of this request has the id {shown(name)}",
                    f"{nearest(name, own)}Name an order of this patient, or delete the entry.",
                )


def _of_another(where: str, name: str, patient: Patient) -> Fault:
    return Fault(
        "VP1122",
        where,
        shown(name),
        f"the order {shown(name)} is not one of patient {shown(patient.id)}",
        "A pattern binds one patient's visits: name an order of this patient.",
    )


def _fixed_orders(draft: Draft) -> Iterator[Fault]:
    if draft.lost_orders is None:
        return
    similar: Callable[[str], str] = partial(nearest, known=draft.orders_by_id)
    for i, fixed in draft.fixed:
        order_id, _, number = fixed.visit.rpartition("#")
        where = pointer("fixed", i, "visit")
        found = draft.orders_by_id.get(order_id)
        if found is None and order_id not in draft.lost_orders:
            yield Fault(
                "VP1115",
                where,
                shown(fixed.visit),
                f"no order of this request has the id {shown(order_id)}",
                f"{similar(order_id)}Name a visit as ORDER#n, or delete the entry.",
            )
        elif found is not None and _larger(number, found[1].visits):
            yield Fault(
                "VP1116",
                where,
                shown(fixed.visit),
                f"the order {shown(order_id)} has {found[1].visits} visit(s), so no such number",
                "Use a number up to `visits` of the order, or raise `visits`.",
            )


def _larger(number: str, most: int) -> bool:
    return len(number) > 4 or int(number) > most
