"""Breaks and blocks of paperwork: which are due on a route, and which stops are none of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from visitplan.audit.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.audit.case import Case
    from visitplan.audit.timeline import Halt, Tour
    from visitplan.domain.staff import BreakRule


@dataclass(frozen=True, slots=True)
class Misfit:
    """A pause that is missing (no `halt`), mistimed or not due."""

    kind: Literal["missing", "time", "unexpected"]
    halt: Halt | None
    message: str
    numbers: dict[str, int]


def due_breaks(case: Case, tour: Tour) -> list[BreakRule]:
    """Give the breaks whose whole stretch of starts a route spans."""
    if tour.member is None:
        return []
    own = tour.member.breaks[tour.shift] if tour.shift is not None else tour.member.person.breaks
    return _due(case, tour, own)


def due_blocks(case: Case, tour: Tour) -> list[BreakRule]:
    """Give the policy's block of paperwork where a route spans its whole stretch of starts.

    In a plan under way one begun before now is due too, wherever the route ends by now; and
    one that nobody took in time is not due any more.
    """
    block, now = case.request.policy.paperwork_block, case.now
    if block is None or tour.member is None:
        return []
    if now is not None:
        if any(halt.start < now and _serves(case, tour, halt, block) for halt in blocks_of(tour)):
            return [block]
        if not blocks_of(tour) and case.clock.on(tour.route.date, block.latest) < now:
            return []
    return _due(case, tour, (block,))


def breaks_of(tour: Tour) -> list[Halt]:
    """Give the breaks that a route takes."""
    return [halt for halt in tour.halts if halt.stop.kind == "break"]


def blocks_of(tour: Tour) -> list[Halt]:
    """Give the blocks of paperwork that a route has; paperwork of a visit is none."""
    return [halt for halt in tour.halts if _is_block(halt)]


def is_pause(halt: Halt) -> bool:
    """Tell whether a stop is a break or a block of paperwork."""
    return halt.stop.kind == "break" or _is_block(halt)


def misfits(
    case: Case, tour: Tour, due: list[BreakRule], taken: list[Halt], what: str
) -> Iterator[Misfit]:
    """Yield what is left once stops and pauses due are matched one to one."""
    fits = [[_serves(case, tour, halt, rule) for rule in due] for halt in taken]
    matched = match(fits, len(due))
    open_rules = [rule for column, rule in enumerate(due) if column not in matched]
    spare = [halt for row, halt in enumerate(taken) if row not in matched.values()]
    for rule, halt in zip(open_rules, spare, strict=False):
        length_s = halt.end - halt.start
        message = f"lasts {length_s} s; due are {_describe(rule)}"
        yield Misfit("time", halt, message, {"seconds": length_s})
    for rule in open_rules[len(spare) :]:
        message = f"no {what}; due are {_describe(rule)}"
        yield Misfit("missing", None, message, {"minutes": rule.minutes})
    for halt in spare[len(open_rules) :]:
        yield Misfit("unexpected", halt, f"{len(due)} are due", {"due": len(due)})


def _is_block(halt: Halt) -> bool:
    return halt.stop.kind == "paperwork" and halt.stop.visit is None


def _due(case: Case, tour: Tour, rules: Sequence[BreakRule]) -> list[BreakRule]:
    if tour.route.date not in case.request.horizon.dates:
        return []
    return [
        rule
        for rule in rules
        if tour.leave <= case.clock.on(tour.route.date, rule.earliest)
        and tour.back >= case.clock.on(tour.route.date, rule.latest)
    ]


def _serves(case: Case, tour: Tour, halt: Halt, rule: BreakRule) -> bool:
    earliest = case.clock.on(tour.route.date, rule.earliest)
    latest = case.clock.on(tour.route.date, rule.latest)
    return earliest <= halt.start <= latest and halt.end - halt.start >= 60 * rule.minutes


def _describe(rule: BreakRule) -> str:
    return f"{rule.minutes} min, started from {rule.earliest:%H:%M} to {rule.latest:%H:%M}"
