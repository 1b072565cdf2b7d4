"""Any request, simplified for the peers, is still a request, and keeps its gaps."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from property.strategies import Json, requests

from visitplan.bench.weekly_simplified import at_level, simplified
from visitplan.domain.loading import load_request
from visitplan.domain.patients import Order
from visitplan.domain.request import PlanRequest


def singles(request: PlanRequest, order: Order) -> list[Order]:
    found = [o for p in request.patients for o in p.orders]
    return [o for o in found if o.id.rpartition("/")[0] == order.id]


def days(order: Order, request: PlanRequest) -> tuple[date, date]:
    dates = request.horizon.dates
    return order.earliest_day or dates[0], order.latest_day or dates[-1]


@settings(max_examples=60, deadline=None)
@given(requests())
def test_it_is_a_valid_request_without_what_peers_cannot_express(raw: Json) -> None:
    request, _ = load_request(json.dumps(raw).encode())
    simple, faults = load_request(at_level(request, "common").to_json().encode())
    assert all(fault.severity == "unservable" for fault in faults)
    assert not simple.fixed
    assert simple.policy.weights.wait == 0
    assert simple.policy.weights.fairness_per_minute == 0
    for person in simple.case_managers:
        assert (*person.absences, *person.appointments, *person.breaks) == ()
        assert person.max_overtime_minutes_per_day == 0
    for patient in simple.patients:
        assert not patient.history
        for order in patient.orders:
            assert (order.visits, len(order.staff)) == (1, 1)
            assert order.safety in {"solo", "daylight"}
            assert not order.preferred_windows


@settings(max_examples=60, deadline=None)
@given(requests())
def test_any_days_of_its_orders_keep_the_gaps_of_the_first_request(raw: Json) -> None:
    request, _ = load_request(json.dumps(raw).encode())
    simple = simplified(request)
    for patient in request.patients:
        for order in patient.orders:
            parts = singles(simple, order)
            assert 1 <= len(parts) <= order.visits
            spans = [days(part, request) for part in parts]
            for (first, last), (next_first, next_last) in pairwise(spans):
                assert (next_first - last).days >= order.min_gap_days
                assert order.max_gap_days is None or (
                    (next_last - first).days <= order.max_gap_days
                )
            assert sum(part.min_visits for part in parts) == min(order.min_visits, len(parts))


@settings(max_examples=60, deadline=None)
@given(requests())
def test_it_can_be_simplified_again_without_change_but_names(raw: Json) -> None:
    request, _ = load_request(json.dumps(raw).encode())
    once = simplified(request)
    twice = simplified(once)
    assert twice.case_managers == once.case_managers
    assert twice.policy == once.policy
    for before, after in zip(once.patients, twice.patients, strict=True):
        assert len(before.orders) == len(after.orders)
