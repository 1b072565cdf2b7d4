"""Services in sequence in the model of the week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan_solvers.refute.limits import Limit
from visitplan_solvers.refute.linear import total

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from visitplan_solvers.refute.model import Model
    from visitplan_solvers.refute.week import Week


def keep_sequences(model: Model) -> None:
    """Hold services in sequence to each other."""
    for o in model.orders:
        follower = model.week.followers.get(o)
        if follower is not None and model.holds(Limit("sequence", follower)):
            _follow(model, o, follower)


def _follow(model: Model, leader: int, follower: int) -> None:
    """Hold the second of two services to the first: both or neither, by another person."""
    week, inner = model.week, model.model
    after = week.orders[follower].order.after
    assert after is not None
    days = range(week.days)
    first = {d: model.on_day[leader, d] for d in days if (leader, d) in model.on_day}
    second = {d: model.on_day[follower, d] for d in days if (follower, d) in model.on_day}
    if 60 * after.max_minutes >= _least_night_s(week, leader, follower):
        inner.add(total(first.values()) == total(second.values()))
        return
    for d in sorted(first.keys() | second.keys()):
        both = [on[d] for on in (first, second) if d in on]
        inner.add(both[0] == (both[1] if len(both) == 2 else 0))
    people: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for o in (leader, follower):
        for cell in week.cells(o):
            span = week.spans[cell.span]
            people[span.person, span.day].append(model.uses[cell])
    for same in people.values():
        if len(same) > 1:
            inner.add_at_most_one(same)
    if not model.timed:
        return
    (a,), (b,) = week.parts_of[leader], week.parts_of[follower]
    for d in first.keys() & second.keys():
        apart = model.start[b, d] - model.start[a, d]
        for bound in (apart >= 60 * after.min_minutes, apart <= 60 * after.max_minutes):
            inner.add(bound).only_enforce_if(model.made[a, d])


def _least_night_s(week: Week, leader: int, follower: int) -> int:
    """Give the least seconds from a start of the first to one of the second on a later day."""
    ends = _by_day(week, leader, last=True)
    begins = _by_day(week, follower, last=False)
    apart = [begins[e] - ends[d] for d in ends for e in begins if e > d]
    return min(apart, default=1 << 40)


def _by_day(week: Week, o: int, *, last: bool) -> dict[int, int]:
    found: dict[int, int] = {}
    for cell in week.cells(o):
        day = week.spans[cell.span].day
        at = cell.starts[-1][1] if last else cell.starts[0][0]
        found[day] = (max if last else min)(found.get(day, at), at)
    return found
