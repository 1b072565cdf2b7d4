"""Promised visits, gaps between visits, and visits before the horizon."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, THU, TUE, WED, case_manager, order, patient, request_of, span
from solving import days_of, left_out, only_stop, solved, stops_of, wall

from visitplan.domain.plan import Plan

DAYS = (MON, TUE, WED, THU)
SHIFTS = [span(day, "08:00", "17:00") for day in DAYS]


def with_promise(lock: str, number: int = 1, visits: int = 1) -> Plan:
    """Plan with ben promised for Tuesday 10:00, though ana lives next door."""
    people = [
        case_manager("ana", 1, "LCSW", shifts=SHIFTS),
        case_manager("ben", 3, "LCSW", shifts=SHIFTS),
    ]
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW", visits=visits))
    promise = {
        "visit": f"p1/visit#{number}",
        "case_managers": ["ben"],
        "start": f"{TUE}T10:00",
        "lock": lock,
    }
    return solved(request_of(people, [wish], [promise]))


def test_a_promise_of_all_is_kept_to_the_minute() -> None:
    plan = with_promise("all")
    who, stop = only_stop(plan, "p1/visit#1")
    assert (who, str(stop.start.date()), wall(stop)) == ("ben", TUE, "10:00")
    assert plan.cost.terms["stability"] == 0


def test_a_promise_of_the_day_holds_the_day() -> None:
    _, stop = only_stop(with_promise("day"), "p1/visit#1")
    assert str(stop.start.date()) == TUE


def test_a_promise_of_the_person_holds_the_person() -> None:
    assert only_stop(with_promise("staff"), "p1/visit#1")[0] == "ben"


def test_a_promised_number_stays_in_time_order() -> None:
    plan = with_promise("all", number=2, visits=3)
    starts = [only_stop(plan, f"p1/visit#{n}")[1].start for n in (1, 2, 3)]
    assert starts == sorted(starts)
    assert str(starts[1].date()) == TUE


def test_a_promise_that_cannot_be_kept_leaves_the_visit_out() -> None:
    ana = case_manager("ana", 1, "LCSW", shifts=[span(TUE, "11:00", "17:00")])
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW"))
    promise = {"visit": "p1/visit#1", "case_managers": ["ana"], "start": f"{TUE}T10:00"}
    plan = solved(request_of([ana], [wish], [promise | {"lock": "all"}]))
    assert left_out(plan).keys() == {"p1/visit#1"}


def repeated(past: str | None = None, **more: Any) -> Plan:
    """Plan an order of one person, with a visit completed on a day before."""
    history = []
    if past is not None:
        told = {"order": "p1/visit", "start": f"{past}T10:00", "case_managers": ["ana"]}
        history.append(told | {"status": "completed"})
    ana = case_manager("ana", 0, "LCSW", shifts=SHIFTS)
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW", **more), history=history)
    return solved(request_of([ana], [wish]))


def test_the_least_gap_counts_from_the_last_visit_before() -> None:
    plan = repeated("2026-11-29", min_gap_days=4)
    assert [str(day) for day in days_of(plan, "p1/visit")] == [THU]


def test_the_least_gap_holds_between_all_visits() -> None:
    plan = repeated(visits=3, min_gap_days=3)
    assert [str(day) for day in days_of(plan, "p1/visit")] == [MON, THU]
    assert left_out(plan).keys() == {"p1/visit#3"}


def test_the_largest_gap_counts_from_the_last_visit_before() -> None:
    late = [{"weekdays": ["wed", "thu"], "start": "08:00", "end": "17:00"}]
    assert days_of(repeated("2026-11-29", max_gap_days=2, windows=late), "p1/visit") == []
    assert days_of(repeated("2026-11-29", max_gap_days=3, windows=late), "p1/visit") != []


def test_a_largest_gap_from_before_holds_the_first_of_several_visits() -> None:
    plan = repeated("2026-11-25", max_gap_days=8, visits=3, min_gap_days=1)
    assert len(days_of(plan, "p1/visit")) == 3


def test_a_largest_gap_that_passed_before_the_horizon_binds_no_more() -> None:
    plan = repeated("2026-11-20", max_gap_days=3)
    assert len(days_of(plan, "p1/visit")) == 1


@pytest.mark.parametrize(("most", "served"), [(2, 1), (3, 2)])
def test_the_largest_gap_holds_from_one_visit_to_the_next(most: int, served: int) -> None:
    days = [{"weekdays": ["mon", "thu"], "start": "08:00", "end": "17:00"}]
    plan = repeated(visits=2, max_gap_days=most, windows=days)
    assert len(days_of(plan, "p1/visit")) == served


def test_first_and_last_day_are_kept() -> None:
    plan = repeated(visits=4, earliest_day=TUE, latest_day=WED)
    assert [str(day) for day in days_of(plan, "p1/visit")] == [TUE, WED]


def test_the_same_person_comes_again() -> None:
    people = [
        case_manager("ana", 0, "LCSW", shifts=SHIFTS),
        case_manager("ben", 2, "LCSW", shifts=SHIFTS),
    ]
    wish = patient("p1", 1, order("p1/visit", 45, "LCSW", visits=3), primary="ben")
    plan = solved(request_of(people, [wish]))
    assert {who for who, _ in stops_of(plan)} == {"ben"}
    assert plan.cost.terms["continuity"] == 0
