"""Reasons from units, working time, who comes, day patterns and sequences are true as well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from builders import MON, TUE, credential, order, patient, request_of, span

from visitplan.domain.plan import Blocker
from visitplan.domain.request import PlanRequest
from visitplan_solvers.blockers import CODES, blockers, codes
from visitplan_solvers.compiled.build import compile_request
from visitplan_solvers.decode import numbered
from visitplan_solvers.kernel.state import empty_state

from .test_blockers import (
    BOTH_DAYS,
    PAIR,
    Raw,
    ana,
    ben,
    hours,
    left_out,
    meeting,
    one_day,
    promise,
    street,
    two_days,
    wanted,
)
from .test_blockers import CASES as OTHER_CASES

NINE = [span(MON, "09:00", "10:00")]
CALLED = ana(appointments=meeting("08:00", "09:00", location=None))


def visits_of(first: Raw, second: Raw, **more: Any) -> Raw:
    """Give a patient with two orders."""
    return patient(
        "p", 0, order("p/o", 60, "LCSW", **first), order("p/x", 60, "LCSW", **second), **more
    )


def followed(least: int = 60, most: int = 120, **more: Any) -> Raw:
    """Give the second of two services, after the first."""
    return {"after": {"order": "p/o", "min_minutes": least, "max_minutes": most}, **more}


def hours_on(day: str) -> Raw:
    return {"windows": [{"weekdays": [day], "start": "08:00", "end": "17:00"}]}


def nurse() -> Raw:
    return ben(credentials=[credential("RN")])


def nursed(**more: Any) -> Raw:
    """Give a service by a nurse just after the first."""
    return followed(60, 60, staff=[{"any_of": ["RN"]}], **more)


def both_days(staff: list[Raw], wish: Raw) -> PlanRequest:
    return request_of(staff, [wish], days=2)


def at_half_past_nine(request: PlanRequest) -> PlanRequest:
    now = datetime.fromisoformat(f"{MON}T09:30")
    horizon = request.horizon.model_copy(update={"now": now})
    return request.model_copy(update={"horizon": horizon})


CASES: list[tuple[str, PlanRequest, PlanRequest]] = [
    (
        codes.HOURS_PAST,
        at_half_past_nine(one_day(ana(), wanted(windows=hours("09:00", "10:00")))),
        at_half_past_nine(one_day(ana(), wanted(windows=hours("09:00", "11:00")))),
    ),
    (
        codes.MAX_UNITS_REACHED,
        one_day(ana(max_units_per_day=4), wanted(units=5)),
        one_day(ana(max_units_per_day=5), wanted(units=5)),
    ),
    (
        codes.MAX_UNITS_REACHED,
        one_day(ana(max_units_per_day=4), visits_of({"units": 3}, {"units": 2})),
        one_day(ana(max_units_per_day=5), visits_of({"units": 3}, {"units": 2})),
    ),
    (
        codes.DAILY_WORKING_LIMIT,
        one_day(ana(max_work_minutes_per_day=90), wanted(2)),
        one_day(ana(max_work_minutes_per_day=100), wanted(2)),
    ),
    (
        codes.MAX_CASE_MANAGERS,
        one_day([ana(NINE), ben(NINE)], visits_of({}, {}, max_case_managers=1)),
        one_day([ana(NINE), ben(NINE)], visits_of({}, {}, max_case_managers=2)),
    ),
    (
        codes.MAX_CASE_MANAGERS,
        one_day([ana(), ben()], wanted(person={"max_case_managers": 1}, **PAIR)),
        one_day([ana(), ben()], wanted(person={"max_case_managers": 2}, **PAIR)),
    ),
    (
        codes.MAX_CASE_MANAGERS,
        one_day([ana(), ben()], visits_of({}, followed(), max_case_managers=1)),
        one_day([ana(), ben()], visits_of({}, followed(), max_case_managers=2)),
    ),
    (
        codes.SEVERAL_LIMITS,
        one_day(
            [ana(NINE), ben([span(MON, "09:00", "09:50")])],
            visits_of({}, {}, max_case_managers=1),
        ),
        one_day([ana(NINE), ben(NINE)], visits_of({}, {}, max_case_managers=2)),
    ),
    (
        codes.DAY_PATTERN,
        two_days(ana(BOTH_DAYS), wanted(visits=2, person={"day_patterns": [{"p/o": ["mon"]}]})),
        two_days(
            ana(BOTH_DAYS), wanted(visits=2, person={"day_patterns": [{"p/o": ["mon", "tue"]}]})
        ),
    ),
    (
        codes.DAY_PATTERN,
        both_days(
            [ana(BOTH_DAYS), ben(BOTH_DAYS)],
            visits_of({}, followed(), day_patterns=[{"p/o": ["mon"], "p/x": ["tue"]}]),
        ),
        both_days(
            [ana(BOTH_DAYS), ben(BOTH_DAYS)],
            visits_of({}, followed(), day_patterns=[{"p/o": ["mon"], "p/x": ["mon"]}]),
        ),
    ),
    (
        codes.SEVERAL_LIMITS,
        two_days(
            ana(BOTH_DAYS),
            wanted(visits=2, min_gap_days=2, person={"day_patterns": [{"p/o": ["mon"]}]}),
        ),
        two_days(ana(BOTH_DAYS), wanted(visits=2, min_gap_days=1)),
    ),
    (
        codes.NO_DAY_IN_COMMON,
        both_days(
            [ana(BOTH_DAYS), ben(BOTH_DAYS)],
            visits_of(hours_on("mon"), followed(**hours_on("tue"))),
        ),
        both_days(
            [ana(BOTH_DAYS), ben(BOTH_DAYS)],
            visits_of(hours_on("mon"), followed(**hours_on("mon"))),
        ),
    ),
    (
        codes.PARTNER_HAS_NO_PLACE,
        one_day([ana()], visits_of({}, followed())),
        one_day([ana(), ben()], visits_of({}, followed())),
    ),
    (
        codes.PARTNER_HAS_NO_PLACE,
        one_day([ana(), ben()], visits_of({}, followed(earliest_day=TUE))),
        one_day([ana(), ben()], visits_of({}, followed())),
    ),
    (
        codes.PARTNER_HAS_NO_PLACE,
        one_day(
            [ana(), ben([span(MON, "12:00", "13:00")])],
            visits_of({"windows": hours("08:00", "09:30")}, followed()),
        ),
        one_day(
            [ana(), ben([span(MON, "10:00", "11:30")])],
            visits_of({"windows": hours("08:00", "09:30")}, followed()),
        ),
    ),
    (
        codes.SHIFT_END_MISSED,
        one_day([ana(NINE), ben([span(MON, "10:00", "10:50")])], visits_of({}, followed(60, 60))),
        one_day([ana(NINE), ben([span(MON, "10:00", "11:00")])], visits_of({}, followed(60, 60))),
    ),
    (
        codes.HOURS_MISSED,
        one_day([ana(NINE), nurse()], visits_of({}, nursed(windows=hours("09:00", "10:40")))),
        one_day([ana(NINE), nurse()], visits_of({}, nursed(windows=hours("09:00", "11:00")))),
    ),
    (
        codes.HOURS_MISSED,
        one_day(CALLED, wanted(windows=hours("08:00", "09:50"), max_late_minutes=5)),
        one_day(CALLED, wanted(windows=hours("08:00", "09:50"), max_late_minutes=10)),
    ),
]


@pytest.mark.parametrize(("code", "request_", "_lifted"), CASES, ids=[x[0] for x in CASES])
def test_the_reason_is_named(code: str, request_: PlanRequest, _lifted: PlanRequest) -> None:
    found = left_out(request_)
    assert code in {x.code for item in found.values() for x in item.blockers}, found
    assert all(x.code != codes.SEARCH_MISSED for item in found.values() for x in item.blockers)


@pytest.mark.parametrize(("code", "_request", "lifted"), CASES, ids=[x[0] for x in CASES])
def test_lifting_it_makes_room(code: str, _request: PlanRequest, lifted: PlanRequest) -> None:
    assert left_out(lifted) == {}, code


def told(request: PlanRequest, code: str) -> Blocker:
    found = [x for item in left_out(request).values() for x in item.blockers if x.code == code]
    return found[0]


def case(code: str, number: int = 0) -> PlanRequest:
    return [request for name, request, _ in CASES if name == code][number]


@pytest.mark.parametrize(
    ("code", "number", "numbers"),
    [
        (codes.MAX_UNITS_REACHED, 0, {"limit": 4, "units": 5, "now": 0, "day": MON}),
        (codes.MAX_UNITS_REACHED, 1, {"limit": 4, "units": 5, "now": 3, "day": MON}),
        (
            codes.DAILY_WORKING_LIMIT,
            0,
            {"limit_minutes": 90, "minutes": 100, "now_minutes": 0, "day": MON},
        ),
        (codes.MAX_CASE_MANAGERS, 0, {"limit": 1, "people": 1, "seen": "ana"}),
        (
            codes.SEVERAL_LIMITS,
            0,
            {
                "day": MON,
                "shift-end-missed/end": "09:50",
                "shift-end-missed/return": "10:00",
                "shift-end-missed/minutes": 10,
                "max-case-managers/limit": 1,
                "max-case-managers/people": 1,
                "max-case-managers/seen": "ana",
            },
        ),
        (codes.DAY_PATTERN, 0, {"patterns": 1, "served": f"p/o on {MON}", "days": TUE}),
        (codes.NO_DAY_IN_COMMON, 0, {"days": MON, "order": "p/x", "order_days": TUE}),
        (
            codes.PARTNER_HAS_NO_PLACE,
            0,
            {"order": "p/x", "min_minutes": 60, "max_minutes": 120, "direction": "after"},
        ),
        (
            codes.PARTNER_HAS_NO_PLACE,
            1,
            {"order": "p/x", "reason": codes.NO_ALLOWED_DAY},
        ),
        (
            codes.HOURS_MISSED,
            0,
            {"minutes": 20, "direction": "later", "hours": "09:00-10:40", "day": MON},
        ),
    ],
)
def test_numbers_say_by_how_much(code: str, number: int, numbers: dict[str, int | str]) -> None:
    assert told(case(code, number), code).numbers == numbers


def test_message_names_who_comes_and_the_limit() -> None:
    message = told(case(codes.MAX_CASE_MANAGERS), codes.MAX_CASE_MANAGERS).message
    assert message == "ben: patient p sees ana, and at most 1 may come"


def test_who_comes_anyway_is_not_shut_out() -> None:
    request = case(codes.MAX_CASE_MANAGERS)
    (item,) = left_out(request).values()
    assert {x.case_manager: x.code for x in item.blockers} == {
        "ana": codes.SHIFT_END_MISSED,
        "ben": codes.MAX_CASE_MANAGERS,
    }


def test_a_partner_without_any_place_holds_for_everybody() -> None:
    staff = [ana(), ben([]), ben([]) | {"id": "cyn"}]
    wish = visits_of({}, followed() | {"staff": [{"any_of": ["RN"]}]})
    found = left_out(one_day(staff, wish))
    assert [(x.code, x.case_manager) for x in found["p/o#1"].blockers] == [
        (codes.PARTNER_HAS_NO_PLACE, None)
    ]
    assert {x.code for x in found["p/x#1"].blockers} == {codes.CREDENTIAL_MISSING}


def test_room_for_a_sequence_is_missed_by_both() -> None:
    request = one_day([ana(), ben()], visits_of({}, followed()))
    problem = compile_request(request, street(request))
    state = empty_state(problem.tables, problem.appointment_rows)
    found = blockers(problem, state, numbered(problem, state))
    assert [[x.code for x in item.blockers] for item in found] == [[codes.SEARCH_MISSED] * 2] * 2


def test_a_sequence_that_only_fits_at_one_minute_is_placed() -> None:
    staff = [ana([span(MON, "09:07", "10:07")]), ben([span(MON, "10:44", "11:44")])]
    assert left_out(one_day(staff, visits_of({}, followed(97, 97)))) == {}


def test_a_sequence_is_placed_where_working_time_leaves_few_starts() -> None:
    # Ben's promise at 09:07 leaves an hour before it, and 92 minutes of work starts to 08:07 alone.
    staff = [
        ana([span(MON, "07:00", "09:00")]),
        ben([span(MON, "08:00", "12:00")], max_work_minutes_per_day=92),
    ]
    wish = visits_of(
        {"windows": hours("07:03", "08:33")},
        followed(0, 240, windows=hours("08:00", "09:07")),
    )
    other = patient("q", 0, order("q/o", 30, "LCSW"))
    assert (
        left_out(one_day(staff, [other, wish], promise("q/o#1", f"{MON}T09:07", "all", "ben")))
        == {}
    )


def test_every_code_but_the_missed_search_has_a_case() -> None:
    # A shift that is over takes a plan under way: see planning/test_under_way.py.
    elsewhere = {codes.SEARCH_MISSED, codes.SHIFT_OVER}
    assert {code for code, _, _ in (*OTHER_CASES, *CASES)} == set(CODES) - elsewhere
