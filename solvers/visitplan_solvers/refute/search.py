"""From the demands of a week to sets of them that cannot be met together.

A quick placing meets most demands; the proof then looks at those left over, together
with those that stand in their way, and takes in more until either no plan can meet
them all or everything is placed. So a large week asks CP-SAT for small models only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.refute.alone import Alone, alone
from visitplan_solvers.refute.model import involved
from visitplan_solvers.refute.moving import Moving
from visitplan_solvers.refute.placing import Placing
from visitplan_solvers.refute.proving import Answer, ask, named_core
from visitplan_solvers.refute.shrinking import Core, shrunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.effort import Effort
    from visitplan_solvers.refute.week import Week

MOST_CELLS = 150_000
"""Most cells of a week whose demands are asked for all at once, times left out."""
NEIGHBOURS = 12
"""Demands taken in at once that stand where one left over could."""


@dataclass(frozen=True, slots=True)
class Found:
    """All conflicts found, and whether what is left was gone through to the end."""

    single: tuple[Alone, ...]
    cores: tuple[Core, ...]
    complete: bool


def conflicts(week: Week, demands: Sequence[Demand], effort: Effort) -> Found:
    """Look for conflicts among demands, one after the other, no two with a demand in common."""
    single = [reason for demand in demands if (reason := alone(week, demand)) is not None]
    bad = {reason.demand for reason in single}
    rest = [demand for demand in demands if demand not in bad]
    cores: list[Core] = []
    while True:
        proof = _next_proof(week, rest, effort)
        if proof is None or proof.answer.kind == "unknown":
            return Found(tuple(single), tuple(cores), complete=proof is None)
        named = named_core(week, proof.answer.core, effort, timed=proof.timed)
        core = shrunk(week, named, effort, timed=proof.timed)
        cores.append(core)
        rest = [demand for demand in rest if demand not in core.demands]


@dataclass(frozen=True, slots=True)
class _Proof:
    answer: Answer
    timed: bool


def _next_proof(week: Week, demands: list[Demand], effort: Effort) -> _Proof | None:
    """Prove that some demands conflict; None where all of them can be placed."""
    placing = Placing(week)
    left = Moving(placing, demands).place_left(placing.place_all(demands))
    if not left:
        return None
    if sum(len(week.cells(o)) for o in involved(week, demands)) <= MOST_CELLS:
        answer = ask(week, demands, effort, timed=False)
        if answer.kind == "impossible":
            return _Proof(answer, timed=False)
    looked: dict[Demand, None] = {}
    while left:
        looked |= dict.fromkeys(left)
        looked |= dict.fromkeys(_in_the_way(week, placing, left, demands, looked))
        some = [demand for demand in demands if demand in looked]
        whole = len(some) == len(demands)
        units = effort.for_a_model if whole else effort.for_a_step
        for timed in (False, True):
            answer = ask(week, some, effort, timed=timed, units=units)
            if answer.kind == "impossible":
                return _Proof(answer, timed=timed)
        if whole or effort.over():
            return None if answer.kind == "possible" else _Proof(answer, timed=True)
        if answer.kind == "possible":
            placing = Placing(week)
            placing.load(answer.visits)
            left = placing.place_all([demand for demand in demands if demand not in looked])
            left = Moving(placing, demands).place_left(left)
    return None


def _in_the_way(
    week: Week,
    placing: Placing,
    left: list[Demand],
    demands: list[Demand],
    looked: dict[Demand, None],
) -> list[Demand]:
    """Give demands placed where those left over could be, those with fewest choices first."""
    spans = {cell.span for demand in left for cell in week.cells(demand.order)}
    there = {week.parts[stop.part].order for s in spans for stop in placing.timelines.stops[s]}
    near = [d for d in demands if d.order in there and d not in looked]
    near.sort(key=lambda d: len(week.cells(d.order)))
    others = [d for d in demands if d not in looked and d.order not in there]
    return [*near, *others][: max(NEIGHBOURS, len(looked))]
