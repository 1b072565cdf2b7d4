"""What is dropped and what is restated for the peers, on the week that has everything."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from builders import MON, TUE, WED, case_manager, order, patient, request_of, small_request, span

from visitplan.bench.weekly_simplified import at_level, simplified
from visitplan.domain.patients import Order
from visitplan.domain.request import PlanRequest

EVERY_DAY = [span(f"2026-{day}", "08:00", "17:00") for day in ("11-30", "12-01", "12-02", "12-03")]


def parts(request: PlanRequest) -> list[Order]:
    return [order for patient in simplified(request).patients for order in patient.orders]


def week_of(*, history: str | None = None, **more: object) -> PlanRequest:
    past = {"order": "p/a", "case_managers": ["ana"], "status": "completed"}
    return request_of(
        [case_manager("ana", 0, "LCSW", shifts=EVERY_DAY)],
        [
            patient(
                "p",
                1,
                order("p/a", 30, "LCSW", **more),
                history=[] if history is None else [{**past, "start": history}],
            )
        ],
    )


def ranges(request: PlanRequest) -> list[tuple[int, int]]:
    """Give days of December of each part; 0 is the last of November."""
    first = request.horizon.first_day
    return [
        ((p.earliest_day - first).days, (p.latest_day - first).days)
        for p in parts(request)
        if p.earliest_day and p.latest_day
    ]


def test_the_whole_request_stays_as_it_is_at_level_full() -> None:
    assert at_level(small_request(), "full") == small_request()


def test_waiting_is_priced_at_one_level_alone() -> None:
    assert at_level(small_request(), "waits").policy.weights.wait == 1
    assert at_level(small_request(), "common").policy.weights.wait == 0


def test_visits_of_one_order_get_days_apart() -> None:
    assert ranges(week_of(visits=2, min_gap_days=2)) == [(0, 0), (2, 3)]
    assert ranges(week_of(visits=2)) == [(0, 1), (2, 3)]


def test_the_largest_gap_holds_between_any_days() -> None:
    for (first, last), (next_first, next_last) in [
        tuple(ranges(week_of(visits=2, max_gap_days=1)))
    ]:
        assert next_first > last
        assert next_last - first <= 1


def test_completed_visits_leave_their_gap_behind() -> None:
    assert ranges(week_of(history="2026-11-29T10:00", min_gap_days=3)) == [(2, 3)]
    assert ranges(week_of(history="2026-11-28T10:00", max_gap_days=3)) == [(0, 1)]


def test_visits_beyond_those_that_fit_are_dropped() -> None:
    assert ranges(week_of(visits=4, min_gap_days=2)) == [(0, 0), (2, 3)]


def test_the_first_parts_have_the_minimum() -> None:
    assert [p.min_visits for p in parts(week_of(visits=3, min_visits=2))] == [1, 1, 0]


def test_an_order_that_nobody_can_serve_stays_one_that_nobody_can_serve() -> None:
    request = request_of(
        [case_manager("ana", 0, "RN", shifts=EVERY_DAY)],
        [patient("p", 1, order("p/a", 30, "LCSW", visits=2))],
    )
    assert [p.id for p in parts(request)] == ["p/a/1"]


def test_two_people_become_the_first_of_them() -> None:
    found = {p.id: p for p in parts(small_request())}
    pair = found["p2/crisis/1"]
    assert [need.any_of for need in pair.staff] == [("LCSW",)]
    assert pair.safety == "solo"


def test_daylight_stays_and_a_visit_away_from_home_is_at_the_meeting_place() -> None:
    meet = {"lat": 40.0, "lon": -82.97}
    request = request_of(
        [case_manager("ana", 0, "LCSW", shifts=EVERY_DAY)],
        [
            patient("p", 1, order("p/a", 30, "LCSW", safety="daylight")),
            patient("q", 1, order("q/a", 30, "LCSW", safety="no_home"), meeting_place=meet),
            patient("r", 1, order("r/a", 30, "LCSW", safety="no_home")),
        ],
    )
    lit, met, home = parts(request)
    assert (lit.safety, met.safety, home.safety) == ("daylight", "solo", "solo")
    assert met.location is not None
    assert met.location.lon == pytest.approx(-82.97)
    assert home.location is None


def test_absences_are_cut_out_of_shifts() -> None:
    away = [span(MON, "10:00", "11:00"), span(TUE, "07:00", "09:00"), span(WED, "00:00", "23:00")]
    who = case_manager("ana", 0, "LCSW", shifts=EVERY_DAY[:3], absences=away, max_visits_per_day=4)
    request = request_of([who], [patient("p", 1, order("p/a", 30, "LCSW"))])
    (person,) = simplified(request).case_managers
    assert [(shift.start, shift.end) for shift in person.shifts] == [
        (datetime.fromisoformat(f"{day}T{a}"), datetime.fromisoformat(f"{day}T{b}"))
        for day, a, b in (
            (MON, "08:00", "10:00"),
            (MON, "11:00", "17:00"),
            (TUE, "09:00", "17:00"),
        )
    ]
    assert person.max_visits_per_day is None


def test_a_range_has_a_day_on_which_somebody_can_come() -> None:
    who = case_manager("ana", 0, "LCSW", shifts=[EVERY_DAY[0], EVERY_DAY[3]])
    request = request_of([who], [patient("p", 1, order("p/a", 30, "LCSW", visits=2))])
    (first, last), (next_first, next_last) = ranges(request)
    assert first <= 0 <= last < next_first <= 3 <= next_last
    assert request.horizon.first_day == date(2026, 11, 30)
