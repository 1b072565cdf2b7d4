"""Every visit of the request appears in the plan exactly once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop, of_visit
from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case

RULES = {
    "visit_known": "Routes and the unassigned list name only visits that the request orders.",
    "visit_once": "A visit is served at most once by a person, or unassigned once, never both.",
    "visit_missing": "Every visit of every order is either served or unassigned.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield unknown, repeated and forgotten visits."""
    yield from _unknown(case)
    yield from _repeated(case)
    left_out = {entry.visit for entry in case.plan.unassigned}
    for visit in case.occurrences:
        if visit not in case.served and visit not in left_out:
            message = f"visit {visit} is neither served nor unassigned"
            yield Violation(rule="visit_missing", message=message, visit=visit)


def _unknown(case: Case) -> Iterator[Violation]:
    for tour in case.tours:
        for halt in tour.halts:
            if halt.stop.kind == "visit" and halt.stop.visit and halt.occurrence is None:
                yield of_stop("visit_known", tour, halt, "the request orders no such visit")
    for entry in case.plan.unassigned:
        if entry.visit not in case.occurrences:
            message = f"unassigned visit {entry.visit}: the request orders no such visit"
            yield Violation(rule="visit_known", message=message, visit=entry.visit)


def _repeated(case: Case) -> Iterator[Violation]:
    left_out = Counter(entry.visit for entry in case.plan.unassigned)
    for visit, times in left_out.items():
        if times > 1:
            message = f"visit {visit} is unassigned {times} times"
            yield Violation(
                rule="visit_once", message=message, visit=visit, numbers={"times": times}
            )
    for served in case.served.values():
        if served.occurrence.id in left_out:
            yield of_visit("visit_once", served, "served and unassigned at once")
        came = Counter(tour.route.case_manager for tour, _ in served.attendances)
        for person, times in came.items():
            if times > 1:
                message = f"{person} makes it {times} times"
                yield of_visit("visit_once", served, message, case_manager=person, times=times)
