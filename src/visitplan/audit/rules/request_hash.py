"""A plan answers the request it is checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case

RULES = {"request_hash": "The plan carries the hash of this very request."}


def check(case: Case) -> Iterator[Violation]:
    """Yield a violation where the plan was made for another request."""
    stated, due = case.plan.request_sha256, case.request.sha256()
    if stated != due:
        message = f"the plan answers request {stated[:12]}, this one is {due[:12]}"
        numbers: dict[str, int | str] = {"stated": stated, "recomputed": due}
        yield Violation(rule="request_hash", message=message, numbers=numbers)
