"""Conflicts among demands on the street of `builders`, each with its reason in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import MON, THU, TUE, WED, case_manager, order, patient, request_of, span
from solving import street

from visitplan.domain.conflict import Conflict, Conflicts
from visitplan_solvers.weekly import WeeklySolver

if TYPE_CHECKING:
    from visitplan.domain.request import PlanRequest


def refuted(request: PlanRequest, **more: Any) -> Conflicts:
    asked = more.pop("asked", "minimum")
    return WeeklySolver().refute(request, street(request), asked=asked, seconds=60.0, **more)


def only(request: PlanRequest) -> Conflict:
    found = refuted(request)
    assert found.verdict == "conflicts"
    assert found.complete
    (conflict,) = found.conflicts
    assert conflict.smallest
    return conflict


def must(name: str, minutes: int, *staff: str, **more: Any) -> dict[str, Any]:
    return order(name, minutes, *staff, **{"min_visits": more.get("visits", 1), **more})


def kinds(conflict: Conflict) -> set[str]:
    return {limit.kind for limit in conflict.limits}


def orders(conflict: Conflict) -> list[str]:
    return [demand.order for demand in conflict.demands]


ANA = case_manager("ana", 0, "LCSW", shifts=[span(TUE, "09:00", "12:00")])
BEN = case_manager("ben", 0, "RN", shifts=[span(TUE, "09:00", "17:00")])


def test_visits_that_fill_more_than_the_only_shift_are_named_with_the_minutes_short() -> None:
    """Two hours each, and 3 hours of shift; the third order can wait for ben."""
    people = [
        patient("p1", 0, must("p1/a", 120, "LCSW")),
        patient("p2", 0, must("p2/a", 120, "LCSW")),
        patient("p3", 0, must("p3/a", 120, "RN")),
    ]
    conflict = only(request_of([ANA, BEN], people))
    assert orders(conflict) == ["p1/a", "p2/a"]
    assert conflict.numbers == {
        "visit_seconds": 14400,
        "room_seconds": 10800,
        "needed_seconds": 14400,
        "short_seconds": 3600,
    }
    (limit,) = conflict.limits
    assert (limit.kind, limit.case_manager, str(limit.date)) == ("working_time", "ana", TUE)
    assert limit.pointer == "/case_managers/0/shifts/0"
    assert [d.pointer for d in conflict.demands] == [
        "/patients/0/orders/0/min_visits",
        "/patients/1/orders/0/min_visits",
    ]
    for words in (
        "Only ana can come",
        "has 3 h in all",
        "take at least 4 h",
        "At least 1 h are short",
    ):
        assert words in conflict.message


def test_driving_that_no_order_of_visits_avoids_counts() -> None:
    """60 minutes of visits at either end, 80 of driving: 4 blocks out and home each."""
    short = case_manager("ana", 0, "LCSW", shifts=[span(TUE, "09:00", "11:00")])
    people = [
        patient("p1", -3, must("p1/a", 30, "LCSW")),
        patient("p2", 3, must("p2/a", 30, "LCSW")),
    ]
    conflict = only(request_of([short], people))
    assert orders(conflict) == ["p1/a", "p2/a"]
    # Into either place and home again: 30 + 30 + 30 minutes at the least are counted.
    assert conflict.numbers["visit_seconds"] == 3600
    assert "driving" in conflict.message or "drives" in conflict.message


def test_visits_at_the_same_hour_conflict_though_the_day_is_long_enough() -> None:
    early = [{"start": "09:00", "end": "10:15"}]
    people = [patient(f"p{n}", 0, must(f"p{n}/a", 60, "LCSW", windows=early)) for n in range(2)]
    conflict = only(request_of([ANA], people))
    assert orders(conflict) == ["p0/a", "p1/a"]
    assert "do not fit one after the other" in conflict.message
    assert "widen the windows" in conflict.cure


def test_most_visits_of_a_day_are_named_as_the_reason() -> None:
    busy = case_manager(
        "ana", 0, "LCSW", shifts=[span(TUE, "09:00", "17:00")], max_visits_per_day=2
    )
    people = [patient(f"p{n}", 0, must(f"p{n}/a", 30, "LCSW")) for n in range(3)]
    conflict = only(request_of([busy], people))
    assert kinds(conflict) == {"max_visits"}
    assert "on Tue 1 Dec ana makes at most 2 visits" in conflict.message
    assert "`max_visits_per_day`" in conflict.cure


def test_several_conflicts_are_found_one_after_the_other() -> None:
    people = [patient(f"p{n}", 0, must(f"p{n}/a", 120, "LCSW")) for n in range(2)]
    people += [patient(f"q{n}", 0, must(f"q{n}/a", 300, "RN")) for n in range(2)]
    found = refuted(request_of([ANA, BEN], people))
    assert sorted(map(orders, found.conflicts)) == [["p0/a", "p1/a"], ["q0/a", "q1/a"]]


def test_gaps_that_leave_too_few_days_are_told_without_a_solver() -> None:
    week = [span(day, "09:00", "12:00") for day in (MON, TUE, WED, THU)]
    ana = case_manager("ana", 0, "LCSW", shifts=week)
    asked = must("p1/a", 30, "LCSW", visits=3, min_gap_days=2)
    conflict = only(request_of([ana], [patient("p1", 0, asked)]))
    assert kinds(conflict) == {"gaps"}
    assert conflict.numbers == {"visits": 3, "most_visits": 2}
    assert "With visits at least 2 days apart, 2 of 3 fit there" in conflict.message


def test_a_place_too_far_for_the_shift_is_told_with_the_minutes_short() -> None:
    """Ten blocks: 100 minutes out, 30 there, 100 home, in a shift of 180."""
    conflict = only(request_of([ANA], [patient("p1", 10, must("p1/a", 30, "LCSW"))]))
    assert kinds(conflict) == {"reach"}
    assert conflict.numbers["short_seconds"] == 50 * 60
    assert "ana drives at least 3 h 20 min there and home" in conflict.message


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("max_drive_minutes_per_leg", 20, "no way of legs up to 20 min leads ana there"),
        ("max_drive_minutes_per_day", 50, "more than the 50 min allowed a day"),
        ("max_work_minutes_per_day", 80, "1 h 20 min of work allowed"),
        ("max_units_per_day", 1, "ana has 1 units a day, a visit takes 2"),
        ("max_visits_per_day", 0, "ana makes no visits"),
    ],
)
def test_a_limit_that_one_visit_breaks_is_named(field: str, value: int, words: str) -> None:
    ana = ANA | {field: value}
    conflict = only(request_of([ana], [patient("p1", 3, must("p1/a", 30, "LCSW", units=2))]))
    assert words in conflict.message
    assert conflict.limits[0].pointer == f"/case_managers/0/{field}"


def test_two_people_who_never_work_at_one_time_cannot_come_together() -> None:
    late = case_manager("ben", 0, "RN", shifts=[span(TUE, "12:00", "17:00")])
    asked = must("p1/a", 30, "LCSW", "RN")
    conflict = only(request_of([ANA, late], [patient("p1", 0, asked)]))
    assert "no 2 who match its titles at the same time" in conflict.message


def test_a_promise_that_takes_the_hour_of_another_conflicts_with_it() -> None:
    people = [patient(f"p{n}", 0, order(f"p{n}/a", 60, "LCSW")) for n in range(2)]
    fixed = [
        {"visit": f"p{n}/a#1", "case_managers": ["ana"], "start": f"{TUE}T{at}", "lock": "all"}
        for n, at in enumerate(("09:00", "09:30"))
    ]
    conflict = only(request_of([ANA], people, fixed))
    assert orders(conflict) == ["p0/a#1", "p1/a#1"]
    assert [d.kind for d in conflict.demands] == ["promise", "promise"]
    assert [d.pointer for d in conflict.demands] == ["/fixed/0", "/fixed/1"]


def test_a_promised_second_visit_may_come_after_the_gap_that_binds_the_first() -> None:
    week = [span(day, "09:00", "12:00") for day in (TUE, WED, THU)]
    ana = case_manager("ana", 0, "LCSW", shifts=week)
    past = {
        "order": "p1/a",
        "start": "2026-11-27T10:00",
        "case_managers": ["ana"],
        "status": "completed",
    }
    asked = order("p1/a", 30, "LCSW", visits=2, max_gap_days=5)
    promise = {"visit": "p1/a#2", "case_managers": [], "start": f"{THU}T09:00", "lock": "day"}
    one = patient("p1", 0, asked, history=[past])
    assert refuted(request_of([ana], [one], [promise])).verdict == "none_found"
    first = promise | {"visit": "p1/a#1"}
    conflict = only(request_of([ana], [one], [first]))
    assert orders(conflict) == ["p1/a#1"]
    assert kinds(conflict) == {"gaps"}


def test_crises_and_follow_ups_are_asked_for_without_a_minimum() -> None:
    crisis = order("p1/crisis", 120, "LCSW", priority="crisis")
    follow_up = order("p2/after", 120, "LCSW", visits=2, latest_day=TUE)
    people = [patient("p1", 0, crisis), patient("p2", 0, follow_up, discharged_on="2026-11-26")]
    conflict = only(request_of([ANA], people))
    assert {(d.kind, d.visits) for d in conflict.demands} == {("crisis", 1), ("follow_up", 1)}


def test_all_visits_are_asked_for_on_demand_only() -> None:
    people = [patient(f"p{n}", 0, order(f"p{n}/a", 120, "LCSW")) for n in range(2)]
    request = request_of([ANA], people)
    assert refuted(request).verdict == "none_found"
    found = refuted(request, asked="all")
    assert [d.kind for d in found.conflicts[0].demands] == ["target", "target"]


def test_cancelled_visits_are_not_asked_for() -> None:
    week = [span(day, "09:00", "12:00") for day in (MON, TUE, WED, THU)]
    ana = case_manager("ana", 0, "LCSW", shifts=week)
    asked = must("p1/a", 30, "LCSW", visits=3, min_gap_days=2)
    assert refuted(request_of([ana], [patient("p1", 0, asked)])).verdict == "conflicts"
    left = asked | {"cancelled": [1]}
    request = request_of([ana], [patient("p1", 0, left)])
    for number, day in ((2, MON), (3, THU)):
        promise = {"visit": f"p1/a#{number}", "case_managers": [], "start": f"{day}T09:00"}
        kept = request_of([ana], [patient("p1", 0, left)], [promise | {"lock": "day"}])
        assert refuted(kept).verdict == "none_found"
    assert refuted(request).verdict == "none_found"
    gone = request_of([ana], [patient("p1", 0, asked | {"cancelled": [1, 2, 3]})])
    assert refuted(gone).demands == 0


def test_few_people_for_a_patient_and_a_sequence_are_reasons_too() -> None:
    first = must("p1/a", 30, "LCSW")
    second = order("p1/b", 30, "LCSW", after={"order": "p1/a", "min_minutes": 0, "max_minutes": 90})
    one = patient("p1", 0, first, second)
    conflict = only(request_of([ANA], [one]))
    assert "sequence" in kinds(conflict)
    both = case_manager("eve", 0, "LCSW", shifts=[span(TUE, "09:00", "12:00")])
    assert refuted(request_of([ANA, both], [one])).verdict == "none_found"
    conflict = only(request_of([ANA, both], [one | {"max_case_managers": 1}]))
    assert {"sequence", "max_case_managers"} <= kinds(conflict)


def test_overtime_past_midnight_is_not_judged() -> None:
    night = case_manager(
        "ana",
        0,
        "LCSW",
        shifts=[span(TUE, "20:00", "23:30")],
        max_overtime_minutes_per_day=60,
    )
    found = refuted(request_of([night], [patient("p1", 0, must("p1/a", 600, "LCSW"))]))
    assert (found.verdict, found.conflicts) == ("not_proven", ())


def test_no_time_gives_no_verdict_about_what_needs_a_proof() -> None:
    people = [patient(f"p{n}", 0, must(f"p{n}/a", 120, "LCSW")) for n in range(2)]
    request = request_of([ANA], people)
    found = WeeklySolver().refute(request, street(request), asked="minimum", seconds=0)
    assert (found.verdict, found.complete) == ("not_proven", False)


def test_the_same_request_gives_the_same_answer() -> None:
    people = [patient(f"p{n}", n % 3, must(f"p{n}/a", 50, "LCSW")) for n in range(6)]
    request = request_of([ANA], people)
    assert refuted(request) == refuted(request)
