"""Why nobody serves: the people who come nearest, each with what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.qualifications import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Patient
    from visitplan.domain.staff import CaseManager, Credential

MOST_NAMED = 4


def near_misses(
    draft: Draft, patient: Patient, any_of: Sequence[str] | None, days: Sequence[date]
) -> str:
    """Say in one clause a person what keeps those who hold a title from coming."""
    named: list[str] = []
    for _, person in draft.case_managers:
        reason = _reason(person, patient, any_of, days)
        if reason:
            named.append(f"{person.id} {reason}")
        if len(named) > MOST_NAMED:
            return "; ".join(named[:MOST_NAMED]) + "; and others"
    return "; ".join(named) or f"nobody ever held one in {patient.state}"


def _reason(
    person: CaseManager, patient: Patient, any_of: Sequence[str] | None, days: Sequence[date]
) -> str:
    held = [one for one in person.credentials if any_of is None or _serves(one, any_of)]
    if any_of is not None and not held:
        return ""
    there = [one for one in held if one.state == patient.state]
    if any_of is not None and not there:
        return f"holds {held[0].code} for {held[0].state} only"
    if any_of is not None and not any(_valid(one, day) for one in there for day in days):
        return _validity(there[0], days)
    return next(_personal(person, patient, days), "has no shift on an allowed day")


def _serves(held: Credential, any_of: Sequence[str]) -> bool:
    return not counts_as(held.code, held.state).isdisjoint(any_of)


def _valid(held: Credential, day: date) -> bool:
    begun = held.valid_from is None or held.valid_from <= day
    return begun and (held.valid_until is None or day <= held.valid_until)


def _validity(held: Credential, days: Sequence[date]) -> str:
    if held.valid_until is not None and held.valid_until < days[0]:
        return f"holds {held.code}, expired on {held.valid_until}"
    if held.valid_from is not None and held.valid_from > days[-1]:
        return f"holds {held.code}, not yet valid before {held.valid_from}"
    return f"holds {held.code}, valid {held.valid_from} to {held.valid_until} only"


def _personal(person: CaseManager, patient: Patient, days: Sequence[date]) -> Iterator[str]:
    if person.id in patient.excluded:
        yield "is excluded for this patient"
    if patient.staff_gender not in {None, person.gender}:
        yield f"is not of the gender asked for, {patient.staff_gender}"
    licence = person.drivers_license
    if licence is None:
        yield "has no driver's licence"
    elif licence.valid_until < days[0]:
        yield f"has a driver's licence that expired on {licence.valid_until}"
    if person.orientation_until is not None and person.orientation_until >= days[-1]:
        yield f"is in orientation until {person.orientation_until}"
