"""All that a rule looks at: request, plan, recomputed routes and who is served when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from visitplan.audit.instants import Instants
from visitplan.audit.orders import Occurrence, Ordered, occurrences_of, orders_of
from visitplan.audit.roster import Member, roster_of
from visitplan.audit.timeline import Halt, Surveyor, Tour
from visitplan.domain.clock import Clock
from visitplan.domain.daylight import daylight

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from visitplan.audit.places import Places
    from visitplan.audit.spans import Span
    from visitplan.audit.travel import Spell, TravelTimes
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest


@dataclass(frozen=True, slots=True)
class Served:
    """One visit of the request that some route makes, with everybody who comes."""

    occurrence: Occurrence
    attendances: tuple[tuple[Tour, Halt], ...]

    @property
    def ordered(self) -> Ordered:
        """Give the order it belongs to."""
        return self.occurrence.ordered

    @property
    def start(self) -> int:
        """Give the earliest start that a route states."""
        return min(halt.start for _, halt in self.attendances)

    @property
    def day(self) -> date:
        """Give the local day of that start."""
        return min((halt.start, halt.day) for _, halt in self.attendances)[1]

    @property
    def span(self) -> Span:
        """Give the visit's stretch at its earliest start."""
        return min(halt.stay for _, halt in self.attendances)

    @property
    def people(self) -> frozenset[str]:
        """Give everybody who comes."""
        return frozenset(tour.route.case_manager for tour, _ in self.attendances)

    @property
    def stays(self) -> tuple[Span, ...]:
        """Give the different stretches that the routes state; one in a right plan."""
        return tuple(sorted({halt.stay for _, halt in self.attendances}))


@dataclass(frozen=True, slots=True)
class Case:
    """A plan under audit."""

    request: PlanRequest
    plan: Plan
    travel: TravelTimes
    clock: Clock
    places: Places
    roster: dict[str, Member]
    orders: dict[str, Ordered]
    occurrences: dict[str, Occurrence]
    tours: tuple[Tour, ...]
    served: dict[str, Served]
    sun: Callable[[int, date], Span | None]
    _in_time_order: dict[str, tuple[Served, ...]] = field(default_factory=dict, repr=False)

    @property
    def now(self) -> int | None:
        """Give the instant since which the plan is under way."""
        wall = self.request.horizon.now
        return None if wall is None else self.clock.instant(wall)

    @property
    def first_open_day(self) -> date:
        """Give the first day on which visits may still be planned."""
        wall = self.request.horizon.now
        return self.request.horizon.first_day if wall is None else wall.date()

    def stands(self, served: Served) -> bool:
        """Tell whether the plan is under way and `all` fixes a visit, as it does those made."""
        fixed = served.occurrence.fixed
        return self.now is not None and fixed is not None and fixed.lock == "all"

    def of_order(self, order: str) -> tuple[Served, ...]:
        """Give an order's served visits in time order."""
        if order not in self._in_time_order:  # several rules and terms ask for each order
            ids = self.orders[order].visit_ids()
            found = (self.served[visit] for visit in ids if visit in self.served)
            self._in_time_order[order] = tuple(sorted(found, key=lambda visit: visit.start))
        return self._in_time_order[order]

    def tours_by_day(self) -> list[tuple[tuple[str, date], tuple[Tour, ...]]]:
        """Give each person's routes of each day, earliest first."""
        ordered = sorted(self.tours, key=lambda tour: (*tour.key, tour.leave))
        return [(key, tuple(group)) for key, group in groupby(ordered, key=lambda tour: tour.key)]


def open_case(
    request: PlanRequest,
    plan: Plan,
    travel: TravelTimes,
    places: Places,
    spells: tuple[Spell, ...] = (),
) -> Case:
    """Recompute a plan's routes and collect who is served."""
    clock = Clock.of(request.horizon.timezone)
    roster, orders = roster_of(request, clock), orders_of(request, clock)
    occurrences = occurrences_of(request, orders)
    instants = Instants.around(request, clock)
    arrival_s = 60 * request.policy.arrival_minutes
    surveyor = Surveyor(clock, instants, places, travel, roster, occurrences, arrival_s, spells)
    tours = surveyor.tours(plan)
    return Case(
        request=request,
        plan=plan,
        travel=travel,
        clock=clock,
        places=places,
        roster=roster,
        orders=orders,
        occurrences=occurrences,
        tours=tours,
        served=_served(tours),
        sun=cache(partial(_sun, places, clock)),
    )


def _served(tours: tuple[Tour, ...]) -> dict[str, Served]:
    found: dict[str, Served] = {}
    for tour in tours:
        for halt in tour.halts:
            occurrence = halt.occurrence
            if occurrence is not None:
                before = found[occurrence.id].attendances if occurrence.id in found else ()
                found[occurrence.id] = Served(occurrence, (*before, (tour, halt)))
    return found


def _sun(places: Places, clock: Clock, place: int, day: date) -> Span | None:
    return daylight(places.coordinates[place], day, clock)
