"""A request with all that bends look up in it, and the prices of promises."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from visitplan.planning.errors import UnknownVisitError

if TYPE_CHECKING:
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import CaseManager
    from visitplan.planning.repairs.pointers import Path

A_DAY_S = 3600
"""Price of a day by which an order's days or gaps are bent, in seconds of paid time."""
A_TITLE_S = 7200
"""Price of accepting another title."""
A_UNIT_MINUTES = 60
"""Minutes that one more visit, unit or person counts as, the same as for blockers."""


@dataclass(frozen=True)
class Asked:
    """A visit with its order and patient, and where they stand in the request."""

    visit: str
    patient: Patient
    order: Order
    patient_path: Path
    order_path: Path


@dataclass(frozen=True)
class Case:
    """A request under repair; prices are seconds of paid time as in the objective."""

    request: PlanRequest

    @cached_property
    def _orders(self) -> dict[str, tuple[int, int]]:
        return {
            order.id: (p, o)
            for p, patient in enumerate(self.request.patients)
            for o, order in enumerate(patient.orders)
        }

    @cached_property
    def _people(self) -> dict[str, int]:
        return {person.id: c for c, person in enumerate(self.request.case_managers)}

    def asked(self, visit: str) -> Asked:
        """Look a visit up.

        Raises:
            UnknownVisitError: VP4106.
        """
        order_id, _, number = visit.rpartition("#")
        if order_id not in self._orders:
            raise UnknownVisitError(visit, "the request has no such order")
        p, o = self._orders[order_id]
        patient = self.request.patients[p]
        order = patient.orders[o]
        if not (number.isascii() and number.isdecimal()) or number.startswith("0"):
            raise UnknownVisitError(visit, "its number is no whole number from 1")
        # As text: a number may have more digits than can be read as one.
        if number not in {str(n) for n in range(1, order.visits + 1)}:
            raise UnknownVisitError(visit, f"{order_id!r} has {order.visits} visit(s)")
        if int(number) in order.cancelled:
            raise UnknownVisitError(visit, "it was cancelled")
        path: Path = ("patients", p)
        return Asked(visit, patient, order, path, (*path, "orders", o))

    def person(self, name: str) -> tuple[CaseManager, Path]:
        """Look a case manager up, with the place in the request."""
        c = self._people[name]
        return self.request.case_managers[c], ("case_managers", c)

    @property
    def call_s(self) -> int:
        """Price of asking one person: a phone call, as for a visit that is moved."""
        return self.request.policy.weights.stability_time

    def staff_s(self, minutes: int) -> int:
        """Price of bending a person's limit by minutes."""
        return self.call_s + self.request.policy.weights.overtime * 60 * minutes

    def patient_s(self, minutes: int) -> int:
        """Price of bending a patient's hours by minutes."""
        return self.call_s + self.request.policy.weights.late_window * 60 * minutes

    def days_s(self, days: int) -> int:
        """Price of bending an order's days or gaps by days."""
        return self.request.policy.weights.stability_day + A_DAY_S * days
