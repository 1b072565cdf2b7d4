"""What the bound is about: items of visits, shifts, and what a visit costs in a shift."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.bound.starts import FINE_STEP_S, STEP_S, Piece, pieces
from visitplan_solvers.bound.timeline import Span, spans
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.build import compile_request

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.compiled.build import Problem


SMALL = 40
"""Most items of a week whose starts are cut finely."""


@dataclass(frozen=True, slots=True)
class Item:
    """Visits of an order that are alike: as many as `size`, at most one a day."""

    row: int
    order: int
    patient: int
    size: int
    need: int
    service: int
    """Seconds of a visit and of the paperwork after it."""
    load: int
    """Minutes that count for fair shares."""
    promised: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A visit of an item in a shift, and what it costs whatever the route is."""

    item: int
    span: int
    cost: int


@dataclass(frozen=True, slots=True)
class Week:
    """A compiled request as the bound sees it; weaker than the rules wherever it differs."""

    problem: Problem
    spans: tuple[Span, ...]
    items: tuple[Item, ...]
    cells: tuple[Cell, ...]
    starts: dict[tuple[int, int], list[Piece]]
    """Pieces by item and day."""
    by_order: tuple[tuple[int, ...], ...]
    """Items of each order."""
    known: tuple[frozenset[int], ...]
    """People who have seen each patient before; those who left have numbers too."""
    needed: tuple[int, ...]
    """People of a patient who cost nothing: those that a visit needs, and those wanted."""
    days: int
    free_roles: NDArray[np.uint8]
    """Roles by row, person and day, promises left out."""

    @property
    def arrays(self) -> t.Arrays:
        """The compiled tables."""
        return self.problem.arrays


def week_of(request: PlanRequest, travel: TravelTimes) -> Week:
    """Compile a request for the bound."""
    problem = compile_request(request, travel)
    # Promises hold other visits of their order to days by their number; which number a
    # visit has is known only of a whole plan, so the bound reads those without promises.
    free = problem
    if request.fixed:
        free = compile_request(request.model_copy(update={"fixed": ()}), travel)
    items = tuple(_items(problem))
    all_spans = spans(request, problem.clock, problem.base)
    days = int(problem.arrays.days[0])
    starts = {}
    for i, item in enumerate(items):
        source = problem if item.promised else free
        for d in range(days):
            found = pieces(
                problem.arrays,
                source.arrays,
                item.row,
                d,
                promised=item.promised,
                step_s=FINE_STEP_S if len(items) <= SMALL else STEP_S,
            )
            if found:
                starts[i, d] = found
    by_order: dict[int, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        by_order[item.order].append(i)
    arrays = problem.arrays
    known = tuple(frozenset(np.flatnonzero(row).tolist()) for row in arrays.history)
    needed = [int(row[t.P_FREE]) for row in arrays.patient]
    for item in items:
        needed[item.patient] = max(needed[item.patient], item.need)
    cells = []
    for i, item in enumerate(items):
        roles = (problem if item.promised else free).arrays.roles
        for s, span in enumerate(all_spans):
            if (i, span.day) in starts and roles[item.row, span.person, span.day]:
                cells.append(Cell(i, s, _cost(problem, item, span)))
    return Week(
        problem,
        all_spans,
        items,
        tuple(cells),
        starts,
        tuple(tuple(by_order[o]) for o in range(len(arrays.order))),
        known,
        tuple(needed),
        days,
        free.arrays.roles,
    )


def _items(problem: Problem) -> list[Item]:
    """Give promised visits one by one, the others of an order together."""
    arrays = problem.arrays
    result = []
    for o in range(len(arrays.order)):
        first, n = int(arrays.order[o, t.O_FIRST]), int(arrays.order[o, t.O_N])
        free = []
        for v in range(first, first + n):
            fixed = problem.occurrences[v].fixed
            # A promise of staff for one of several visits binds whichever has its number.
            if fixed is not None and (n == 1 or fixed.lock != "staff"):
                result.append(_item(arrays, v, 1, promised=True))
            else:
                free.append(v)
        if free:
            result.append(_item(arrays, free[0], len(free), promised=False))
    return result


def _item(arrays: t.Arrays, row: int, size: int, *, promised: bool) -> Item:
    order, patient, service, load, need = (
        int(arrays.visit[row, c]) for c in (t.V_ORDER, t.V_PATIENT, t.V_STAY, t.V_LOAD, t.V_NEED)
    )
    return Item(row, order, patient, size, need, service, load, promised)


def _cost(problem: Problem, item: Item, span: Span) -> int:
    """Give what one person's part of a visit costs at least, driving and waiting aside."""
    arrays = problem.arrays
    cost = 0
    if item.need == 1:
        cost += int(arrays.affinity_cost[item.row, arrays.affinity[item.row, span.person]])
    if item.promised:
        if item.need == 1 and not arrays.published[item.row, span.person]:
            cost += int(arrays.weight[t.W_STAFF])
        if arrays.visit[item.row, t.V_PUB_DAY] != span.day:
            cost += int(arrays.weight[t.W_DAY]) // item.need
    return cost
