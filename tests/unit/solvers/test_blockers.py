"""Reasons for visits left out are true: lifting what they name makes room."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import (
    BLOCK_METERS,
    BLOCK_SECONDS,
    MON,
    TUE,
    at,
    case_manager,
    credential,
    order,
    patient,
    request_of,
    small_request,
    span,
)

from visitplan.domain.plan import Blocker, Unassigned
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes
from visitplan_solvers.blockers import CODES, blockers, codes, place_missed
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.compiled.places import places
from visitplan_solvers.decode import numbered
from visitplan_solvers.kernel.state import Ints, empty_state

DOCS = Path(__file__).resolve().parents[3] / "docs"
Raw = dict[str, Any]
ALL_DAY = [span(MON, "08:00", "17:00")]


def street(request: PlanRequest) -> TravelTimes:
    """Give the travel times along the street of `builders`, ten minutes a block."""
    lons = np.array([place.lon for place in places(request)[0]])
    blocks = np.rint(np.abs(lons[:, None] - lons[None, :]) * 100).astype(np.int32)
    always = np.zeros(1, np.int32)
    return TravelTimes(
        blocks[None] * BLOCK_SECONDS, blocks * BLOCK_METERS, always, always, "free_flow"
    )


def filled(request: PlanRequest) -> tuple[Problem, Ints]:
    """Insert the visits one after the other, in the request's order."""
    problem = compile_request(request, street(request))
    state = empty_state(problem.tables, problem.appointment_rows)
    place_missed(problem, state)
    return problem, state


def left_out(request: PlanRequest) -> dict[str, Unassigned]:
    problem, state = filled(request)
    return {x.visit: x for x in blockers(problem, state, numbered(problem, state))}


def ana(shifts: list[Raw] | None = None, **more: Any) -> Raw:
    return case_manager("ana", 0, "LCSW", shifts=ALL_DAY if shifts is None else shifts, **more)


def ben(shifts: list[Raw] | None = None, **more: Any) -> Raw:
    return case_manager("ben", 0, "LCSW", shifts=ALL_DAY if shifts is None else shifts, **more)


def wanted(block: int = 0, minutes: int = 60, person: Raw | None = None, **more: Any) -> Raw:
    return patient("p", block, order("p/o", minutes, "LCSW", **more), **(person or {}))


def other(block: int = 0, minutes: int = 60, **more: Any) -> Raw:
    return patient("q", block, order("q/o", minutes, "LCSW", priority="high", **more))


def hours(start: str, end: str) -> list[Raw]:
    return [{"start": start, "end": end}]


def promise(visit: str, start: str, lock: str, who: str = "ana") -> list[Raw]:
    return [{"visit": visit, "case_managers": [who], "start": start, "lock": lock}]


def one_day(staff: Raw | list[Raw], patients: Raw | list[Raw], fixed: Any = None) -> PlanRequest:
    staff = staff if isinstance(staff, list) else [staff]
    patients = patients if isinstance(patients, list) else [patients]
    return request_of(staff, patients, fixed, days=1)


def two_days(staff: Raw, wish: Raw, fixed: Any = None) -> PlanRequest:
    return request_of([staff], [wish], fixed, days=2)


def held(**more: Any) -> Raw:
    return {"credentials": [credential("LCSW") | more]}


def meeting(start: str, end: str, **more: Any) -> list[Raw]:
    return [span(MON, start, end, id="team", **more)]


def crowd(number: int) -> list[Raw]:
    return [patient(f"p{k}", 0, order(f"p{k}/o", 3, "LCSW")) for k in range(number)]


BOTH_DAYS = [span(MON, "08:00", "17:00"), span(TUE, "08:00", "17:00")]
YESTERDAY = {
    "history": [
        {"order": "p/o", "start": "2026-11-29T10:00", "case_managers": [], "status": "completed"}
    ]
}
TEN = hours("09:00", "10:00")
NOON_BREAK = [{"minutes": 20, "earliest": "10:00", "latest": "10:00"}]
PAIR = {"safety": "pair"}
AT_OFFICE = {"location": at(0)}
HERE = {"location": None}

CASES: list[tuple[str, PlanRequest, PlanRequest]] = [
    (
        codes.NO_ALLOWED_DAY,
        one_day(ana(), wanted(earliest_day=TUE)),
        one_day(ana(), wanted()),
    ),
    (
        codes.GAP_TO_HISTORY,
        one_day(ana(), wanted(min_gap_days=3, person=YESTERDAY)),
        one_day(ana(), wanted(min_gap_days=1, person=YESTERDAY)),
    ),
    (
        codes.IN_TREATMENT,
        one_day(ana(), wanted(person={"discharged_on": "2026-11-20", "readmitted_on": MON})),
        one_day(ana(), wanted(person={"discharged_on": MON, "readmitted_on": "2026-11-20"})),
    ),
    (
        codes.NO_WINDOW_LONG_ENOUGH,
        one_day(ana(), wanted(windows=hours("09:00", "09:30"))),
        one_day(ana(), wanted(windows=TEN)),
    ),
    (
        codes.NO_DAYLIGHT,
        one_day(
            ana([span(MON, "08:00", "22:00")]),
            wanted(windows=hours("18:00", "20:00"), safety="daylight"),
        ),
        one_day(ana([span(MON, "08:00", "22:00")]), wanted(windows=hours("18:00", "20:00"))),
    ),
    (
        codes.PATIENT_UNAVAILABLE,
        one_day(ana(), wanted(windows=TEN, person={"unavailable": [span(MON, "09:30", "12:00")]})),
        one_day(ana(), wanted(windows=TEN)),
    ),
    (
        codes.PROMISE_OUTSIDE_HOURS,
        one_day(ana(), wanted(windows=TEN), promise("p/o#1", f"{MON}T09:30", "all")),
        one_day(ana(), wanted(windows=TEN), promise("p/o#1", f"{MON}T09:00", "all")),
    ),
    (
        codes.PROMISES_LEAVE_NO_DAY,
        two_days(ana(BOTH_DAYS), wanted(visits=2), promise("p/o#2", f"{MON}T09:00", "all")),
        two_days(ana(BOTH_DAYS), wanted(visits=2), promise("p/o#2", f"{TUE}T09:00", "all")),
    ),
    (
        codes.GAP_TO_SERVED,
        two_days(ana(BOTH_DAYS), wanted(visits=2, min_gap_days=2)),
        two_days(ana(BOTH_DAYS), wanted(visits=2, min_gap_days=1)),
    ),
    (
        codes.EXCLUDED,
        one_day(ana(), wanted(person={"excluded": ["ana"]})),
        one_day(ana(), wanted()),
    ),
    (
        codes.STAFF_GENDER,
        one_day(ana(), wanted(person={"staff_gender": "female"})),
        one_day(ana(gender="female"), wanted(person={"staff_gender": "female"})),
    ),
    (
        codes.PROMISED_TO_OTHERS,
        one_day([ana(), ben([])], wanted(), promise("p/o#1", f"{MON}T09:00", "staff", "ben")),
        one_day([ana(), ben([])], wanted(), promise("p/o#1", f"{MON}T09:00", "staff", "ana")),
    ),
    (codes.CREDENTIAL_MISSING, one_day(ana(credentials=[]), wanted()), one_day(ana(), wanted())),
    (
        codes.CREDENTIAL_OTHER_STATE,
        one_day(ana(**held(state="KY")), wanted()),
        one_day(ana(**held(state="OH")), wanted()),
    ),
    (
        codes.CREDENTIAL_EXPIRED,
        one_day(ana(**held(valid_until="2026-11-29")), wanted()),
        one_day(ana(**held(valid_until=MON)), wanted()),
    ),
    (
        codes.CREDENTIAL_NOT_YET_VALID,
        one_day(ana(**held(valid_from=TUE)), wanted()),
        one_day(ana(**held(valid_from=MON)), wanted()),
    ),
    (
        codes.DRIVERS_LICENSE,
        one_day(ana(drivers_license={"valid_until": "2026-11-29"}), wanted()),
        one_day(ana(), wanted()),
    ),
    (
        codes.IN_ORIENTATION,
        one_day(ana(orientation_until=MON), wanted()),
        one_day(ana(orientation_until="2026-11-29"), wanted()),
    ),
    (
        codes.NO_SHIFT,
        one_day(ana([span(TUE, "08:00", "17:00")]), wanted()),
        one_day(ana(), wanted()),
    ),
    (
        codes.ABSENT,
        one_day(ana(absences=[{"start": f"{MON}T00:00", "end": f"{TUE}T00:00"}]), wanted()),
        one_day(ana(), wanted()),
    ),
    (codes.OUT_OF_REACH, one_day(ana(), wanted(80)), one_day(ana(), wanted(8))),
    (
        codes.SEVERAL_LIMITS,
        one_day(ana([span(MON, "08:00", "09:00")], max_drive_minutes_per_leg=20), wanted(3)),
        one_day(ana([span(MON, "08:00", "10:00")], max_drive_minutes_per_leg=30), wanted(3)),
    ),
    (
        codes.NO_ROOM_BETWEEN_VISITS,
        one_day(ana([span(MON, "08:00", "13:00")]), [other(minutes=300), wanted(minutes=300)]),
        one_day(ana([span(MON, "08:00", "13:00")]), wanted(minutes=300)),
    ),
    (
        codes.STOPS_PER_ROUTE,
        one_day(ana(), [*crowd(127), wanted()]),
        one_day(ana(), [*crowd(126), wanted()]),
    ),
    (
        codes.MAX_VISITS_REACHED,
        one_day(ana(max_visits_per_day=1), [other(), wanted()]),
        one_day(ana(max_visits_per_day=2), [other(), wanted()]),
    ),
    (
        codes.LEG_TOO_LONG,
        one_day(ana(max_drive_minutes_per_leg=20), wanted(3)),
        one_day(ana(max_drive_minutes_per_leg=30), wanted(3)),
    ),
    (
        codes.DAILY_DRIVING_LIMIT,
        one_day(ana(max_drive_minutes_per_day=50), wanted(3)),
        one_day(ana(max_drive_minutes_per_day=60), wanted(3)),
    ),
    (
        codes.SHIFT_END_MISSED,
        one_day(ana([span(MON, "08:00", "09:50")]), wanted(3)),
        one_day(ana([span(MON, "08:00", "10:00")]), wanted(3)),
    ),
    (
        codes.SHIFT_START_MISSED,
        one_day(ana(), wanted(3, windows=hours("08:00", "09:00"))),
        one_day(ana([span(MON, "07:30", "17:00")]), wanted(3, windows=hours("08:00", "09:00"))),
    ),
    (
        codes.HOURS_MISSED,
        one_day(
            ana(appointments=meeting("08:00", "08:30", **AT_OFFICE)),
            wanted(3, windows=hours("08:00", "09:50")),
        ),
        one_day(
            ana(appointments=meeting("08:00", "08:30", **AT_OFFICE)),
            wanted(3, windows=hours("08:00", "10:00")),
        ),
    ),
    (
        codes.PROMISED_START_MISSED,
        one_day(
            ana(appointments=meeting("08:00", "08:45", **AT_OFFICE)),
            wanted(3),
            promise("p/o#1", f"{MON}T09:00", "all"),
        ),
        one_day(
            ana(appointments=meeting("08:00", "08:45", **AT_OFFICE)),
            wanted(3),
            promise("p/o#1", f"{MON}T09:15", "all"),
        ),
    ),
    (
        codes.BREAK_IN_THE_WAY,
        one_day(ana(breaks=NOON_BREAK), wanted(windows=hours("09:30", "10:30"))),
        one_day(ana(), wanted(windows=hours("09:30", "10:30"))),
    ),
    (
        codes.APPOINTMENT_IN_THE_WAY,
        one_day(ana(appointments=meeting("09:15", "09:45", **HERE)), wanted(windows=TEN)),
        one_day(ana(), wanted(windows=TEN)),
    ),
    (
        codes.APPOINTMENT_IN_THE_WAY,
        one_day(ana(appointments=meeting("09:15", "09:45", **AT_OFFICE)), wanted(windows=TEN)),
        one_day(ana(), wanted(windows=TEN)),
    ),
    (
        codes.ABSENCE_IN_THE_WAY,
        one_day(ana(absences=[span(MON, "09:15", "09:45")]), wanted(windows=TEN)),
        one_day(ana(), wanted(windows=TEN)),
    ),
    (
        codes.ABSENCE_IN_THE_WAY,
        one_day(ana(absences=[span(MON, "09:45", "18:00")]), wanted(windows=TEN)),
        one_day(ana(absences=[span(MON, "10:00", "18:00")]), wanted(windows=TEN)),
    ),
    (
        codes.ABSENCE_IN_THE_WAY,
        one_day(ana(absences=[span(MON, "07:00", "09:15")]), wanted(windows=TEN)),
        one_day(ana(absences=[span(MON, "07:00", "09:00")]), wanted(windows=TEN)),
    ),
    (
        codes.NO_SECOND_PERSON,
        one_day(
            [ana([span(MON, "08:00", "10:00")]), ben([span(MON, "13:00", "15:00")])], wanted(**PAIR)
        ),
        one_day(
            [ana([span(MON, "08:00", "10:00")]), ben([span(MON, "09:00", "15:00")])], wanted(**PAIR)
        ),
    ),
]


@pytest.mark.parametrize(("code", "request_", "_lifted"), CASES, ids=[x[0] for x in CASES])
def test_the_reason_is_named(code: str, request_: PlanRequest, _lifted: PlanRequest) -> None:
    found = left_out(request_)
    assert code in {x.code for item in found.values() for x in item.blockers}, found
    assert found[next(x for x in found if x.startswith("p/o"))].patient == "p"


@pytest.mark.parametrize(("code", "_request", "lifted"), CASES, ids=[x[0] for x in CASES])
def test_lifting_it_makes_room(code: str, _request: PlanRequest, lifted: PlanRequest) -> None:
    assert left_out(lifted) == {}, code


def first(request: PlanRequest) -> Blocker:
    return next(iter(left_out(request).values())).blockers[0]


def case(code: str) -> PlanRequest:
    return next(request for name, request, _ in CASES if name == code)


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        (codes.SHIFT_END_MISSED, {"end": "09:50", "return": "10:00", "minutes": 10, "day": MON}),
        (codes.SHIFT_START_MISSED, {"start": "08:00", "leave": "07:30", "minutes": 30, "day": MON}),
        (codes.LEG_TOO_LONG, {"limit_minutes": 20, "minutes": 30, "day": MON}),
        (
            codes.DAILY_DRIVING_LIMIT,
            {"limit_minutes": 50, "minutes": 60, "now_minutes": 0, "day": MON},
        ),
        (
            codes.HOURS_MISSED,
            {"minutes": 10, "direction": "later", "hours": "08:00-09:50", "day": MON},
        ),
        (
            codes.PROMISED_START_MISSED,
            {"minutes": 15, "direction": "later", "start": "09:00", "day": MON},
        ),
        (codes.MAX_VISITS_REACHED, {"limit": 1, "visits": 1, "day": MON}),
        (
            codes.SEVERAL_LIMITS,
            {
                "day": MON,
                "shift-end-missed/end": "09:00",
                "shift-end-missed/return": "10:00",
                "shift-end-missed/minutes": 60,
                "leg-too-long/limit_minutes": 20,
                "leg-too-long/minutes": 30,
            },
        ),
        (
            codes.CREDENTIAL_EXPIRED,
            {
                "day": MON,
                "needed": "LCSW",
                "state": "OH",
                "credential": "LCSW",
                "valid_until": "2026-11-29",
            },
        ),
    ],
)
def test_numbers_say_by_how_much(code: str, numbers: dict[str, int | str]) -> None:
    blocker = first(case(code))
    assert (blocker.code, blocker.numbers) == (code, numbers)


def test_message_names_shift_end_and_return() -> None:
    message = first(case(codes.SHIFT_END_MISSED)).message
    assert message == f"ana: shift ends 09:50, would be back 10:00 on {MON}"


def test_a_plan_with_room_says_that_the_search_missed_it() -> None:
    request = one_day([ana(), ben([])], wanted())
    problem = compile_request(request, street(request))
    state = empty_state(problem.tables, problem.appointment_rows)
    (item,) = blockers(problem, state, numbered(problem, state))
    assert [x.code for x in item.blockers] == [codes.SEARCH_MISSED, codes.NO_SHIFT]


def test_room_for_two_is_missed_by_both() -> None:
    request = one_day([ana(), ben()], wanted(**PAIR))
    problem = compile_request(request, street(request))
    state = empty_state(problem.tables, problem.appointment_rows)
    (item,) = blockers(problem, state, numbered(problem, state))
    assert [x.code for x in item.blockers] == [codes.SEARCH_MISSED] * 2


def test_nearest_miss_comes_first() -> None:
    staff = [
        case_manager("far", 9, "RN", shifts=ALL_DAY),
        ana([span(MON, "08:00", "08:30")]),
        ben([span(MON, "08:00", "08:50")]),
        case_manager("out", 0, "LCSW", shifts=[]),
    ]
    (item,) = left_out(one_day(staff, wanted())).values()
    assert [x.case_manager for x in item.blockers] == ["ben", "ana", "out", "far"]


def test_reason_for_everybody_stands_alone() -> None:
    (item,) = left_out(one_day([ana(), ben()], wanted(earliest_day=TUE))).values()
    assert [x.case_manager for x in item.blockers] == [None]


def test_the_furthest_day_decides() -> None:
    staff = ana([*BOTH_DAYS[:1], span(TUE, "08:00", "08:45")], **held(valid_from=TUE))
    blocker = first(two_days(staff, wanted()))
    assert (blocker.code, blocker.numbers["day"]) == (codes.SHIFT_END_MISSED, TUE)


def test_small_request_needs_no_missed_search() -> None:
    problem, state = filled(small_request())
    before = state.copy()
    found = blockers(problem, state, numbered(problem, state))
    assert (state == before).all()
    assert found
    for item in found:
        assert codes.SEARCH_MISSED not in {x.code for x in item.blockers}
        people = [x.case_manager for x in item.blockers]
        assert people == [None] or sorted(map(str, people)) == ["ana", "ben", "cyn", "dov"]


def test_page_has_a_heading_for_each_code() -> None:
    text = (DOCS / "blockers.md").read_text("utf-8")
    assert tuple(re.findall(r"^## ([a-z-]+)$", text, re.MULTILINE)) == CODES
