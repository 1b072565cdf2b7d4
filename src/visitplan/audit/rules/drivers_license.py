"""R2: nobody drives without a valid driver's licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"drivers_license": "A route's case manager holds a driver's licence valid on its date."}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes without a valid driver's licence."""
    for tour in case.tours:
        if tour.member is None or tour.member.may_drive(tour.route.date):
            continue
        licence = tour.member.person.drivers_license
        until = str(licence.valid_until) if licence else "never"
        message = f"no valid driver's licence (valid until: {until})"
        yield of_route("drivers_license", tour, message, valid_until=until)
