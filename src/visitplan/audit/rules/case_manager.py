"""Routes belong to people of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"case_manager": "A route belongs to a case manager of the request."}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes of unknown people."""
    for tour in case.tours:
        if tour.member is None:
            yield of_route("case_manager", tour, "the request knows no such case manager")
