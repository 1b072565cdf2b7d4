"""Stretches of time that end before they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.staff import CaseManager


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each window, shift or other stretch that closes before it opens."""
    for i, person in draft.case_managers:
        yield from _of_person(pointer("case_managers", i), person)
    for i, patient in draft.patients:
        yield from _of_patient(pointer("patients", i), patient)
    for where, _, order in draft.orders():
        yield from _of_order(where, order)


def _of_person(where: str, person: CaseManager) -> Iterator[Fault]:
    for j, shift in enumerate(person.shifts):
        if shift.end <= shift.start:
            yield _turned("VP1206", f"{where}/shifts/{j}", "shift", shift.start, shift.end)
    for j, absence in enumerate(person.absences):
        if absence.end <= absence.start:
            at = f"{where}/absences/{j}"
            yield _turned("VP1204", at, "absence", absence.start, absence.end)
    for j, appointment in enumerate(person.appointments):
        if appointment.end <= appointment.start:
            at = f"{where}/appointments/{j}"
            yield _turned("VP1207", at, "appointment", appointment.start, appointment.end)
    for j, rule in enumerate(person.breaks):
        if rule.latest < rule.earliest:
            at = f"{where}/breaks/{j}"
            yield _turned("VP1203", at, "break", rule.earliest, rule.latest, last="latest")
    for j, held in enumerate(person.credentials):
        if held.valid_from and held.valid_until and held.valid_until < held.valid_from:
            at, what = f"{where}/credentials/{j}", f"validity of {held.code}"
            yield _turned("VP1208", at, what, held.valid_from, held.valid_until, last="valid_until")


def _of_patient(where: str, patient: Patient) -> Iterator[Fault]:
    for j, stretch in enumerate(patient.unavailable):
        if stretch.end <= stretch.start:
            at = f"{where}/unavailable/{j}"
            yield _turned("VP1205", at, "unavailable stretch", stretch.start, stretch.end)


def _of_order(where: str, order: Order) -> Iterator[Fault]:
    for j, window in enumerate(order.windows):
        if window.end <= window.start:
            yield _turned("VP1201", f"{where}/windows/{j}", "window", window.start, window.end)
    for j, window in enumerate(order.preferred_windows):
        if window.end <= window.start:
            at = f"{where}/preferred_windows/{j}"
            yield _turned("VP1202", at, "preferred window", window.start, window.end)
    first, last = order.earliest_day, order.latest_day
    if first and last and last < first:
        yield _turned("VP1209", where, "order", first, last, last="latest_day")


def _turned(
    code: str, where: str, what: str, opens: object, closes: object, *, last: str = "end"
) -> Fault:
    return Fault(
        code,
        f"{where}/{last}",
        shown(closes),
        f"the {what} closes at {shown(closes)}, not after it opens at {shown(opens)}",
        "Swap the two if they were exchanged; else correct one, or delete the entry.",
    )
