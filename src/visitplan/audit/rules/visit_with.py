"""A stop names the others at the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"visit_with": "A visit's stop names exactly the other people who come."}


def check(case: Case) -> Iterator[Violation]:
    """Yield stops whose `with` is not everybody else at the visit."""
    for served in case.served.values():
        for tour, halt in served.attendances:
            others = sorted(served.people - {tour.route.case_manager})
            if sorted(halt.stop.with_) != others:
                named = ", ".join(halt.stop.with_) or "nobody"
                message = f"names {named} as the others, {', '.join(others) or 'nobody'} come"
                yield of_stop("visit_with", tour, halt, message)
