"""R4: the gender that a patient asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"staff_gender": "Everybody who comes is of the gender that the patient asks for."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits by a person of another gender, or of none stated."""
    for served in case.served.values():
        asked = served.ordered.patient.staff_gender
        for tour, halt in served.attendances:
            if asked is not None and tour.member and tour.member.person.gender != asked:
                gender = tour.member.person.gender or "not stated"
                message = f"the patient asks for {asked}, the case manager's gender is {gender}"
                yield of_stop("staff_gender", tour, halt, message, asked=asked, gender=gender)
