"""Planning from request to checked plan: errors, determinism, stopping, progress."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from grid_world import grid_network
from osm_text import square

from visitplan.app.sample import make_request
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.domain.solving import Progress
from visitplan.matrix import Speeds
from visitplan.planning import NetworkMismatchError, PlanOptions, check_plan, make_plan
from visitplan.planning.errors import BrokenPlanError, UnknownSolverError
from visitplan.planning.stopping import Budget
from visitplan_solvers.errors import AppointmentUnreachableError

TESTS = Path(__file__).resolve().parents[2]


@cache
def week() -> PlanRequest:
    """Give a small sample week on the grid."""
    return make_request(grid_network(), managers=3, visits=24, seed=5)


def without_clock(plan: Plan) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(plan.to_json())
    del document["solver"]["seconds"]
    return document


@pytest.mark.parametrize("speeds", ["free_flow", "daypart"])
def test_a_plan_carries_what_it_was_made_of(speeds: Speeds) -> None:
    network = grid_network()
    plan = make_plan(week(), network, PlanOptions(None, 150, 3, speeds))
    assert plan.verification.ok
    assert plan.request_sha256 == week().sha256()
    assert (plan.network.sha256, plan.network.speeds) == (network.sha256, speeds)
    assert (plan.solver.name, plan.solver.seed, plan.solver.iterations) == ("weekly", 3, 150)
    assert check_plan(week(), plan, network).cost == plan.cost
    assert plan.cost.total == sum(plan.cost.terms.values())


IN_A_PROCESS = """
import sys
sys.path.insert(0, sys.argv[1])
from grid_world import grid_network
from visitplan.app.sample import make_request
from visitplan.planning import PlanOptions, make_plan
request = make_request(grid_network(), managers=3, visits=24, seed=5)
options = PlanOptions(None, 400, int(sys.argv[2]), "daypart")
sys.stdout.write(make_plan(request, grid_network(), options).to_json())
"""


def planned_in_a_process(hash_seed: int, seed: int = 3) -> Plan:
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS, str(TESTS), str(seed)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    return Plan.model_validate_json(done.stdout)


def test_the_same_seed_and_iterations_give_the_same_plan_in_any_process() -> None:
    first, second = planned_in_a_process(1), planned_in_a_process(2)
    assert without_clock(first) == without_clock(second)
    here = make_plan(week(), grid_network(), PlanOptions(None, 400, 3, "daypart"))
    assert without_clock(here) == without_clock(first)


def test_seconds_do_not_count_beside_iterations() -> None:
    one, other = (
        make_plan(week(), grid_network(), PlanOptions(seconds, 250)) for seconds in (0.0, None)
    )
    assert without_clock(one) == without_clock(other)


def test_another_seed_gives_another_search_of_the_same_request() -> None:
    told: list[list[int]] = []
    for seed in (1, 2):
        costs: list[int] = []
        plan = make_plan(
            week(),
            grid_network(),
            PlanOptions(None, 60, seed),
            progress=lambda x, costs=costs: costs.append(x.cost),  # type: ignore[misc]
        )
        assert plan.solver.seed == seed
        told.append(costs)
    assert told[0] != told[1]


def test_whoever_says_stop_gets_the_best_plan_so_far() -> None:
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    plan = make_plan(week(), grid_network(), PlanOptions(None, 1_000_000), should_stop=should_stop)
    assert plan.solver.iterations < 1_000_000
    assert plan.verification.ok
    assert plan.routes


def test_whoever_says_stop_at_once_still_gets_a_checked_plan() -> None:
    plan = make_plan(week(), grid_network(), PlanOptions(), should_stop=lambda: True)
    assert check_plan(week(), plan, grid_network()).ok


def test_progress_only_goes_forward() -> None:
    told: list[Progress] = []
    plan = make_plan(week(), grid_network(), PlanOptions(None, 1200), progress=told.append)
    assert len(told) > 3
    for before, after in pairwise(told):
        assert before.iterations <= after.iterations
        assert before.cost >= after.cost
        assert before.fraction <= after.fraction <= 1
    assert {"first plan", "search", "recombination"} <= {x.phase for x in told}
    assert (told[-1].iterations, told[-1].cost) == (1200, plan.cost.total)
    assert told[-1].unassigned == len(plan.unassigned)


def test_a_bound_is_given_on_demand_and_repeats_with_iterations() -> None:
    options = PlanOptions(None, 300, bound=True)
    one, other = (make_plan(week(), grid_network(), options) for _ in range(2))
    assert one.bound is not None
    assert without_clock(one) == without_clock(other)
    assert one.bound.value <= one.cost.total
    assert check_plan(week(), one, grid_network()).violations == ()
    assert make_plan(week(), grid_network(), PlanOptions(None, 300)).bound is None


@pytest.mark.parametrize("seconds", [0.0, 0.05, 1.0])
def test_a_bound_in_little_time_is_a_bound(seconds: float) -> None:
    options = PlanOptions(0.5, bound=True, bound_seconds=seconds)
    plan = make_plan(week(), grid_network(), options)
    assert plan.bound is not None
    assert 0 <= plan.bound.value <= plan.cost.total


def test_whoever_says_stop_during_the_proof_gets_the_bound_so_far() -> None:
    phases: list[str] = []
    plan = make_plan(
        week(),
        grid_network(),
        PlanOptions(None, 60, bound=True),
        progress=lambda x: phases.append(x.phase),
        should_stop=lambda: any(phase.startswith("bound") for phase in phases),
    )
    assert plan.bound is not None
    assert plan.bound.value <= plan.cost.total


def test_an_unknown_solver_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownSolverError, match=r"'hourly'.*weekly") as refused:
        make_plan(week(), grid_network(), PlanOptions(solver="hourly"))
    assert refused.value.code == "VP4101"


def test_a_plan_is_checked_only_on_its_own_roads(tmp_path: Path) -> None:
    plan = make_plan(week(), grid_network(), PlanOptions(None, 10))
    with pytest.raises(NetworkMismatchError, match=r"'grid'.*'tiny'") as refused:
        check_plan(week(), plan, square().network(tmp_path))
    assert refused.value.code == "VP4103"


def test_a_broken_plan_names_its_first_violation() -> None:
    plan = make_plan(week(), grid_network(), PlanOptions(None, 10))
    late = plan.routes[0].model_copy(update={"drive_seconds": 1})
    broken = plan.model_copy(update={"routes": (late, *plan.routes[1:])})
    violations = check_plan(week(), broken, grid_network()).violations
    error = BrokenPlanError("weekly", violations)
    assert (error.code, error.exit_code) == ("VP4102", 1)
    assert violations[0].rule in str(error)


def appointments(*times: str, **limits: int) -> PlanRequest:
    """Give one person with appointments at two ends of the grid."""
    document = json.loads(week().to_json())
    person = document["case_managers"][0]
    day = document["horizon"]["first_day"]
    corners = ({"lat": 39.94, "lon": -83.02}, {"lat": 39.98, "lon": -82.98})
    person |= {"breaks": [], "absences": [], "orientation_until": None, **limits}
    person["start"], person["end"] = corners[0], None
    person["drivers_license"] = {"valid_until": "2040-01-01"}
    person["shifts"] = [{"start": f"{day}T08:00", "end": f"{day}T17:00"}]
    person["appointments"] = [
        {
            "id": f"team-{n}",
            "start": f"{day}T{clock}",
            "end": f"{day}T{clock[:3]}{int(clock[3:]) + 10}",
            "location": corners[(n + 1) % 2],
        }
        for n, clock in enumerate(times)
    ]
    return PlanRequest.model_validate(document | {"fixed": []})


@pytest.mark.parametrize(
    ("times", "limits"),
    [
        (("08:00",), {}),
        (("10:00", "10:12"), {}),
        (("16:49",), {}),
        (("12:00",), {"max_drive_minutes_per_leg": 5}),
        (("12:00",), {"max_drive_minutes_per_leg": 1440, "max_drive_minutes_per_day": 5}),
    ],
)
def test_appointments_that_no_road_allows_are_refused(
    times: tuple[str, ...], limits: dict[str, int]
) -> None:
    with pytest.raises(AppointmentUnreachableError, match="'team-0'") as refused:
        make_plan(appointments(*times, **limits), grid_network(), PlanOptions(None, 10))
    assert refused.value.code == "VP4001"


def test_appointments_that_roads_allow_are_attended() -> None:
    request = appointments("10:00", "13:00", max_drive_minutes_per_leg=1440)
    plan = make_plan(request, grid_network(), PlanOptions(None, 10))
    attended = [s.appointment for r in plan.routes for s in r.stops if s.kind == "appointment"]
    assert {"team-0", "team-1"} <= set(attended)


def test_a_budget_counts_iterations_where_there_are_any() -> None:
    budget = Budget(seconds=0.0, iterations=100)
    assert not budget(99)
    assert budget(100)
    assert (budget.done(25), budget.rounds_left(25), budget.rounds_left(200)) == (0.25, 75, 0)


def test_a_budget_of_neither_ends_only_by_the_caller() -> None:
    said = False
    budget = Budget(None, None, lambda: said)
    assert not budget(10**9)
    assert budget.rounds_left(10**9) is None
    said = True
    assert budget(0)


@pytest.mark.parametrize("budget", [Budget(0.0, None), Budget(None, 0)])
def test_an_empty_budget_is_used_up_at_once(budget: Budget) -> None:
    assert budget(0)
    assert budget.done(0) == 1.0
