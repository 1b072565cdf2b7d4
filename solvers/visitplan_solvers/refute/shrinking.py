"""From a proof to the smallest one: members are left out as long as it still holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.refute.proving import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.effort import Effort
    from visitplan_solvers.refute.limits import Limit
    from visitplan_solvers.refute.week import Week

PART = 0.4
"""Part of the time left that may go into each of the two steps."""
MOST_STEPS = 80
"""Limits are left out one by one where there are at most so many, else kind by kind."""


@dataclass(frozen=True, slots=True)
class Core:
    """Demands that cannot be met together under limits; nothing else is needed for the proof."""

    demands: tuple[Demand, ...]
    limits: tuple[Limit, ...]
    dropped: frozenset[Limit]
    """Limits that the proof does without."""
    timed: bool
    smallest: bool


def shrunk(week: Week, core: Sequence[Demand], effort: Effort, *, timed: bool) -> Core:
    """Leave out demands, then limits, as long as what is left cannot be met."""
    demands, sure = _fewest(week, core, effort.part(PART), timed=timed)
    if timed:
        # Sums of minutes are easier to follow than an order of visits, where they suffice.
        timed = ask(week, demands, effort, timed=False).kind != "impossible"
    limits, dropped, all_sure = _fewest_limits(week, demands, effort.part(PART), timed=timed)
    return Core(tuple(demands), tuple(limits), frozenset(dropped), timed, sure and all_sure)


def _fewest(
    week: Week, core: Sequence[Demand], effort: Effort, *, timed: bool
) -> tuple[list[Demand], bool]:
    """Leave out halves, quarters and so on down to single demands."""
    # Demands with many choices are left out first: what remains is easier to tell.
    left = sorted(core, key=lambda d: (-len(week.cells(d.order)), d.order))
    size, sure = len(left), True
    while size > 1 or (size == 1 and len(left) > 1):
        size = max(1, size // 2)
        at = 0
        while at < len(left) and len(left) > 1:
            fewer = left[:at] + left[at + size :]
            kind = ask(week, fewer, effort, timed=timed, units=effort.for_less).kind
            if kind == "impossible":
                left = fewer
                continue
            sure &= size > 1 or kind == "possible"
            at += size
        if size == 1:
            break
    return sorted(left, key=lambda d: (d.order, d.part or -1)), sure


def _fewest_limits(
    week: Week, demands: list[Demand], effort: Effort, *, timed: bool
) -> tuple[list[Limit], set[Limit], bool]:
    first = ask(week, demands, effort, timed=timed)
    dropped: set[Limit] = set()
    sure = first.kind == "impossible"

    def without(limits: list[Limit]) -> bool:
        nonlocal sure
        answer = ask(
            week,
            demands,
            effort,
            timed=timed,
            dropped=dropped | set(limits),
            units=effort.for_less,
        )
        sure &= answer.kind != "unknown"
        return answer.kind == "impossible"

    by_kind: dict[str, list[Limit]] = defaultdict(list)
    for limit in first.limits:
        by_kind[limit.kind].append(limit)
    for _, group in sorted(by_kind.items(), key=lambda entry: entry[0] == "working_time"):
        if without(group):
            dropped |= set(group)
    left = [limit for limit in first.limits if limit not in dropped]
    if len(left) > MOST_STEPS:
        return left, dropped, False
    for limit in left:
        if without([limit]):
            dropped.add(limit)
    return [limit for limit in left if limit not in dropped], dropped, sure
