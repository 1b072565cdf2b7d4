"""Terms by who comes: continuity and shared language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served
    from visitplan.domain.patients import Patient


def continuity(case: Case) -> int:
    """Price visits without the primary, without the care team, and a patient's extra people."""
    by_patient: dict[str, list[Served]] = {}
    for served in case.served.values():
        by_patient.setdefault(served.ordered.patient.id, []).append(served)
    extra = case.request.policy.weights.continuity_extra_person
    return sum(_strangers(case, served) for served in case.served.values()) + extra * sum(
        _extra_people(patient, by_patient.get(patient.id, [])) for patient in case.request.patients
    )


def _strangers(case: Case, served: Served) -> int:
    weights = case.request.policy.weights
    patient, cost = served.ordered.patient, 0
    if patient.primary is not None and patient.primary not in served.people:
        cost += weights.continuity_not_primary
    team = {*patient.care_team, *([patient.primary] if patient.primary is not None else [])}
    if team and served.people.isdisjoint(team):
        cost += weights.continuity_outside_team
    return cost


def _extra_people(patient: Patient, visits: list[Served]) -> int:
    people = {person for visit in visits for person in visit.people}
    for past in patient.history:
        if past.status == "completed":
            people.update(past.case_managers)
    needed = max((visit.ordered.people_needed for visit in visits), default=1)
    return max(0, len(people) - needed)


def language(case: Case) -> int:
    """Price visits at which nobody speaks a language of the patient."""
    silent = 0
    for served in case.served.values():
        wanted = set(served.ordered.patient.languages)
        spoken = {
            language
            for person in served.people
            if person in case.roster
            for language in case.roster[person].person.languages
        }
        silent += bool(wanted) and wanted.isdisjoint(spoken)
    return case.request.policy.weights.language * silent
