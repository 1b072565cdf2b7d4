"""R2: breaks are taken where they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_route, of_stop
from visitplan.audit.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.plan import Violation
    from visitplan.domain.staff import BreakRule

RULES = {
    "break_missing": "A route that spans all of a break's earliest to latest start has the break.",
    "break_time": "A break starts between its earliest and latest start and lasts at least "
    "its minutes.",
    "break_unexpected": "A route has no break stop beyond those due.",
}


def check(case: Case) -> Iterator[Violation]:
    """Yield routes without a due break, with a mistimed one, or with one too many."""
    for tour in case.tours:
        if tour.member is not None:
            yield from _breaks(case, tour, due_breaks(case, tour))


def due_breaks(case: Case, tour: Tour) -> list[BreakRule]:
    """Give the breaks whose whole stretch of starts a route spans."""
    rules = tour.member.person.breaks if tour.member is not None else ()
    if tour.route.date not in case.request.horizon.dates:
        return []
    return [
        rule
        for rule in rules
        if tour.leave <= case.clock.on(tour.route.date, rule.earliest)
        and tour.back >= case.clock.on(tour.route.date, rule.latest)
    ]


def _breaks(case: Case, tour: Tour, due: list[BreakRule]) -> Iterator[Violation]:
    taken = [halt for halt in tour.halts if halt.stop.kind == "break"]
    fits = [[_serves(case, tour, halt, rule) for rule in due] for halt in taken]
    matched = match(fits, len(due))
    open_rules = [rule for column, rule in enumerate(due) if column not in matched]
    spare = [halt for row, halt in enumerate(taken) if row not in matched.values()]
    for rule, halt in zip(open_rules, spare, strict=False):
        length_s = halt.end - halt.start
        message = f"lasts {length_s} s; due are {_describe(rule)}"
        yield of_stop("break_time", tour, halt, message, seconds=length_s)
    for rule in open_rules[len(spare) :]:
        message = f"no break; due are {_describe(rule)}"
        yield of_route("break_missing", tour, message, minutes=rule.minutes)
    for halt in spare[len(open_rules) :]:
        yield of_stop("break_unexpected", tour, halt, f"{len(due)} are due", due=len(due))


def _serves(case: Case, tour: Tour, halt: Halt, rule: BreakRule) -> bool:
    earliest = case.clock.on(tour.route.date, rule.earliest)
    latest = case.clock.on(tour.route.date, rule.latest)
    return earliest <= halt.start <= latest and halt.end - halt.start >= 60 * rule.minutes


def _describe(rule: BreakRule) -> str:
    return f"{rule.minutes} min, started from {rule.earliest:%H:%M} to {rule.latest:%H:%M}"
