"""R3: stretches in which the patient is not at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Violation

RULES = {"unavailable": "No visit overlaps a stretch in which the patient is unavailable."}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits while the patient is away."""
    for served in case.served.values():
        for start, end in served.stays:
            gone = served.ordered.blocked((start, end))
            if gone is not None:
                message = (
                    f"{wall(case, start)} to {wall(case, end)}, while the patient is unavailable "
                    f"from {wall(case, gone[0])} to {wall(case, gone[1])}"
                )
                yield of_visit("unavailable", served, message)
