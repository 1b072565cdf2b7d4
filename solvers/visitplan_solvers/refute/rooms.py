"""How much time the limits of a conflict leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.refute.limits import room_of, room_of_day

if TYPE_CHECKING:
    from visitplan_solvers.refute.limits import Limit
    from visitplan_solvers.refute.week import Week


def shifts_of(week: Week, limit: Limit) -> list[int]:
    """Give the shifts of a person's day."""
    return [s for s in week.spans_on[limit.day] if week.spans[s].person == limit.of]


def room_of_limit(week: Week, limit: Limit) -> int:
    """Give the seconds that a person's day has for visits and drives."""
    mine = shifts_of(week, limit)
    rooms = sum(room_of(week.spans[s]) for s in mine)
    return rooms if len(mine) == 1 else min(rooms, room_of_day(week, mine))
