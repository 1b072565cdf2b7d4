"""Who may make a visit, and what each person is to the patient."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from visitplan.domain.qualifications import counts_as
from visitplan_solvers.compiled.shifts import in_orientation, may_drive
from visitplan_solvers.compiled.tables import IS_PRIMARY, IS_TEAM, SPEAKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.weights import Weights


def people_needed(order: Order) -> int:
    """Give the number of people a visit needs."""
    return max(len(order.staff), 2 if order.safety == "pair" else 1)


class Qualified:
    """Answers who holds which licence on which day of the horizon."""

    def __init__(self, request: PlanRequest) -> None:
        self._people = request.case_managers
        self._dates = request.horizon.dates
        self.working = np.array(
            [
                [may_drive(p, day) and not in_orientation(p, day) for day in self._dates]
                for p in self._people
            ]
        )
        self.holding = cache(self._holding)

    def _holding(self, any_of: tuple[str, ...], state: str) -> NDArray[np.bool_]:
        """Give, by person and day, whether a licence that serves is valid."""
        wanted = set(any_of)
        table = np.zeros((len(self._people), len(self._dates)), bool)
        for c, person in enumerate(self._people):
            for held in person.credentials:
                if held.state != state or not wanted & counts_as(held.code, state):
                    continue
                for d, day in enumerate(self._dates):
                    table[c, d] |= (held.valid_from is None or held.valid_from <= day) and (
                        held.valid_until is None or day <= held.valid_until
                    )
        return table

    def roles(self, patient: Patient, order: Order) -> NDArray[np.uint8]:
        """Give, by person and day, a bit for each staff entry that the person serves."""
        bits = np.zeros((len(self._people), len(self._dates)), np.uint8)
        for k in range(people_needed(order)):
            if k < len(order.staff):
                able = self.holding(order.staff[k].any_of, patient.state)
            else:
                able = np.ones_like(self.working)
            bits |= (able.astype(np.uint8) << k).astype(np.uint8)
        bits[~self.working] = 0
        for c, person in enumerate(self._people):
            unwanted = patient.staff_gender is not None and person.gender != patient.staff_gender
            if unwanted or person.id in patient.excluded:
                bits[c] = 0
        return bits


def affinity(request: PlanRequest, patient: Patient) -> NDArray[np.uint8]:
    """Give each person's bits: primary, care team, shared language."""
    spoken = set(patient.languages)
    return np.array(
        [
            (IS_PRIMARY if person.id == patient.primary else 0)
            | (IS_TEAM if person.id == patient.primary or person.id in patient.care_team else 0)
            | (SPEAKS if spoken & set(person.languages) else 0)
            for person in request.case_managers
        ],
        np.uint8,
    )


def affinity_cost(patient: Patient, weights: Weights) -> list[int]:
    """Give the cost of a visit by the bits of all who come."""
    has_team = patient.primary is not None or bool(patient.care_team)
    costs = []
    for bits in range(8):
        cost = 0
        if patient.primary is not None and not bits & IS_PRIMARY:
            cost += weights.continuity_not_primary
        if has_team and not bits & IS_TEAM:
            cost += weights.continuity_outside_team
        if patient.languages and not bits & SPEAKS:
            cost += weights.language
        costs.append(cost)
    return costs
