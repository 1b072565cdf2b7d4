"""Each peer's plan of a small week passes the checker and serves all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from builders import (
    MON,
    TUE,
    case_manager,
    order,
    patient,
    plan_of,
    request_of,
    small_request,
    span,
)
from solving import checked_street, street

from visitplan.audit import audit
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning.stopping import Budget
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.peers.case import peer_case
from visitplan_solvers.peers.errors import (
    PeerCannotError,
    PeerMissingError,
    PeerNeedsSecondsError,
)
from visitplan_solvers.peers.mending import mended
from visitplan_solvers.peers.solver import PeerSolver
from visitplan_solvers.peers.with_ortools import OrtoolsSolver
from visitplan_solvers.peers.with_pyvrp import PyvrpSolver
from visitplan_solvers.peers.with_vroom import VroomSolver

PEERS = (PyvrpSolver, VroomSolver, OrtoolsSolver)
# OR-Tools' wrapper types make Python 3.12 and later warn as they are imported.
pytestmark = pytest.mark.filterwarnings("ignore:builtin type:DeprecationWarning")


@pytest.fixture(autouse=True)
def _one_core() -> Iterator[None]:
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    yield
    os.sched_setaffinity(0, before)


def installed(peer: type[PeerSolver]) -> PeerSolver:
    try:
        return peer()
    except PeerMissingError as error:
        pytest.skip(str(error))


def week() -> PlanRequest:
    """Give a week that can be served wholly, though not by anybody at any time."""
    ana = case_manager(
        "ana",
        0,
        "LCSW",
        languages=["es"],
        shifts=[span(MON, "08:00", "16:00"), span(TUE, "08:00", "16:00")],
        max_visits_per_day=3,
        max_drive_minutes_per_leg=45,
    )
    ben = case_manager("ben", 6, "LMSW", shifts=[span(MON, "08:00", "16:00")], end={**place(5)})
    morning = [{"weekdays": ["mon", "tue"], "start": "09:00", "end": "10:00"}]
    split = [*morning, {"weekdays": ["tue"], "start": "14:00", "end": "15:00"}]
    return request_of(
        [ana, ben],
        [
            patient("p1", 1, order("p1/a", 60, "LCSW", windows=morning), primary="ana"),
            patient("p2", 2, order("p2/a", 30, "LCSW", "x", latest_day=MON)),
            patient("p3", 3, order("p3/a", 45, "LMSW", windows=split), excluded=["ana"]),
            patient("p4", 4, order("p4/a", 30, "LMSW"), order("p4/b", 20, "LMSW")),
            patient("p5", 1, order("p5/a", 60, "LCSW", windows=split), languages=["es"]),
        ],
    )


def place(block: int) -> dict[str, float]:
    return {"lat": 40.0, "lon": round(-83.0 + 0.01 * block, 6)}


def solo(request: PlanRequest) -> PlanRequest:
    """Give the request with one person at each visit."""
    raw = request.model_dump(mode="json", by_alias=True)
    for who in raw["patients"]:
        for what in who["orders"]:
            what["staff"] = what["staff"][:1]
    return PlanRequest.model_validate(raw)


def planned(peer: PeerSolver, request: PlanRequest, seconds: float = 1.0) -> Plan:
    travel = street(request)
    found = peer.solve(request, travel, seed=1, stop=Budget(seconds, None))
    plan = plan_of(request, list(found.routes), *(entry.visit for entry in found.unassigned))
    verdict = audit(request, plan, checked_street(request))
    assert [v for v in verdict.violations if not v.rule.startswith("cost_")] == []
    return plan.model_copy(update={"cost": verdict.cost})


@pytest.mark.parametrize("peer", PEERS)
def test_every_visit_is_served_within_the_rules(peer: type[PeerSolver]) -> None:
    assert planned(installed(peer), solo(week())).unassigned == ()


@pytest.mark.parametrize("peer", PEERS)
def test_what_nobody_can_make_stays_unassigned(peer: type[PeerSolver]) -> None:
    who = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "16:00")])
    request = request_of(
        [who],
        [patient("p1", 1, order("p1/a", 30, "RN")), patient("p2", 1, order("p2/a", 30, "LCSW"))],
    )
    plan = planned(installed(peer), request)
    assert [entry.visit for entry in plan.unassigned] == ["p1/a#1"]


@pytest.mark.parametrize("peer", PEERS)
def test_a_week_without_any_possible_visit_gives_an_empty_plan(peer: type[PeerSolver]) -> None:
    who = case_manager("ana", 0, "LCSW")
    request = request_of([who], [patient("p1", 1, order("p1/a", 30, "LCSW"))])
    assert planned(installed(peer), request).routes == ()


@pytest.mark.parametrize("peer", PEERS)
def test_the_primary_comes_where_it_costs_little(peer: type[PeerSolver]) -> None:
    people = [
        case_manager(name, 0, "LCSW", shifts=[span(MON, "08:00", "16:00")])
        for name in ("ana", "ben")
    ]
    patients = [
        patient(f"p{n}", 1, order(f"p{n}/a", 30, "LCSW"), primary="ana" if n % 2 else "ben")
        for n in range(1, 5)
    ]
    plan = planned(installed(peer), request_of(people, patients))
    assert plan.cost.terms["continuity"] == 0


@pytest.mark.parametrize("peer", PEERS)
def test_a_dearer_visit_goes_before_a_cheaper_one(peer: type[PeerSolver]) -> None:
    who = case_manager("ana", 0, "LCSW", shifts=[span(MON, "09:00", "10:40")])
    request = request_of(
        [who],
        [
            patient("p1", 1, order("p1/a", 60, "LCSW", priority="low")),
            patient("p2", 2, order("p2/a", 60, "LCSW", priority="high")),
        ],
    )
    plan = planned(installed(peer), request)
    assert [entry.visit for entry in plan.unassigned] == ["p1/a#1"]


def test_whole_minutes_move_the_cheapest_visit_that_no_longer_fits() -> None:
    who = case_manager(
        "ana", 0, "LCSW", shifts=[span(MON, "09:00", "11:30"), span(TUE, "09:00", "11:30")]
    )
    request = request_of(
        [who],
        [
            patient("p1", 1, order("p1/a", 60, "LCSW", latest_day=MON)),
            patient("p2", 1, order("p2/a", 60, "LCSW", priority="low")),
            patient("p3", 1, order("p3/a", 60, "LCSW", latest_day=MON, priority="low")),
        ],
    )
    case = peer_case(compile_request(request, street(request)))
    found = mended(case, [[0, 1, 2], []])
    assert (found.routes, found.moved, found.left_out) == ([[0, 2], [1]], 1, 0)
    found = mended(case, [[2, 0], [1]])
    assert (found.moved, found.left_out) == (0, 0)


def test_visits_that_fit_nowhere_else_are_left_out() -> None:
    who = case_manager("ana", 0, "LCSW", shifts=[span(MON, "09:00", "10:30")])
    request = request_of(
        [who],
        [
            patient("p1", 1, order("p1/a", 60, "LCSW")),
            patient("p2", 1, order("p2/a", 60, "LCSW", priority="low")),
        ],
    )
    case = peer_case(compile_request(request, street(request)))
    found = mended(case, [[1, 0]])
    assert (found.routes, found.moved, found.left_out) == ([[0]], 0, 1)


def test_a_missing_package_is_named_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    with pytest.raises(PeerMissingError, match=r"'pyvrp'.*visitplan\[peers\]"):
        PyvrpSolver()


def test_what_peers_cannot_express_is_refused_by_name() -> None:
    request = small_request()
    with pytest.raises(PeerCannotError) as caught:
        OrtoolsSolver().solve(request, street(request), seed=1, stop=Budget(1.0, None))
    for feature in ("orders of several visits", "visits of two people", "'breaks'", "'fixed'"):
        assert feature in str(caught.value)


def test_a_limit_of_rounds_is_refused() -> None:
    request = solo(week())
    for stop in (Budget(None, 10), Budget(None, None)):
        with pytest.raises(PeerNeedsSecondsError):
            OrtoolsSolver().solve(request, street(request), seed=1, stop=stop)


@pytest.mark.slow
@pytest.mark.parametrize("peer", PEERS)
def test_two_cores_give_a_plan_too(peer: type[PeerSolver]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    assert planned(installed(peer), solo(week())).unassigned == ()


def test_prices_of_a_case_are_those_of_the_checker() -> None:
    request = solo(week())
    travel: Any = street(request)
    case = peer_case(compile_request(request, travel))
    plan = planned(OrtoolsSolver(), request)
    names = [f"{o.id}#1" for p in request.patients for o in p.orders]
    routes: list[list[int]] = [[] for _ in case.shifts]
    for route in plan.routes:
        person = [who.id for who in request.case_managers].index(route.case_manager)
        day = (route.date - request.horizon.first_day).days
        (r,) = np.flatnonzero((case.person == person) & (case.day == day))
        routes[int(r)] = [names.index(stop.visit) for stop in route.stops if stop.visit]
    weights = ("fairness", "continuity", "language", "unserved", "drive", "wait")
    terms = {name: plan.cost.terms[name] for name in weights}
    extra = terms.pop("fairness")
    faces = plan.cost.total - extra - sum(terms.values())
    assert case.total(routes) + faces == sum(terms.values())
