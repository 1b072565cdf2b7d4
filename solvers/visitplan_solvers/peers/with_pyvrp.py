"""PyVRP: a vehicle type for each shift, a group of clients for each visit.

A client of the group is one day and one span of starts; at most one of them is
made, and a prize for each makes leaving all of them out cost what it costs us.
Who may come, and what it costs, is in a distance matrix for each person; so is
the longest drive. Distance is thus a price, duration is time. Measured by our
cost, weeks found without a price for waiting are mostly the better ones, so every
second search has none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan_solvers.peers.cores import best_of_cores
from visitplan_solvers.peers.places_apart import PlacesApart, longest_legs
from visitplan_solvers.peers.solver import PeerSolver

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.peers.case import PeerCase
    from visitplan_solvers.peers.mending import Routes

NEIGHBOURS = 150
"""Three times the library's own number, since a visit's neighbours stand there once a day."""
MOST_PERTURBATIONS = 10
"""Fewer than the library's 25: more rounds of less, better on weeks of 10 and of 40 people."""


class PyvrpSolver(PeerSolver):
    """PyVRP's iterated local search, tuned to weeks; one search on each core."""

    name = "peer-pyvrp"
    package = "pyvrp"
    module = "pyvrp"

    def search(self, case: PeerCase, seed: int, seconds: float) -> Routes:
        """Give a sequence of visits for each shift."""
        return best_of_cores(search, case, seed, seconds)


def search(case: PeerCase, seed: int, seconds: float, turn: int) -> Routes:
    """Run one search, on every second core with the price of waiting."""
    import pyvrp
    from pyvrp.search import NeighbourhoodParams, PerturbationParams
    from pyvrp.stop import MaxRuntime

    statement = _Statement(case if turn % 2 else replace(case, wait_weight=0))
    parameters = pyvrp.SolveParams(
        neighbourhood=NeighbourhoodParams(num_neighbours=NEIGHBOURS, weight_wait_time=0),
        perturbation=PerturbationParams(1, MOST_PERTURBATIONS),
    )
    result = pyvrp.solve(
        statement.data(),
        MaxRuntime(seconds),
        seed=seed,
        collect_stats=False,
        display=False,
        params=parameters,
    )
    routes: Routes = [[] for _ in case.shifts]
    for route in result.best.routes():
        clients = [stop.idx for stop in route.schedule() if stop.is_client()]
        routes[statement.shift_of[route.vehicle_type()]] = [statement.visit_of[c] for c in clients]
    return routes


class _Statement:
    """The problem in PyVRP's words."""

    def __init__(self, case: PeerCase) -> None:
        self._case = case
        self._places = PlacesApart()
        self._people = case.person_cost.shape[1]
        self.visit_of: list[int] = []
        self.shift_of: list[int] = []
        # Nobody pays this to make a visit: it is more than leaving all of them out.
        self._forbidden = int(case.unserved.sum()) + case.horizon_s

    def data(self) -> Any:  # Any here and below: the package may be absent
        """State the whole problem."""
        import pyvrp

        depots, vehicles = self._vehicles()
        clients, groups = self._clients()
        drive: Any = self._places.drive(self._case)
        longest = longest_legs(self._case)
        prices: list[Any] = []
        for person in range(self._people):
            price = self._places.priced(drive, self._case.travel_price, person)
            if person in longest:
                price[drive > longest[person]] += self._forbidden
            prices.append(price)
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in self._places.at],
            clients=clients,
            depots=depots,
            vehicle_types=vehicles,
            distance_matrices=prices,
            duration_matrices=[drive] * self._people,
            groups=groups,
        )

    def _vehicles(self) -> tuple[list[Any], list[Any]]:
        import pyvrp

        case = self._case
        depots: list[Any] = []
        vehicles: list[Any] = []
        depot_of: dict[int, int] = {}
        for r, shift in enumerate(case.shifts):
            if not case.allowed[:, r].any():
                continue
            for place in (shift.start_place, shift.end_place):
                if place not in depot_of:
                    depot_of[place] = len(depots)
                    depots.append(pyvrp.Depot(self._places.depot(place, self._people)))
            most = case.most_visits[r]
            self.shift_of.append(r)
            vehicles.append(
                pyvrp.VehicleType(
                    capacity=[len(case.home) if most is None else most],
                    start_depot=depot_of[shift.start_place],
                    end_depot=depot_of[shift.end_place],
                    tw_early=shift.start_s,
                    tw_late=shift.end_s,
                    unit_distance_cost=1,
                    unit_duration_cost=case.wait_weight,
                    profile=int(case.person[r]),
                )
            )
        return depots, vehicles

    def _clients(self) -> tuple[list[Any], list[Any]]:
        import pyvrp

        case = self._case
        clients: list[Any] = []
        groups: list[Any] = []
        for v in range(len(case.home)):
            service = int(case.service_s[v])
            prize = int(case.unserved[v]) + case.wait_weight * service
            members = []
            for day, place in self._days(v):
                for first, last in case.starts[v][day]:
                    members.append(len(clients))
                    self.visit_of.append(v)
                    clients.append(
                        pyvrp.Client(
                            location=place,
                            delivery=[1],
                            service_duration=service,
                            tw_early=first,
                            tw_late=last,
                            prize=prize,
                            required=False,
                            group=len(groups),
                        )
                    )
            if members:
                groups.append(pyvrp.ClientGroup(members, required=False))
        return clients, groups

    def _days(self, v: int) -> list[tuple[int, int]]:
        """Give the days on which somebody can make a visit, each with its place."""
        case = self._case
        able = case.allowed[v]
        anyway = self._prices(v, np.flatnonzero(able))
        days_of: dict[bytes, int] = {}
        prices: dict[int, NDArray[np.int64]] = {}
        for day in sorted({int(d) for d in case.day[able]}):
            today = case.day == day
            price = anyway.copy()
            barred = np.setdiff1d(case.person[today & ~able], case.person[today & able])
            price[barred] = self._forbidden
            prices[day] = price
            days_of[price.tobytes()] = days_of.get(price.tobytes(), 0) | 1 << day
        home = int(case.home[v])
        place_of = {
            key: self._places.visit(home, np.frombuffer(key, np.int64), days)
            for key, days in days_of.items()
        }
        return [(day, place_of[price.tobytes()]) for day, price in prices.items()]

    def _prices(self, v: int, shifts: NDArray[np.intp]) -> NDArray[np.int64]:
        price = np.full(self._people, self._forbidden, np.int64)
        people = np.unique(self._case.person[shifts])
        price[people] = self._case.person_cost[v, people]
        return price
