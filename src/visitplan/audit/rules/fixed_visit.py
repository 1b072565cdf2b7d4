"""R9: visits already promised stay as their lock says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.domain.plan import Violation
    from visitplan.domain.request import FixedVisit

RULES = {
    "fixed_visit": "A served fixed visit keeps what its lock names: the people (all, staff), "
    "the start (all), the date (day)."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield fixed visits that moved or changed hands."""
    for served in case.served.values():
        promise = served.occurrence.fixed
        if promise is None:
            continue
        if promise.lock in {"all", "staff"}:
            yield from _people(served, promise)
        if promise.lock == "all":
            yield from _start(case, served, promise)
        if promise.lock == "day" and served.day != promise.start.date():
            day = str(promise.start.date())
            yield of_visit("fixed_visit", served, f"fixed on {day}", day=day)


def _people(served: Served, promise: FixedVisit) -> Iterator[Violation]:
    if served.people != frozenset(promise.case_managers):
        promised = ", ".join(sorted(promise.case_managers))
        come = ", ".join(sorted(served.people))
        message = f"fixed for {promised}, {come} come"
        yield of_visit("fixed_visit", served, message, promised=promised)


def _start(case: Case, served: Served, promise: FixedVisit) -> Iterator[Violation]:
    due = case.clock.instant(promise.start)
    if any(start != due for start, _ in served.stays):
        message = f"starts {wall(case, served.start)}, fixed at {wall(case, due)}"
        yield of_visit("fixed_visit", served, message, start=wall(case, due))
