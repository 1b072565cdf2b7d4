"""The cheapest repairs of visits left out, within a number of tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.repairs.bends import Bend
from visitplan.planning.repairs.case import Case
from visitplan.planning.repairs.choices import choices
from visitplan.planning.repairs.waves import Groups, tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitplan.domain.plan import Repair, Unassigned
    from visitplan.planning.repairs.judging import Judge

MOST = 3
"""Repairs given for a visit."""
TRIES = 24
"""Changed requests tried for one visit at most."""
AHEAD = 4
"""Bends of a visit among which one is chosen that suits the others of its wave."""
EFFORT = 50_000
"""Plans opened or checked for all visits, times the visits asked for: 71 where 700 are.

Either takes as long as there are visits, so this bounds the time.
"""
LEAST = 12
"""The same at least, however many visits are asked for."""
PUT_IN = Bend("put-in", "nothing needs to change", (), 0)
MOVE_VISITS = Bend("move-visits", "move other visits", (), 0)


def repairs(judge: Judge, left_out: Iterable[Unassigned]) -> dict[str, tuple[Repair, ...]]:
    """Give repairs by visit, each list by rank, for visits whose blockers are known.

    All visits take turns, and those with the fewest repairs come first. The work done, not the
    clock, ends it: the same plan gets the same repairs.
    """
    case = Case(judge.request)
    asked = sum(len(order.numbers) for p in case.request.patients for order in p.orders)
    enough = judge.work + max(LEAST, EFFORT // max(1, asked))
    searches = [Search(judge, case, item) for item in left_out]
    for wanted in range(1, MOST + 2):
        while judge.work < enough:
            wave = _wave([one for one in searches if one.count < wanted])
            if not wave:
                break
            for n, repair in tried(judge, [(one.visit, bend) for one, bend in wave], enough):
                wave[n][0].add(repair)
    return {one.visit: one.best() for one in searches}


def _wave(searches: Iterable[Search]) -> list[tuple[Search, Bend]]:
    """Give one bend of each search, so that few plans need to be opened for all of them."""
    groups = Groups()
    wave = []
    for n, one in enumerate(searches):
        bend = one.next_bend(groups)
        if bend is not None:
            groups.add(bend, n)
            wave.append((one, bend))
    return wave


def rank(repair: Repair) -> int:
    """Give what a repair counts: the plan's cost and the promises bent, least first."""
    return repair.cost.total + repair.price


class Search:
    """What is still to be tried for one visit, and the repairs found so far."""

    def __init__(self, judge: Judge, case: Case, item: Unassigned) -> None:
        self.visit = item.visit
        self._found = list(_unchanged(judge, item.visit))
        self._bends: list[Bend] = []
        if not any(repair.kind == PUT_IN.kind for repair in self._found):
            self._bends = choices(case, case.asked(item.visit), item.blockers)[:TRIES]

    @property
    def count(self) -> int:
        """Count the repairs found."""
        return len(self._found)

    def next_bend(self, groups: Groups) -> Bend | None:
        """Give what to try next; None where nothing is left that would be worth it.

        Of the next few bends it is one that others of the same wave leave free.
        """
        found = self._found
        self._bends = [b for b in self._bends if not any(_covers(repair, b) for repair in found)]
        if not self._bends or _enough(found, self._bends[0].price + self._bends[0].expected):
            return None
        bend = min(self._bends[:AHEAD], key=groups.place)
        self._bends.remove(bend)
        return bend

    def add(self, repair: Repair | None) -> None:
        """Keep what a try gave, unless something found before comes to the same."""
        if repair is not None and not any(_same(repair, other) for other in self._found):
            self._found.append(repair)

    def best(self) -> tuple[Repair, ...]:
        """Give the cheapest repairs found."""
        return tuple(sorted(self._found, key=rank)[:MOST])


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


def _enough(found: list[Repair], counts: int) -> bool:
    """Tell whether what is left to try is dearer than all that will be given."""
    if len(found) < MOST:
        return False
    gain = min(repair.cost.total for repair in found)
    return rank(sorted(found, key=rank)[MOST - 1]) <= gain + counts


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
