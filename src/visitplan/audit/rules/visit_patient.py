"""A visit is made to the patient whom it was ordered for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop
from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case

RULES = {"visit_patient": "A visit names the patient whose order it belongs to."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits that name another patient, or none."""
    for tour in case.tours:
        for halt in tour.halts:
            if halt.occurrence is None:
                continue
            right, named = halt.occurrence.ordered.patient.id, halt.stop.patient
            if named != right:
                message = f"names patient {named}, ordered for {right}"
                yield of_stop("visit_patient", tour, halt, message, patient=right)
    for entry in case.plan.unassigned:
        occurrence = case.occurrences.get(entry.visit)
        if occurrence is not None and entry.patient != occurrence.ordered.patient.id:
            right = occurrence.ordered.patient.id
            yield Violation(
                rule="visit_patient",
                message=f"unassigned visit {entry.visit} names patient {entry.patient}, "
                f"ordered for {right}",
                visit=entry.visit,
                numbers={"patient": right},
            )
