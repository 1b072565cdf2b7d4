"""R4: the most different people whom a patient sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "max_case_managers": "At most max_case_managers different people make a patient's visits of "
    "the horizon; history does not count."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield the last visit of each patient who sees too many people."""
    for patient in case.request.patients:
        most = patient.max_case_managers
        visits = [visit for order in patient.orders for visit in case.of_order(order.id)]
        people = sorted({person for visit in visits for person in visit.people})
        if most is not None and len(people) > most:
            last = max(visits, key=lambda visit: visit.start)
            message = (
                f"patient {patient.id} sees {len(people)} people in the horizon "
                f"({', '.join(people)}), at most {most} are allowed"
            )
            yield of_visit(
                "max_case_managers", last, message, people=len(people), max_case_managers=most
            )
