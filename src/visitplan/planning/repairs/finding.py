"""The cheapest repairs of visits left out, within a number of tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.repairs.bends import Bend
from visitplan.planning.repairs.case import Case
from visitplan.planning.repairs.choices import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitplan.domain.plan import Repair, Unassigned
    from visitplan.planning.repairs.judging import Judge

MOST = 3
"""Repairs given for a visit."""
TRIES = 24
"""Changed requests tried for one visit at most."""
EFFORT = 42_000
"""Tries for a whole plan, times the visits asked for: 60 tries where 700 are.

A try opens and checks the whole plan, so it takes as long as there are visits.
"""
PUT_IN = Bend("put-in", "nothing needs to change", (), 0)
MOVE_VISITS = Bend("move-visits", "move other visits", (), 0)


def repairs(judge: Judge, left_out: Iterable[Unassigned]) -> dict[str, tuple[Repair, ...]]:
    """Give repairs by visit, each list by rank, for visits whose blockers are known.

    All visits take turns with their tries, so that each has its best chance before any has its
    second. The number of tries, not the clock, ends it: the same plan gets the same repairs.
    """
    case = Case(judge.request)
    asked = sum(order.visits for p in case.request.patients for order in p.orders)
    left = max(1, EFFORT // max(1, asked))
    found: dict[str, list[Repair]] = {}
    turns = {}
    for item in left_out:
        found[item.visit] = []
        turns[item.visit] = _tries(judge, case, item, found[item.visit])
    while turns and left > 0:
        for visit in list(turns):
            if next(turns[visit], None) is None:
                del turns[visit]
                continue
            left -= 1
            if left <= 0:
                break
    return {visit: tuple(sorted(its, key=rank)[:MOST]) for visit, its in found.items()}


def rank(repair: Repair) -> int:
    """Give what a repair counts: the plan's cost and the promises bent, least first."""
    return repair.cost.total + repair.price


def _tries(judge: Judge, case: Case, item: Unassigned, found: list[Repair]) -> Iterator[int]:
    """Add repairs of a visit one after the other; yield after each try."""
    asked = case.asked(item.visit)
    found += _unchanged(judge, item.visit)
    if any(repair.kind == PUT_IN.kind for repair in found):
        return
    for n, bend in enumerate(choices(case, asked, item.blockers)[:TRIES]):
        if _enough(found, bend.price):
            return
        if any(_covers(repair, bend) for repair in found):
            continue
        repair = judge.tried(item.visit, bend)
        if repair is not None and not any(_same(repair, other) for other in found):
            found.append(repair)
        yield n


def _unchanged(judge: Judge, visit: str) -> Iterator[Repair]:
    """Give what serves a visit under the request as it is: room that is there, or others moved."""
    routes = judge.open.put_in([visit])
    there = None if routes is None else judge.repair(visit, PUT_IN, judge.request, routes)
    if there is not None:
        yield there
        return
    for moved in judge.open.make_room([visit], 1):
        repair = judge.repair(visit, MOVE_VISITS, judge.request, moved)
        if repair is not None:
            yield repair


def _enough(found: list[Repair], price: int) -> bool:
    """Tell whether what is left to try is dearer than all that will be given."""
    if len(found) < MOST:
        return False
    gain = min(repair.cost.total for repair in found)
    return rank(sorted(found, key=rank)[MOST - 1]) <= gain + price


def _covers(repair: Repair, bend: Bend) -> bool:
    """Tell whether a repair bends less of the same: overtime where a longer shift would do too."""
    pair = repair.kind, bend.kind
    if pair not in {("overtime", "longer-shift"), ("longer-shift", "overtime")}:
        return False
    people = {one.pointer.split("/")[2] for one in repair.changes}
    return people == {one.pointer.split("/")[2] for one in bend.changes}


def _same(one: Repair, other: Repair) -> bool:
    """Tell whether two repairs come to the same."""
    return one.changes == other.changes and one.place == other.place
