"""A plan under way, as a solver is told of it: what goes on from where.

What was done already is no business of a solver: visits made are history of the patients,
and each shift goes on from where its person is, with what is left of the day's limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from visitplan.domain.geo import Coordinates
from visitplan.domain.staff import BreakRule


@dataclass(frozen=True, slots=True)
class Onward:
    """What is left of one shift of one person.

    `ready` is the instant from which the person may drive, None where the shift is over.
    From `place` the drive begins, None: from the person's own start. Whoever is `on_the_way`
    comes home in any case, and is paid from `ready` on. The four sums are what the shift has
    used of the limits of its day.
    """

    ready: int | None
    place: Coordinates | None
    on_the_way: bool
    breaks: tuple[BreakRule, ...]
    paperwork_block: BreakRule | None = None
    visits: int = 0
    units: int = 0
    drive_s: int = 0
    work_s: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Shifts under way by case manager and start, and each person's fair share of what is left.

    Shifts not named are planned wholly. `share_minutes` may be below 0: more is done already
    than the share of the whole horizon.
    """

    shifts: Mapping[tuple[str, datetime], Onward]
    share_minutes: Mapping[str, int]
