"""Travel times between the places of a request while roads are closed for a time."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.audit import Spell
from visitplan.domain.clock import Clock
from visitplan.matrix import travel_times
from visitplan.network import closed_arcs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import Closure, PlanRequest
    from visitplan.matrix import Speeds, TravelTimes
    from visitplan.network import RoadNetwork


class Ways:
    """Travel times between places at any instant; each set of closed roads is computed once."""

    def __init__(
        self,
        network: RoadNetwork,
        places: Sequence[Coordinates],
        names: Sequence[str],
        speeds: Speeds,
        request: PlanRequest,
    ) -> None:
        self._network = network
        self._places = places
        self._names = names
        self._speeds = speeds
        self._clock = Clock.of(request.horizon.timezone)
        self._closures = request.closures
        self._index = {place: i for i, place in enumerate(places)}
        self._known: dict[frozenset[int], TravelTimes] = {}
        self.open = self._with(frozenset())

    def on(self, day: date) -> TravelTimes:
        """Give the travel times that hold at a day's end, with what is closed until then."""
        return self.at(self._clock.day_start(day + timedelta(days=1)) - 1)

    def among(self, places: Sequence[Coordinates], day: date) -> TravelTimes:
        """Give the travel times of a day between some of the places, in the order given."""
        if tuple(places) == tuple(self._places):
            return self.on(day)
        return self.on(day).among([self._index[place] for place in places])

    def at(self, instant: int) -> TravelTimes:
        """Give the travel times for those who leave at an instant."""
        held = (
            i
            for i, c in enumerate(self._closures)
            if self._span(c)[0] <= instant < self._span(c)[1]
        )
        return self._with(frozenset(held))

    def drive(self, a: Coordinates, b: Coordinates, leave: int) -> tuple[int, int]:
        """Give seconds and metres from one place to another."""
        travel, i, j = self.at(leave), self._index[a], self._index[b]
        seconds = travel.between(i, j, self._clock.second_of_day(leave))
        return int(seconds), int(travel.meters[i, j])

    def spells(self) -> tuple[Spell, ...]:
        """Give the stretches of time in which roads are closed, with their travel times."""
        edges = sorted({edge for closure in self._closures for edge in self._span(closure)})
        found = (Spell(start, end, self.at(start)) for start, end in pairwise(edges))
        return tuple(spell for spell in found if spell.travel is not self.open)

    def _span(self, closure: Closure) -> tuple[int, int]:
        end = self._clock.day_start(closure.last_day + timedelta(days=1))
        return self._clock.instant(closure.start), end

    def _with(self, held: frozenset[int]) -> TravelTimes:
        if held not in self._known:
            closures = [self._closures[i] for i in sorted(held)]
            self._known[held] = travel_times(
                self._network,
                self._places,
                speeds=self._speeds,
                names=self._names,
                closed=closed_arcs(self._network, closures) if closures else None,
            )
        return self._known[held]
