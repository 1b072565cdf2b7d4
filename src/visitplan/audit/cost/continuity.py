"""Terms by who comes: continuity and shared language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served
    from visitplan.domain.patients import PastVisit, Patient


def continuity(case: Case) -> int:
    """Price visits without primary or care team, and too many or too few people of a patient."""
    by_patient: dict[str, list[Served]] = {}
    for served in case.served.values():
        by_patient.setdefault(served.ordered.patient.id, []).append(served)
    return sum(_strangers(case, served) for served in case.served.values()) + sum(
        _people(case, patient, by_patient.get(patient.id, [])) for patient in case.request.patients
    )


def _strangers(case: Case, served: Served) -> int:
    patient, cost = served.ordered.patient, 0
    rules = case.request.policy.rules_of(patient.program)
    weights = case.request.policy.weights
    if patient.primary is not None and patient.primary not in served.people:
        cost += _either(rules.continuity_not_primary, weights.continuity_not_primary)
    team = {*patient.care_team, *([patient.primary] if patient.primary is not None else [])}
    if team and served.people.isdisjoint(team):
        cost += _either(rules.continuity_outside_team, weights.continuity_outside_team)
    return cost


def _people(case: Case, patient: Patient, visits: list[Served]) -> int:
    """Price a patient's people beyond the most that programme and visits allow, or too few."""
    rules = case.request.policy.rules_of(patient.program)
    weights = case.request.policy.weights
    past = _considered(case, patient)
    people = {person for visit in visits for person in visit.people}
    people.update(person for entry in past for person in entry.case_managers)
    needed = max((visit.ordered.people_needed for visit in visits), default=1)
    extra = max(0, len(people) - max(needed, rules.most_people or 1))
    chances = len(visits) + sum(bool(entry.case_managers) for entry in past)
    few = max(0, min(rules.least_people, chances) - len(people))
    return extra * _either(
        rules.continuity_extra_person, weights.continuity_extra_person
    ) + few * _either(rules.continuity_few_people, weights.continuity_few_people)


def _considered(case: Case, patient: Patient) -> list[PastVisit]:
    """Give the completed visits of history that the programme looks back to."""
    days = case.request.policy.rules_of(patient.program).people_days
    last = case.request.horizon.dates[-1]
    return [
        past
        for past in patient.history
        if past.status == "completed"
        and (days is None or past.start.date() > last - timedelta(days=days))
    ]


def _either(own: int | None, usual: int) -> int:
    return usual if own is None else own


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
