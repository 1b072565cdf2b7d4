"""Errors of the solvers."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class AppointmentUnreachableError(VisitplanError):
    """Fixed points of a shift that nobody could attend one after the other by road."""

    code = "VP4001"

    def __init__(self, person: str, day: str, appointments: str) -> None:
        super().__init__(
            f"case manager {person!r} cannot attend {appointments} on {day} within the shift: the "
            "drives there, between them and back do not fit. Lengthen the shift, move an "
            "appointment, or drop its location."
        )


class UnknownSolverError(VisitplanError):
    """A solver that no installed package offers."""

    code = "VP4002"

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            f"no solver is called {name!r}. Choose one of: {known}; or install the package that "
            "offers it under the entry point group 'visitplan.solvers'."
        )
