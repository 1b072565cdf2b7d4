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
    demands, sure = _fewest(week, list(core), effort, timed=timed)
    if timed:
        # Sums of minutes are easier to follow than an order of visits, where they suffice.
        timed = ask(week, demands, effort, timed=False, step=True).kind != "impossible"
    limits, dropped, all_sure = _fewest_limits(week, demands, effort, timed=timed)
    return Core(tuple(demands), tuple(limits), frozenset(dropped), timed, sure and all_sure)


def _fewest(
    week: Week, core: list[Demand], effort: Effort, *, timed: bool
) -> tuple[list[Demand], bool]:
    sure = True
    kept: list[Demand] = []
    # Demands with many choices are left out first: what remains is easier to tell.
    queue = sorted(core, key=lambda d: (-len(week.cells(d.order)), d.order))
    while queue:
        demand = queue.pop(0)
        answer = ask(week, [*kept, *queue], effort, timed=timed, step=True)
        if answer.kind == "impossible":
            queue = [d for d in queue if d in answer.core]
            continue
        sure &= answer.kind == "possible"
        kept.append(demand)
    return sorted(kept, key=lambda d: (d.order, d.part or -1)), sure


def _fewest_limits(
    week: Week, demands: list[Demand], effort: Effort, *, timed: bool
) -> tuple[list[Limit], set[Limit], bool]:
    first = ask(week, demands, effort, timed=timed, step=True)
    if first.kind != "impossible":
        return [], set(), False
    limits = list(first.limits)
    dropped: set[Limit] = set()
    sure = True
    by_kind: dict[str, list[Limit]] = defaultdict(list)
    for limit in limits:
        by_kind[limit.kind].append(limit)
    groups = sorted(by_kind.values(), key=lambda group: group[0].kind == "working_time")
    for group in groups:
        answer = ask(week, demands, effort, timed=timed, dropped=dropped | set(group), step=True)
        if answer.kind == "impossible":
            dropped |= set(group)
    left = [limit for limit in limits if limit not in dropped]
    if len(left) > MOST_STEPS:
        return left, dropped, False
    for limit in left:
        answer = ask(week, demands, effort, timed=timed, dropped=dropped | {limit}, step=True)
        if answer.kind == "impossible":
            dropped.add(limit)
        sure &= answer.kind != "unknown"
    return [limit for limit in left if limit not in dropped], dropped, sure
