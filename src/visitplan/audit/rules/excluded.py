"""R4: people who never come to a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"excluded": "Nobody whom a patient excludes comes to that patient."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits by an excluded case manager."""
    for served in case.served.values():
        patient = served.ordered.patient
        for tour, halt in served.attendances:
            if tour.route.case_manager in patient.excluded:
                message = f"patient {patient.id} excludes {tour.route.case_manager}"
                yield of_stop("excluded", tour, halt, message, patient=patient.id)
