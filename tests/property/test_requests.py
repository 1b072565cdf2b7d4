"""Any request document is refused with numbered faults, or gives a plan that the checker passes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from grid_world import grid_network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.busy import busy_requests
from property.programmes import policy_requests
from property.strategies import json_values, requests, spoiled
from property.wide import wide_requests

from visitplan.domain.clock import Clock
from visitplan.domain.errors import (
    Fault,
    PlanUnreadableError,
    RequestRefusedError,
    VisitplanError,
)
from visitplan.domain.loading import find_faults, load_plan, load_request
from visitplan.domain.request import PlanRequest
from visitplan.matrix import Speeds
from visitplan.planning import PlanOptions, check_plan, make_plan

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
REFUSALS = {"VP2101", "VP2102", "VP4001"}
"""Codes of requests that load, and then meet roads on which they cannot be planned."""


@UNHURRIED
@given(requests() | wide_requests() | policy_requests())
def test_a_generated_request_loads_and_writes_itself_back(document: dict[str, Any]) -> None:
    loaded, faults = load_request(json.dumps(document).encode())
    assert all(fault.severity == "unservable" for fault in faults)
    again, told_again = load_request(loaded.to_json().encode())
    assert again == loaded
    assert told_again == faults


@settings(UNHURRIED, max_examples=150)
@given(spoiled())
def test_a_spoiled_request_loads_or_is_refused_with_places(document: dict[str, Any]) -> None:
    data = json.dumps(document).encode()
    faults = find_faults(data)
    for fault in faults:
        _assert_sound(fault, document)
    if any(fault.severity == "refused" for fault in faults):
        with pytest.raises(RequestRefusedError) as refused:
            load_request(data)
        assert refused.value.faults == faults
    else:
        loaded, unservable = load_request(data)
        assert unservable == faults
        assert Clock.of(loaded.horizon.timezone).day_start(loaded.horizon.dates[-1])


@UNHURRIED
@given(json_values())
def test_any_json_at_all_is_refused_with_places(document: object) -> None:
    faults = find_faults(json.dumps(document).encode())
    assert faults
    for fault in faults:
        _assert_sound(fault, document)


@UNHURRIED
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    assert find_faults(data)


@UNHURRIED
@given(json_values())
def test_any_json_is_no_plan(document: object) -> None:
    with pytest.raises(PlanUnreadableError) as refused:
        load_plan(json.dumps(document).encode())
    assert refused.value.faults


@settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
@given(
    requests() | busy_requests() | wide_requests() | policy_requests(),
    st.sampled_from(["free_flow", "daypart"]),
    st.integers(0, 2**32),
)
def test_a_generated_request_gives_a_plan_that_the_checker_passes(
    document: dict[str, Any], speeds: Speeds, seed: int
) -> None:
    loaded, _ = load_request(json.dumps(document).encode())
    _assert_planned_or_refused(loaded, PlanOptions(None, 60, seed, speeds))


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(spoiled())
def test_a_spoiled_request_is_refused_or_gives_a_plan_that_the_checker_passes(
    document: dict[str, Any],
) -> None:
    data = json.dumps(document).encode()
    faults = find_faults(data)
    if any(fault.severity == "refused" for fault in faults):
        assert all(re.fullmatch(r"VP1\d{3}", fault.code) for fault in faults)
        return
    loaded, _ = load_request(data)
    _assert_planned_or_refused(loaded, PlanOptions(None, 60))


def _assert_planned_or_refused(request: PlanRequest, options: PlanOptions) -> None:
    network = grid_network()
    try:
        plan = make_plan(request, network, options)
    except VisitplanError as error:
        assert error.code in REFUSALS, error  # noqa: PT017 - a plan is the other right outcome
        return
    verdict = check_plan(request, plan, network)
    assert verdict.violations == ()
    assert plan.cost == verdict.cost
    assert all(entry.blockers for entry in plan.unassigned)


def _assert_sound(fault: Fault, document: object) -> None:
    assert re.fullmatch(r"VP1\d{3}", fault.code)
    assert fault.message
    assert fault.cure
    assert len(str(fault)) < 5_000
    parts = [part.replace("~1", "/").replace("~0", "~") for part in fault.pointer.split("/")[1:]]
    absent = fault.value == "absent"
    here: Any = document
    for part in parts[:-1] if absent else parts:
        here = here[int(part)] if isinstance(here, list) else here[part]
    if absent:
        assert parts[-1] not in here
