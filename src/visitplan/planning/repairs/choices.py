"""What to try for a visit left out, by what its blockers name, the least promise first."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from visitplan.planning.repairs import of_care, of_orders
from visitplan.planning.repairs.bends import MOST_CHANGES, Bend, together
from visitplan.planning.repairs.of_people import Numbers, bends_of_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.plan import Blocker
    from visitplan.planning.repairs.case import Asked, Case

NEAREST = 8
"""Case managers whose nearest misses are tried."""
FREEDOMS = {
    "gap-to-history": (of_orders.other_gaps,),
    "gap-to-served": (of_orders.other_gaps,),
    "day-pattern": (of_care.other_pattern,),
    "max-case-managers": (of_care.more_people,),
    "credential-missing": (of_care.other_titles,),
    "promised-to-others": (of_care.other_promise,),
    "promised-start-missed": (of_care.other_promise,),
    "promise-outside-hours": (of_care.other_promise,),
    "promises-leave-no-day": (of_care.other_promise,),
}
"""What is set free for a code."""
CALENDAR = (of_orders.other_days, of_orders.other_gaps, of_orders.other_hours)
"""What is always tried, one by one and together."""


def choices(case: Case, asked: Asked, blockers: Sequence[Blocker]) -> list[Bend]:
    """Give what to try, by what it counts, each at most `MOST_CHANGES` changes of the request."""
    found = [*_personal(case, asked, blockers), *_of_the_order(case, asked, blockers)]
    distinct: dict[str, Bend] = {}
    for bend in found:
        # Who else comes to a visit by two is open, unless both are named.
        free = len(bend.people) < asked.order.people_needed
        distinct.setdefault(repr(bend.changes), replace(bend, people=frozenset()) if free else bend)
    return sorted(distinct.values(), key=lambda bend: bend.price + bend.expected)


def _personal(case: Case, asked: Asked, blockers: Sequence[Blocker]) -> Iterator[Bend]:
    """Lift what stops one of the nearest people, or for a visit by two what stops two of them."""
    near = [b for b in blockers if b.case_manager is not None][:NEAREST]
    of_each = [_of_one(case, asked, blocker) for blocker in near]
    for bends in of_each:
        yield from bends
    if asked.order.people_needed > 1:
        for one, other in combinations(zip(near, of_each, strict=True), 2):
            if one[0].numbers.get("day") == other[0].numbers.get("day"):
                both = (together(pair) for pair in product(one[1], other[1]))
                yield from (bend for bend in both if len(bend.changes) <= MOST_CHANGES)


def _of_one(case: Case, asked: Asked, blocker: Blocker) -> list[Bend]:
    name = blocker.case_manager or ""
    ways = [_ways(case, asked, code, name, its) for code, its in parts(blocker)]
    bends = (together(chosen) for chosen in product(*ways))
    people = frozenset({name})
    return [replace(b, people=people) for b in bends if len(b.changes) <= MOST_CHANGES]


def _ways(case: Case, asked: Asked, code: str, name: str, numbers: Numbers) -> list[Bend]:
    """Give ways to lift one limit that a blocker names; none where it is never bent."""
    if code == "hours-missed":
        return list(of_orders.wider_hours(case, asked, numbers))
    if code in FREEDOMS:
        free = (make(case, asked) for make in FREEDOMS[code])
        return [bend for bend in free if bend is not None]
    return bends_of_person(case, code, name, numbers)


def parts(blocker: Blocker) -> list[tuple[str, Numbers]]:
    """Give each limit that a blocker names, with its own figures."""
    if blocker.code != "several-limits":
        return [(blocker.code, blocker.numbers)]
    found: dict[str, Numbers] = {}
    for key, value in blocker.numbers.items():
        code, _, name = key.rpartition("/")
        if code:
            own = found.setdefault(code, {"day": blocker.numbers.get("day", "")})
            own[name] = value
    return list(found.items())


def _of_the_order(case: Case, asked: Asked, blockers: Sequence[Blocker]) -> Iterator[Bend]:
    """Set free days, gaps, hours, one of them or several, and what the blockers name."""
    codes = {code for blocker in blockers for code, _ in parts(blocker)}
    named = [make for code in FREEDOMS if code in codes for make in FREEDOMS[code]]
    makers = dict.fromkeys([*named, *CALENDAR, of_orders.near_hours])
    yield from (bend for make in makers if (bend := make(case, asked)) is not None)
    loose = [bend for make in CALENDAR if (bend := make(case, asked)) is not None]
    if len(loose) > 1:
        yield together(loose)
