"""What a policy asks for by programme: faces, paperwork, clocks after discharge."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from visitplan.domain.patients import Order, PastVisit, Patient
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.weights import Weights

BY_PROGRAM = (
    "continuity_not_primary",
    "continuity_outside_team",
    "continuity_extra_person",
    "continuity_few_people",
)
"""Weights that a programme may replace."""


class Programs:
    """Answers what holds for a patient."""

    def __init__(self, request: PlanRequest) -> None:
        self._request = request
        self._policy = request.policy

    def weights(self, patient: Patient) -> Weights:
        """Give the weights with those of the patient's programme in their place."""
        rules = self._policy.rules_of(patient.program)
        own = {name: getattr(rules, name) for name in BY_PROGRAM}
        given = {name: value for name, value in own.items() if value is not None}
        return self._policy.weights.model_copy(update=given) if given else self._policy.weights

    def paperwork_minutes(self, patient: Patient) -> int:
        """Give the minutes of paperwork after each visit of the patient."""
        return self._policy.paperwork_minutes(patient.program)

    def people(self, patient: Patient) -> tuple[int, int, int, int, int]:
        """Give `P_LEAST` to `P_PAST`: people wanted and free, prices, visits that count before."""
        rules, weights = self._policy.rules_of(patient.program), self.weights(patient)
        past = sum(
            counts(self._request, patient, entry) and bool(entry.case_managers)
            for entry in patient.history
        )
        return (
            rules.least_people,
            1 if rules.most_people is None else rules.most_people,
            weights.continuity_extra_person,
            weights.continuity_few_people,
            past,
        )


def counts(request: PlanRequest, patient: Patient, past: PastVisit) -> bool:
    """Tell whether a visit before the horizon counts for the people whom the patient sees."""
    days = request.policy.rules_of(patient.program).people_days
    since = None if days is None else request.horizon.dates[-1] - timedelta(days=days)
    return past.status == "completed" and (since is None or past.start.date() > since)


def in_treatment(patient: Patient, day: date) -> bool:
    """Tell whether the patient was readmitted by a day, and not discharged since."""
    since = patient.in_treatment_from
    return since is not None and day >= since


def weighted_minutes(order: Order) -> int:
    """Give the minutes of one visit that count for fair shares."""
    return order.minutes * order.acuity_percent // 100


def bumped(patient: Patient, order: Order) -> int:
    """Count the visits of an order that were bumped since its last completed one."""
    mine = [past for past in patient.history if past.order == order.id]
    last = max((p.start.date() for p in mine if p.status == "completed"), default=None)
    return sum(p.status == "bumped" and (last is None or p.start.date() > last) for p in mine)


def clock_rows(request: PlanRequest) -> tuple[list[list[int]], list[int]]:
    """Give the rows of `clock`, and the first of each patient's, with one more for the end."""
    rows: list[list[int]] = []
    pointers = [0]
    for patient in request.patients:
        rows += _clocks(request, patient)
        pointers.append(len(rows))
    return rows, pointers


def _clocks(request: PlanRequest, patient: Patient) -> list[list[int]]:
    rules, day = request.policy.discharge_clock, patient.discharged_on
    if rules is None or day is None:
        return []
    if rules.programs is not None and patient.program not in rules.programs:
        return []
    first, last = request.horizon.dates[0], request.horizon.dates[-1]
    if patient.in_treatment_from is not None or day > last:
        return []
    weights = request.policy.weights
    found = []
    for days, wanted, price in (
        (rules.first_by_days, 1, weights.discharge_first),
        (rules.second_by_days, 2, weights.discharge_second),
    ):
        opens, due = day + timedelta(days=1), day + timedelta(days=days)
        if not first <= due <= last:
            continue
        done = sum(
            past.status == "completed" and opens <= past.start.date() <= due
            for past in patient.history
        )
        if done < wanted:
            span = (max(0, (opens - first).days), (due - first).days)
            found.append([*span, wanted - done, price])
    return found
