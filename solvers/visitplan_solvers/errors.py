"""Errors of the solvers."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class AppointmentUnreachableError(VisitplanError):
    """Fixed points of a shift that nobody could attend one after the other by road."""

    code = "VP4001"

    def __init__(self, person: str, day: str, appointments: str) -> None:
        super().__init__(
            f"case manager {person!r} cannot attend {appointments} on {day} within the shift and "
            "the limits of driving: the drives there, between them and back do not fit. Lengthen "
            "the shift, raise a limit, move an appointment, or drop its location."
        )
