"""R1: credentials satisfy the visit, valid on its date, in the patient's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit
from visitplan.audit.matching import match
from visitplan.domain.qualifications import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from visitplan.audit.case import Case, Served
    from visitplan.domain.plan import Violation
    from visitplan.domain.staff import CaseManager

RULES = {
    "credential": "The people at a visit can be matched one to one to its staff entries, each "
    "with a credential that counts in the patient's state on that date."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits whose staff entries are not covered by the people who come."""
    for served in case.served.values():
        people = [case.roster[name].person for name in sorted(served.people & case.roster.keys())]
        unmet = _unmet(served, people)
        if unmet:
            codes = " and ".join("/".join(any_of) for any_of in unmet)
            come = ", ".join(person.id for person in people)
            state = served.ordered.patient.state
            message = f"nobody of {come} covers {codes} in {state}"
            yield of_visit("credential", served, message, needed=codes, state=state)


def _unmet(served: Served, people: list[CaseManager]) -> list[tuple[str, ...]]:
    """Give the staff entries left open that the people who come should have covered."""
    entries = [need.any_of for need in served.ordered.order.staff]
    spare = [None] * (served.ordered.people_needed - len(entries))
    needs: list[tuple[str, ...] | None] = [*entries, *spare]
    state = served.ordered.patient.state
    titles = [titles_on(person, state, served.day) for person in people]
    serves = [
        [any_of is None or not held.isdisjoint(any_of) for any_of in needs] for held in titles
    ]
    matched = match(serves, len(needs))
    if len(matched) >= min(len(people), len(needs)):
        return []
    return [any_of for j, any_of in enumerate(needs) if any_of and j not in matched]


def titles_on(person: CaseManager, state: str, day: date) -> frozenset[str]:
    """Give every title a person counts as in a state on a day."""
    held: frozenset[str] = frozenset()
    for credential in person.credentials:
        begun = credential.valid_from is None or credential.valid_from <= day
        lasts = credential.valid_until is None or day <= credential.valid_until
        if credential.state == state and begun and lasts:
            held |= counts_as(credential.code, state)
    return held
