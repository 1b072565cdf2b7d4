"""OR-Tools' routing model: a vehicle for each shift, a node for each visit.

Who may come is in the domain of a visit's vehicle, when in the domain of its
time; leaving it out is a disjunction with its price. Each person has a matrix of
costs; waiting is the slack of the time dimension. Measured by our cost, weeks
found without a price for waiting are the better ones, so most searches have none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan_solvers.peers.cores import best_of_cores
from visitplan_solvers.peers.places_apart import longest_legs
from visitplan_solvers.peers.solver import PeerSolver

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan_solvers.peers.case import PeerCase
    from visitplan_solvers.peers.mending import Routes

FIRST_SOLUTIONS = ("LOCAL_CHEAPEST_INSERTION", "SAVINGS")
"""By core, in turn."""


class OrtoolsSolver(PeerSolver):
    """OR-Tools' routing library with guided local search; one search on each core."""

    name = "peer-ortools"
    package = "ortools"
    module = "ortools"

    def search(self, case: PeerCase, seed: int, seconds: float) -> Routes:
        """Give a sequence of visits for each shift."""
        return best_of_cores(search, case, seed, seconds)


def search(case: PeerCase, seed: int, seconds: float, turn: int) -> Routes:
    """Run one search, from the third core on with the price of waiting.

    The library knows no seed: cores differ by how they begin and what they price.
    """
    del seed
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    priced = turn % 2 == 1
    stated = _Statement(case if priced else replace(case, wait_weight=0))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    first = FIRST_SOLUTIONS[turn // 2 % len(FIRST_SOLUTIONS)]
    parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, first)
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    found = stated.model.SolveWithParameters(parameters)
    if found is None:
        return [[] for _ in case.shifts]
    return [stated.sequence(found, r) for r in range(len(case.shifts))]


class _Statement:
    """The problem in the routing library's words."""

    def __init__(self, case: PeerCase) -> None:
        from ortools.constraint_solver import pywrapcp

        self._case = case
        self._visits = len(case.home)
        depots = sorted({p for s in case.shifts for p in (s.start_place, s.end_place)})
        node_of = {place: self._visits + k for k, place in enumerate(depots)}
        self._at = np.array([*case.home, *depots])
        self._drive = case.drive[np.ix_(self._at, self._at)]
        self._manager = pywrapcp.RoutingIndexManager(
            len(self._at),
            len(case.shifts),
            [node_of[shift.start_place] for shift in case.shifts],
            [node_of[shift.end_place] for shift in case.shifts],
        )
        self.model = pywrapcp.RoutingModel(self._manager)
        self._price()
        self._time()
        self._limit()
        self._choose()

    def sequence(self, found: Any, r: int) -> list[int]:
        """Give a shift's visits in order."""
        sequence = []
        at = found.Value(self.model.NextVar(self.model.Start(r)))
        while not self.model.IsEnd(at):
            sequence.append(self._manager.IndexToNode(at))
            at = found.Value(self.model.NextVar(at))
        return sequence

    def _price(self) -> None:
        case = self._case
        callback: dict[int, int] = {}
        longest = longest_legs(case)
        dear = int(case.unserved.max(initial=0)) * 2 + case.horizon_s
        for r, person in enumerate(case.person.tolist()):
            if person not in callback:
                matrix = self._drive * case.drive_weight
                matrix[:, : self._visits] += case.person_cost[:, person]
                if person in longest:
                    matrix[self._drive > longest[person]] += dear
                callback[person] = self.model.RegisterTransitMatrix(matrix.tolist())
            self.model.SetArcCostEvaluatorOfVehicle(callback[person], r)

    def _time(self) -> None:
        case, days_s = self._case, self._case.horizon_s
        service = np.concatenate([case.service_s, np.zeros(len(self._at) - self._visits, np.int64)])
        passed: NDArray[np.int64] = self._drive + service[:, np.newaxis]
        transit = self.model.RegisterTransitMatrix(passed.tolist())
        self.model.AddDimension(transit, days_s, days_s, False, "time")
        time = self.model.GetDimensionOrDie("time")
        if case.wait_weight:
            time.SetSlackCostCoefficientForAllVehicles(case.wait_weight)
        for r, shift in enumerate(case.shifts):
            time.CumulVar(self.model.Start(r)).SetRange(shift.start_s, shift.end_s)
            time.CumulVar(self.model.End(r)).SetRange(shift.start_s, shift.end_s)
            self.model.AddVariableMinimizedByFinalizer(time.CumulVar(self.model.End(r)))
            self.model.AddVariableMaximizedByFinalizer(time.CumulVar(self.model.Start(r)))
        for v in range(self._visits):
            spans = sorted(span for day in case.starts[v] for span in day)
            if not spans:
                continue
            cumul = time.CumulVar(self._manager.NodeToIndex(v))
            cumul.SetRange(spans[0][0], spans[-1][1])
            for (_, closes), (opens, _) in pairwise(spans):
                cumul.RemoveInterval(closes + 1, opens - 1)

    def _limit(self) -> None:
        most = [self._visits if most is None else most for most in self._case.most_visits]
        ones = [1] * self._visits + [0] * (len(self._at) - self._visits)
        one = self.model.RegisterUnaryTransitVector(ones)
        self.model.AddDimensionWithVehicleCapacity(one, 0, most, True, "visits")

    def _choose(self) -> None:
        case = self._case
        for v in range(self._visits):
            index = self._manager.NodeToIndex(v)
            able = np.flatnonzero(case.allowed[v]).tolist()
            self.model.VehicleVar(index).SetValues([-1, *able])
            self.model.AddDisjunction([index], int(case.unserved[v]))
