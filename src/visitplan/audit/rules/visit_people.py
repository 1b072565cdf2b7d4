"""As many people come to a visit as it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {
    "visit_people": "As many different people make a visit as its staff has entries, "
    "two at least for safety pair."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits with too few or too many people."""
    for served in case.served.values():
        come, needed = len(served.people), served.ordered.people_needed
        if come != needed:
            message = f"{come} people come, {needed} are needed"
            yield of_visit("visit_people", served, message, come=come, needed=needed)
