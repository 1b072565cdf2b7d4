from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from visitplan.app.sampling import make_request
from visitplan.app.sampling.decks import Deck, one_in
from visitplan.app.sampling.patterns import first_pattern
from visitplan.app.validation import all_faults
from visitplan.domain.patients import Order, PastVisit, StaffNeed
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork, build_network
from visitplan_data import make_region

MONDAY = dt.date(2026, 11, 30)
WEEK = [MONDAY + dt.timedelta(days=i) for i in range(5)]


@pytest.fixture(scope="module")
def network() -> RoadNetwork:
    return build_network(make_region.FILE, name="sample")


def visits_of(request: PlanRequest) -> int:
    return sum(order.visits for patient in request.patients for order in patient.orders)


@pytest.mark.parametrize(
    ("managers", "visits", "seed", "days"),
    [(1, 1, 1, 1), (1, 9, 2, 7), (3, 20, 3, 7), (8, 100, 4, 7), (10, 150, 5, 5), (9, 40, 6, 2)],
)
def test_requests_of_any_size_have_no_fault(
    network: RoadNetwork, managers: int, visits: int, seed: int, days: int
) -> None:
    request = make_request(network, managers=managers, visits=visits, seed=seed, days=days)
    assert len(request.case_managers) == managers
    assert visits_of(request) == visits
    assert all_faults(request.to_json().encode(), network) == ()


def test_equal_arguments_give_equal_bytes(network: RoadNetwork) -> None:
    first, again = (make_request(network, managers=8, visits=60, seed=11) for _ in range(2))
    assert first.to_json() == again.to_json()


def test_another_seed_gives_another_week(network: RoadNetwork) -> None:
    one, other = (make_request(network, managers=8, visits=60, seed=s) for s in (1, 2))
    assert one.case_managers != other.case_managers
    assert {p.location.lat for p in one.patients}.isdisjoint(p.location.lat for p in other.patients)


def test_one_day_at_a_weekend_still_has_shifts(network: RoadNetwork) -> None:
    saturday = dt.date(2026, 12, 5)
    request = make_request(network, managers=4, visits=6, seed=1, first_day=saturday, days=1)
    assert all(person.shifts for person in request.case_managers)
    assert all_faults(request.to_json().encode(), network) == ()


def test_state_and_zone_are_taken_as_given(network: RoadNetwork) -> None:
    request = make_request(
        network, managers=8, visits=50, seed=3, state="VA", timezone="Europe/Lisbon"
    )
    assert request.horizon.timezone == "Europe/Lisbon"
    assert {patient.state for patient in request.patients} == {"VA"}


def test_the_zone_is_guessed_from_the_place(network: RoadNetwork) -> None:
    request = make_request(network, managers=1, visits=1, seed=1)
    assert request.horizon.timezone == "America/New_York"


def test_addresses_lie_close_to_a_road_but_not_on_it(network: RoadNetwork) -> None:
    request = make_request(network, managers=8, visits=120, seed=9)
    homes = [patient.location for patient in request.patients]
    snap = network.snap(np.array([h.lat for h in homes]), np.array([h.lon for h in homes]))
    assert float(snap.distance_m.max()) < 150
    assert float(np.median(snap.distance_m)) > 5


def test_nothing_in_it_names_a_person(network: RoadNetwork) -> None:
    request = make_request(network, managers=12, visits=60, seed=5)
    names = {person.display_name for person in request.case_managers if person.display_name}
    assert all(name.startswith("Case manager ") for name in names)
    assert "name" not in json.loads(request.to_json())["patients"][0]


def test_excluded_people_are_neither_primary_nor_team(network: RoadNetwork) -> None:
    request = make_request(network, managers=12, visits=300, seed=5)
    assert any(patient.excluded for patient in request.patients)
    for patient in request.patients:
        assert not {patient.primary, *patient.care_team} & set(patient.excluded)


def test_promised_visits_fit_the_shift_of_who_is_promised(network: RoadNetwork) -> None:
    request = make_request(network, managers=12, visits=150, seed=8)
    people = {person.id: person for person in request.case_managers}
    minutes = {order.id: order.minutes for p in request.patients for order in p.orders}
    bound = [fixed for fixed in request.fixed if fixed.lock == "all"]
    assert bound
    for fixed in bound:
        end = fixed.start + dt.timedelta(minutes=minutes[fixed.visit.split("#")[0]])
        (person,) = (people[name] for name in fixed.case_managers)
        assert any(s.start < fixed.start and end < s.end for s in person.shifts)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["columbus-oh", "northern-kentucky", "porto-pt"])
def test_requests_on_real_roads_have_no_fault(shared_networks: Path, name: str) -> None:
    real = build_network(shared_networks / f"{name}.osm.pbf", name=name)
    request = make_request(real, managers=40, visits=700, seed=1)
    assert visits_of(request) == 700
    assert all_faults(request.to_json().encode(), real) == ()


def order(visits: int, min_gap: int, max_gap: int | None = None) -> Order:
    return Order(
        id="o",
        visits=visits,
        minutes=30,
        min_gap_days=min_gap,
        max_gap_days=max_gap,
        staff=(StaffNeed(any_of=("RN",)),),
    )


def completed(day: dt.date) -> PastVisit:
    start = dt.datetime.combine(day, dt.time(10))
    return PastVisit(order="o", start=start, status="completed")


def test_a_pattern_takes_the_earliest_days_that_keep_the_gap() -> None:
    assert first_pattern(order(3, 2), (), WEEK, MONDAY) == (WEEK[0], WEEK[2], WEEK[4])


def test_too_many_visits_have_no_pattern() -> None:
    assert first_pattern(order(4, 2), (), WEEK, MONDAY) is None


def test_a_pattern_skips_a_start_that_the_largest_gap_forbids() -> None:
    days = [WEEK[0], WEEK[3], WEEK[4]]
    assert first_pattern(order(2, 1, 1), (), days, MONDAY) == (WEEK[3], WEEK[4])


def test_a_completed_visit_pushes_the_first_day_back() -> None:
    past = (completed(MONDAY - dt.timedelta(days=1)),)
    assert first_pattern(order(1, 3), past, WEEK, MONDAY) == (WEEK[2],)


def test_a_completed_visit_may_leave_no_day() -> None:
    past = (completed(MONDAY - dt.timedelta(days=1)),)
    assert first_pattern(order(1, 1, 2), past, WEEK[2:], MONDAY) is None


def test_a_largest_gap_that_is_already_past_binds_no_more() -> None:
    past = (completed(MONDAY - dt.timedelta(days=9)),)
    assert first_pattern(order(1, 1, 2), past, WEEK[2:], MONDAY) == (WEEK[2],)


def test_a_deck_deals_every_card_before_it_is_shuffled_again() -> None:
    import random

    rng = random.Random(1)
    deck = Deck(rng, (("a", 2), ("b", 1)))
    for _ in range(5):
        assert sorted(deck.deal() for _ in range(3)) == ["a", "a", "b"]
    yes = one_in(rng, 4)
    assert sum(yes.deal() for _ in range(40)) == 10
