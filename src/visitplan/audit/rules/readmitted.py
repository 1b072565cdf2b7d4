"""R7: a patient who is back in treatment is not at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "readmitted": "No visit starts on or after the day on which its patient was readmitted, "
    "unless discharged later."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits to patients who are in treatment again."""
    for served in case.served.values():
        since = served.ordered.patient.in_treatment_from
        for start, _ in served.stays if since is not None else ():
            if since is not None and case.clock.day(start) >= since:
                message = f"the patient is in treatment since {since}"
                yield of_visit("readmitted", served, message, since=str(since))
