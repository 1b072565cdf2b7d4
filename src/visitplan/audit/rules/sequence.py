"""R4: services in sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case, Served
    from visitplan.domain.patients import After
    from visitplan.domain.plan import Violation

RULES = {
    "sequence": "A visit with `after` starts min_minutes to max_minutes after the start of the "
    "visit of the same number that it follows, by another person; both are served or neither, "
    "but one that `all` fixes may stay alone once `now` is set."
}


def check(case: Case) -> Iterator[Violation]:
    """Yield visits in sequence that come alone, at a wrong distance or by the same person."""
    for order, ordered in case.orders.items():
        after = ordered.order.after
        if after is None:
            continue
        for n in ordered.order.numbers:
            first = case.served.get(f"{after.order}#{n}")
            second = case.served.get(f"{order}#{n}")
            if first and second:
                yield from _together(first, second, after)
            elif first and not case.stands(first):
                yield _alone(first, f"{order}#{n}")
            elif second and not case.stands(second):
                yield _alone(second, f"{after.order}#{n}")


def _alone(served: Served, missing: str) -> Violation:
    return of_visit("sequence", served, f"served without {missing}", missing=missing)


def _together(first: Served, second: Served, after: After) -> Iterator[Violation]:
    seconds = second.start - first.start
    if not 60 * after.min_minutes <= seconds <= 60 * after.max_minutes:
        message = (
            f"starts {seconds} s after {first.occurrence.id}, {60 * after.min_minutes} to "
            f"{60 * after.max_minutes} s are due"
        )
        yield of_visit("sequence", second, message, seconds=seconds, first=first.occurrence.id)
    for person in sorted(first.people & second.people):
        message = f"{person} makes it and {first.occurrence.id}, which it follows"
        yield of_visit("sequence", second, message, case_manager=person)
