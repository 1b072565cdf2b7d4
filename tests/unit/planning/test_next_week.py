"""From a plan to the request of the days after it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import (
    MON,
    WED,
    builder,
    case_manager,
    order,
    patient,
    plan_of,
    request_of,
    right_plan,
    small_request,
    span,
    street,
)

from visitplan.audit import audit
from visitplan.domain.errors import VisitplanError
from visitplan.domain.loading import find_faults, load_request
from visitplan.domain.next_week import Actuals
from visitplan.domain.patients import Patient
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import next_request
from visitplan.planning.checking import require_open_roads
from visitplan.planning.errors import ClosedRoadsError

REQUEST = small_request()


def planned(request: PlanRequest = REQUEST) -> Plan:
    plan = right_plan(request)
    return plan.model_copy(update={"figures": audit(request, plan, street(request)).figures})


PLAN = planned()
BEGINS = datetime(2026, 11, 30)  # noqa: DTZ001 - a wall time


def patient_in(request: PlanRequest, name: str) -> Patient:
    return next(patient for patient in request.patients if patient.id == name)


def told(*entries: dict[str, Any]) -> Actuals:
    return Actuals.model_validate({"visits": entries})


def test_the_next_request_is_whole_and_begins_on_the_same_weekday() -> None:
    following, account = next_request(REQUEST, PLAN)
    assert following.horizon.first_day == date(2026, 12, 7)
    assert account.first_day == "2026-12-07"
    refused = [f for f in find_faults(following.to_json().encode()) if f.severity == "refused"]
    assert refused == []
    assert following.fixed == ()


def test_shifts_and_meetings_repeat_and_past_absences_are_gone() -> None:
    following, _ = next_request(REQUEST, PLAN)
    for old, new in zip(REQUEST.case_managers, following.case_managers, strict=True):
        assert [s.start.weekday() for s in new.shifts] == [s.start.weekday() for s in old.shifts]
        assert all(
            (n.start - o.start).days == 7 for o, n in zip(old.shifts, new.shifts, strict=True)
        )
        assert len(new.appointments) == len(old.appointments)
    ben = following.case_managers[1]
    assert REQUEST.case_managers[1].absences
    assert ben.absences == ()


def test_a_leave_that_lasts_is_known_next_week_whatever_was_usual() -> None:
    document = json.loads(REQUEST.to_json())
    leave = {"start": f"{WED}T00:00", "end": "2026-12-09T00:00", "kind": "sick"}
    document["case_managers"][1]["absences"].append(leave)
    request = PlanRequest.model_validate(document)
    plan = PLAN.model_copy(update={"request_sha256": request.sha256()})
    following, _ = next_request(request, plan, usual=REQUEST)
    assert [away.kind for away in following.case_managers[1].absences] == ["sick"]


def test_visits_enter_the_history_as_made_or_as_bumped() -> None:
    following, account = next_request(REQUEST, PLAN)
    assert (account.completed, account.missed, account.bumped) == (8, 0, 2)
    past = patient_in(following, "p7").history
    assert [(p.order, p.status, p.case_managers) for p in past] == [
        ("p7/visit", "completed", ("ben",)),
        ("p7/visit", "bumped", ()),
    ]
    assert past[0].start == datetime(2026, 12, 2, 11, 10)  # noqa: DTZ001 - a wall time
    assert past[1].start.date() == date(2026, 12, 6)
    assert patient_in(following, "p5").history[-1].status == "bumped"


def test_what_became_of_a_visit_counts_and_not_what_was_planned() -> None:
    actuals = told(
        {"visit": "p7/visit#1", "status": "missed"},
        {"visit": "p7/visit#2", "status": "completed", "start": f"{WED}T15:00"}
        | {"case_managers": ["ana"]},
    )
    following, account = next_request(REQUEST, PLAN, actuals)
    assert (account.completed, account.missed, account.bumped) == (8, 1, 1)
    past = patient_in(following, "p7").history
    assert [(p.status, p.case_managers, p.start.hour) for p in past] == [
        ("missed", ("ben",), 11),
        ("completed", ("ana",), 15),
    ]


def test_an_order_whose_days_are_over_ends_and_its_history_stays() -> None:
    document = json.loads(REQUEST.to_json())
    document["patients"][0]["orders"].append(
        document["patients"][5]["orders"][0] | {"id": "p1/other"}
    )
    request = PlanRequest.model_validate(document)
    plan = planned(request).model_copy(update={"request_sha256": request.sha256()})
    following, account = next_request(request, plan)
    assert {entry.order: entry.why for entry in account.ended}["p1/weekly"].endswith(WED)
    p1 = patient_in(following, "p1")
    assert [order.id for order in p1.orders] == ["p1/other"]
    assert [entry.order for entry in p1.history] == [None, None, None, "p1/other"]


def test_a_crisis_that_was_visited_does_not_repeat() -> None:
    following, account = next_request(REQUEST, PLAN)
    assert "p2" in account.dropped_patients
    assert "p2" not in {patient.id for patient in following.patients}
    missed = told({"visit": "p2/crisis#1", "status": "missed"})
    following, _ = next_request(REQUEST, PLAN, missed)
    assert patient_in(following, "p2").orders[0].visits == 1


def test_loads_become_balances() -> None:
    following, _ = next_request(REQUEST, PLAN)
    assert PLAN.figures is not None
    balances = PLAN.figures.balance_minutes
    assert {p.id: p.balance_minutes for p in following.case_managers} == balances
    # Ana made 60 + 60 + 45 + 30 + 30 + 20 minutes, Ben 45 + 60 + 30; the shares are of 430
    # minutes ordered and of what each works.
    ordered = 430
    works = {"ana": 26 * 60, "ben": 17 * 60, "cyn": 4 * 60, "dov": 0}
    made = {"ana": 245, "ben": 135, "cyn": 0, "dov": 0}
    assert balances == {
        name: made[name] - ordered * minutes // sum(works.values())
        for name, minutes in works.items()
    }


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([{"visit": "p9/x#1", "status": "missed"}], "VP4106"),
        ([{"visit": "p6/visit#1", "status": "missed"}] * 2, "VP4141"),
    ],
)
def test_actuals_that_cannot_be_are_refused(entries: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(VisitplanError) as refused:
        next_request(REQUEST, PLAN, told(*entries))
    assert refused.value.code == code


def test_a_plan_of_another_request_is_refused() -> None:
    other = REQUEST.model_copy(update={"fixed": ()})
    with pytest.raises(VisitplanError) as refused:
        next_request(other, PLAN)
    assert refused.value.code == "VP4105"


def test_a_week_after_which_nothing_goes_on_is_refused() -> None:
    document = json.loads(REQUEST.to_json())
    for person in document["patients"]:
        for wish in person["orders"]:
            wish["latest_day"] = WED
    request = PlanRequest.model_validate(document)
    with pytest.raises(VisitplanError) as refused:
        next_request(request, planned(request))
    assert refused.value.code == "VP4142"


def changed(**horizon: Any) -> PlanRequest:
    """Give the small request with another horizon."""
    document = json.loads(REQUEST.to_json())
    document["horizon"] |= horizon
    return PlanRequest.model_validate(document)


def of_people(*names: str) -> PlanRequest:
    people = tuple(p for p in REQUEST.case_managers if p.id in names)
    return REQUEST.model_copy(update={"case_managers": people})


@pytest.mark.parametrize(
    ("usual", "difference"),
    [
        (changed(days=14), "number of days is 14, that of the plan's request 7"),
        (changed(first_day="2026-12-01"), "first day is 2026-12-01"),
        (changed(timezone="America/Chicago"), "time zone is America/Chicago"),
        (of_people("ana", "ben"), "the case managers cyn, dov"),
    ],
)
def test_a_usual_week_that_is_not_the_plans_is_refused(usual: PlanRequest, difference: str) -> None:
    with pytest.raises(VisitplanError, match=difference) as refused:
        next_request(REQUEST, PLAN, usual=usual)
    assert refused.value.code == "VP4146"


def test_the_load_of_the_request_counts_and_not_that_of_the_usual_week() -> None:
    people = tuple(p.model_copy(update={"balance_minutes": 99}) for p in REQUEST.case_managers)
    usual = REQUEST.model_copy(update={"case_managers": people})
    following, _ = next_request(REQUEST, PLAN, usual=usual)
    expected, _ = next_request(REQUEST, PLAN)
    assert following.case_managers == expected.case_managers


UNPLANNED = {"visit": "p7/visit#2", "status": "completed"}


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        (UNPLANNED, "when and by whom"),
        (UNPLANNED | {"start": f"{WED}T15:00"}, "by whom"),
        (UNPLANNED | {"case_managers": ["ben"]}, "when"),
        ({"visit": "p7/visit#1", "status": "completed", "case_managers": []}, "by whom"),
    ],
)
def test_a_visit_made_by_nobody_or_at_no_time_is_refused(
    entry: dict[str, Any], missing: str
) -> None:
    with pytest.raises(VisitplanError, match=f"plan tell {missing}\\.") as refused:
        next_request(REQUEST, PLAN, told(entry))
    assert refused.value.code == "VP4144"


@pytest.mark.parametrize("day", ["2026-12-07", "2026-12-30", "2026-11-29"])
def test_a_visit_of_another_week_is_refused(day: str) -> None:
    entry = {"visit": "p7/visit#1", "status": "completed", "start": f"{day}T10:00"}
    with pytest.raises(VisitplanError, match="from 2026-11-30 to 2026-12-06") as refused:
        next_request(REQUEST, PLAN, told(entry))
    assert refused.value.code == "VP4145"


def test_a_visit_on_the_weekend_after_a_short_horizon_is_this_weeks() -> None:
    request = changed(days=5)
    plan = PLAN.model_copy(update={"request_sha256": request.sha256()})
    entry = {"visit": "p7/visit#1", "status": "completed", "start": "2026-12-06T10:00"}
    following, _ = next_request(request, plan, told(entry))
    past = patient_in(following, "p7").history
    assert [(p.status, p.start.date()) for p in past] == [
        ("completed", date(2026, 12, 6)),
        ("bumped", date(2026, 12, 6)),
    ]


def test_who_really_went_changes_the_balances() -> None:
    """Ben misses 30 minutes, Ana makes 30 that nobody was to make, Cyn goes in Ana's place."""
    before, _ = next_request(REQUEST, PLAN)
    actuals = told(
        {"visit": "p7/visit#1", "status": "missed"},
        UNPLANNED | {"start": f"{WED}T15:00", "case_managers": ["ana"]},
        {"visit": "p4/meet#1", "status": "completed", "case_managers": ["cyn"]},
    )
    after, _ = next_request(REQUEST, PLAN, actuals)
    balances = [{p.id: p.balance_minutes for p in w.case_managers} for w in (before, after)]
    changes = {name: balances[1][name] - balances[0][name] for name in balances[0]}
    assert changes == {"ana": 30 - 30, "ben": -30, "cyn": 30, "dov": 0}


def test_a_visit_called_off_is_nobodys_share() -> None:
    following, _ = next_request(REQUEST, PLAN, told({"visit": "p7/visit#1", "status": "cancelled"}))
    works = {"ana": 26 * 60, "ben": 17 * 60, "cyn": 4 * 60, "dov": 0}
    made = {"ana": 245, "ben": 135 - 30, "cyn": 0, "dov": 0}
    assert {p.id: p.balance_minutes for p in following.case_managers} == {
        name: made[name] - (430 - 30) * minutes // sum(works.values())
        for name, minutes in works.items()
    }


def test_balances_of_the_weeks_before_count_on_without_figures() -> None:
    people = tuple(p.model_copy(update={"balance_minutes": 500}) for p in REQUEST.case_managers)
    request = REQUEST.model_copy(update={"case_managers": people})
    bare = PLAN.model_copy(update={"request_sha256": request.sha256(), "figures": None})
    following, _ = next_request(request, bare)
    expected, _ = next_request(REQUEST, PLAN)
    assert [p.balance_minutes for p in following.case_managers] == [
        p.balance_minutes + 500 for p in expected.case_managers
    ]


def test_somebody_from_elsewhere_enters_the_history_and_is_told() -> None:
    entry = {"visit": "p7/visit#1", "status": "completed", "case_managers": ["zoe"]}
    following, account = next_request(REQUEST, PLAN, told(entry))
    assert account.strangers == ("zoe",)
    assert patient_in(following, "p7").history[0].case_managers == ("zoe",)


def test_whoever_was_bumped_on_the_day_is_owed_a_visit_like_one_left_out() -> None:
    following, _ = next_request(REQUEST, PLAN, told({"visit": "p7/visit#1", "status": "bumped"}))
    past = patient_in(following, "p7").history
    assert [(p.status, p.start.date()) for p in past] == [("bumped", date(2026, 12, 6))] * 2


def sequence(first: dict[str, Any], second: dict[str, Any], **more: Any) -> PlanRequest:
    """Give two visits a week, each followed by one of another person after half an hour."""
    after = {"order": "p1/first", "min_minutes": 30, "max_minutes": 60}
    orders = [
        order("p1/first", 30, "LCSW", visits=2, min_visits=2) | first,
        order("p1/second", 30, "LMSW", visits=2, after=after) | second,
    ]
    shifts = [span(day, "08:00", "17:00") for day in (MON, WED)]
    people = [case_manager(n, 0, c, shifts=shifts) for n, c in (("ana", "LCSW"), ("ben", "LMSW"))]
    return request_of(people, [patient("p1", 0, *orders, **more), patient("p2", 0, OTHER)])


OTHER = order("p2/visit", 30, "LCSW")
PATTERNS = [{"p1/first": ["mon", "wed"], "p1/second": ["mon", "wed"]}]


def half_made(request: PlanRequest) -> Plan:
    """Give a plan with the sequence on Monday alone."""
    make = builder(request)
    first = make.visit("p1/first#1", MON, "09:00 09:00 09:30")
    second = make.visit("p1/second#1", MON, "09:30 09:30 10:00")
    routes = [
        make.route("ana", MON, "09:00 09:30", first),
        make.route("ben", MON, "09:30 10:00", second),
    ]
    return plan_of(request, routes, "p1/first#2", "p1/second#2", "p2/visit#1")


@pytest.mark.parametrize("dated", [0, 1])
def test_of_a_sequence_both_services_go_on_with_what_the_dated_one_has_left(dated: int) -> None:
    ends: list[dict[str, Any]] = [{}, {}]
    ends[dated] = {"latest_day": "2026-12-10"}
    request = sequence(*ends, day_patterns=PATTERNS)
    following, account = next_request(request, half_made(request))
    first, second = patient_in(following, "p1").orders
    assert (first.visits, second.visits, first.min_visits) == (1, 1, 1)
    assert second.after is not None
    assert account.ended == ()


@pytest.mark.parametrize("dated", [0, 1])
def test_a_sequence_ends_with_either_of_its_services(dated: int) -> None:
    ends: list[dict[str, Any]] = [{}, {}]
    ends[dated] = {"latest_day": WED}
    request = sequence(*ends)
    following, account = next_request(request, half_made(request))
    assert [p.id for p in following.patients] == ["p2"]
    names = ["p1/first", "p1/second"]
    assert {entry.order: entry.why for entry in account.ended} == {
        names[dated]: f"its last day was {WED}",
        names[1 - dated]: f"it forms a sequence with {names[dated]}, which ends",
    }


def test_a_sequence_of_which_one_service_was_missed_is_made_again() -> None:
    request = sequence({"latest_day": "2026-12-10"}, {"latest_day": "2026-12-10"})
    missed = told({"visit": "p1/second#1", "status": "missed"})
    following, _ = next_request(request, half_made(request), missed)
    assert [o.visits for o in patient_in(following, "p1").orders] == [2, 2]


def readmitted(**dates: str) -> PlanRequest:
    document = json.loads(REQUEST.to_json())
    document["patients"][6] |= dates
    return PlanRequest.model_validate(document)


@pytest.mark.parametrize(
    ("dates", "goes_on"),
    [
        ({"readmitted_on": "2026-12-03"}, False),
        ({"readmitted_on": "2026-12-07"}, False),
        ({"readmitted_on": "2026-12-08"}, True),
        ({"discharged_on": "2026-11-25", "readmitted_on": "2026-12-03"}, False),
        ({"discharged_on": "2026-12-05", "readmitted_on": "2026-12-03"}, True),
    ],
)
def test_orders_of_a_patient_in_treatment_end_until_a_discharge(
    dates: dict[str, str], goes_on: bool
) -> None:
    request = readmitted(**dates)
    plan = PLAN.model_copy(update={"request_sha256": request.sha256()})
    following, account = next_request(request, plan)
    assert ("p7" in {p.id for p in following.patients}) == goes_on
    assert ("p7" in account.dropped_patients) != goes_on
    told_why = {entry.order: entry.why for entry in account.ended}
    assert ("p7/visit" in told_why) != goes_on
    assert goes_on or dates["readmitted_on"] in told_why["p7/visit"]


def test_a_crisis_does_not_repeat_though_it_had_a_first_day() -> None:
    document = json.loads(REQUEST.to_json())
    document["patients"][1]["orders"][0]["earliest_day"] = MON
    request = PlanRequest.model_validate(document)
    following, _ = next_request(request, planned(request))
    assert "p2" not in {p.id for p in following.patients}


def test_a_request_that_could_not_be_read_is_refused_with_its_faults() -> None:
    """A meeting at half past two at night, in the week in which clocks are put forward."""
    meeting = span("2026-03-01", "02:30", "03:30", id="night")
    shift = span("2026-03-01", "00:00", "09:00")
    ana = case_manager("ana", 0, "LCSW", shifts=[shift], appointments=[meeting])
    request = request_of([ana], [patient("p2", 0, OTHER)], first_day="2026-02-23")
    with pytest.raises(VisitplanError) as refused:
        next_request(request, plan_of(request, [], "p2/visit#1"))
    assert refused.value.code == "VP4143"
    assert "VP1231 /case_managers/0/appointments/0/start" in str(refused.value)


def test_the_request_given_is_the_one_that_its_document_holds() -> None:
    following, _ = next_request(REQUEST, PLAN)
    assert load_request(following.to_json().encode())[0] == following


def test_starts_are_told_in_the_zone_of_the_horizon() -> None:
    routes = tuple(
        route.model_copy(
            update={
                "stops": tuple(
                    stop.model_copy(update={"start": stop.start.astimezone(UTC)})
                    for stop in route.stops
                )
            }
        )
        for route in PLAN.routes
    )
    following, _ = next_request(REQUEST, PLAN.model_copy(update={"routes": routes}))
    assert following == next_request(REQUEST, PLAN)[0]


@pytest.mark.parametrize("gap", [{"min_gap_days": 90}, {"max_gap_days": 90}])
def test_a_completed_visit_is_kept_for_as_long_as_the_gaps_of_its_order_ask(
    gap: dict[str, int],
) -> None:
    made = [
        {"order": name, "start": f"{day}T10:00", "case_managers": ["ana"], "status": status}
        for name, day, status in (
            ("p2/visit", "2026-07-09", "completed"),  # 151 days before the next week: over
            ("p2/visit", "2026-07-10", "completed"),
            ("p2/visit", "2026-10-02", "missed"),
            ("p2/other", "2026-10-02", "completed"),
            (None, "2026-10-02", "completed"),
        )
    ]
    quarterly, weekly = OTHER | gap, order("p2/other", 30, "LCSW")
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    request = request_of([ana], [patient("p2", 0, quarterly, weekly, history=made)])
    plan = plan_of(request, [], "p2/visit#1", "p2/other#1")
    following, _ = next_request(request, plan)
    kept = [p.start.date() for p in patient_in(following, "p2").history if p.start < BEGINS]
    assert kept == [date(2026, 7, 10)]


def test_a_replanned_week_needs_its_usual_one() -> None:
    """Otherwise what held somebody up on Monday would do so on every Monday."""
    document = json.loads(REQUEST.to_json())
    document["horizon"]["now"] = f"{MON}T11:28"
    document["case_managers"][0]["appointments"].append(
        span(MON, "11:00", "11:28", id="overrun:p4/meet")
    )
    request = PlanRequest.model_validate(document)
    plan = PLAN.model_copy(update={"request_sha256": request.sha256()})
    with pytest.raises(VisitplanError, match=f"replanned at {MON}T11:28.*--usual") as refused:
        next_request(request, plan)
    assert refused.value.code == "VP4147"
    meetings = [
        [
            item.id
            for item in next_request(request, plan, usual=usual)[0].case_managers[0].appointments
        ]
        for usual in (REQUEST, request)
    ]
    assert meetings[1] == [*meetings[0], "overrun:p4/meet"]


def left_out(*orders: dict[str, Any], **more: Any) -> PlanRequest:
    """Give a week in which Ana could come on Monday and Wednesday, for one patient."""
    shifts = [span(day, "08:00", "17:00") for day in (MON, WED)]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts)
    return request_of([ana], [patient("p2", 0, *orders, **more), patient("p3", 0, GOES_ON)])


GOES_ON = order("p3/visit", 30, "LCSW")


@pytest.mark.parametrize(
    ("wish", "more", "bumped"),
    [
        ({}, {}, 1),
        ({"earliest_day": "2026-12-10"}, {}, 0),
        ({"earliest_day": "2026-12-06"}, {}, 1),
        ({"min_gap_days": 90}, {"history": "2026-10-02"}, 0),
        ({"min_gap_days": 7}, {"history": "2026-11-28"}, 1),
        ({"min_gap_days": 9}, {"history": "2026-11-28"}, 0),
        ({"visits": 3, "min_gap_days": 4}, {}, 2),
        ({}, {"readmitted_on": MON, "discharged_on": "2026-11-20"}, 0),
        ({}, {"readmitted_on": WED, "discharged_on": "2026-11-20"}, 1),
        ({}, {"unavailable": [{"start": f"{MON}T00:00", "end": "2026-12-07T00:00"}]}, 0),
        ({"windows": [{"weekdays": ["sun"], "start": "09:00", "end": "09:20"}]}, {}, 0),
        # Nobody works on a Sunday: whoever has no visit for want of people is bumped.
        ({"windows": [{"weekdays": ["sun"], "start": "09:00", "end": "10:00"}]}, {}, 1),
    ],
)
def test_only_visits_that_had_a_day_in_the_week_are_bumped(
    wish: dict[str, Any], more: dict[str, Any], bumped: int
) -> None:
    if "history" in more:
        past = {"order": "p2/visit", "start": f"{more['history']}T10:00", "status": "completed"}
        more = {"history": [past]}
    request = left_out(OTHER | wish, **more)
    visits = request.patients[0].orders[0].visits
    names = [f"p2/visit#{n}" for n in range(1, visits + 1)]
    following, account = next_request(request, plan_of(request, [], *names, "p3/visit#1"))
    assert (account.bumped, account.not_due) == (bumped + 1, visits - bumped)
    if any(p.id == "p2" for p in following.patients):
        statuses = [p.status for p in patient_in(following, "p2").history if p.start >= BEGINS]
        assert statuses == ["bumped"] * bumped


def test_a_visit_made_on_the_only_day_leaves_nobody_bumped() -> None:
    request = left_out(OTHER | {"visits": 2, "min_gap_days": 7})
    make = builder(request)
    route = make.route(
        "ana", MON, "09:00 09:30", make.visit("p2/visit#1", MON, "09:00 09:00 09:30")
    )
    following, account = next_request(
        request, plan_of(request, [route], "p2/visit#2", "p3/visit#1")
    )
    assert (account.completed, account.bumped, account.not_due) == (1, 1, 1)
    assert [p.status for p in patient_in(following, "p2").history] == ["completed"]


def test_neither_service_of_a_sequence_is_bumped_before_both_are_due() -> None:
    request = sequence({}, {"earliest_day": "2026-12-08"})
    names = [f"p1/{which}#{n}" for which in ("first", "second") for n in (1, 2)]
    _, account = next_request(request, plan_of(request, [], *names, "p2/visit#1"))
    assert (account.bumped, account.not_due) == (1, 4)


def test_what_the_actuals_tell_of_a_visit_not_due_counts() -> None:
    request = left_out(OTHER | {"earliest_day": "2026-12-10"})
    plan = plan_of(request, [], "p2/visit#1", "p3/visit#1")
    _, account = next_request(request, plan, told({"visit": "p2/visit#1", "status": "cancelled"}))
    assert (account.cancelled, account.missed, account.not_due) == (1, 0, 0)


def test_a_road_that_stays_closed_is_told_and_the_next_week_can_be_planned() -> None:
    line = [{"lat": 39.95, "lon": -83.0}, {"lat": 39.96, "lon": -83.0}]
    document = json.loads(REQUEST.to_json())
    document["closures"] = [
        {"line": line, "start": f"{MON}T08:00", "last_day": day}
        for day in ("2026-12-06", "2026-12-07")
    ]
    request = PlanRequest.model_validate(document)
    plan = PLAN.model_copy(update={"request_sha256": request.sha256()})
    with pytest.raises(ClosedRoadsError, match="Plan the days without `closures`, then"):
        require_open_roads(request)
    document["horizon"]["now"] = f"{WED}T08:00"
    with pytest.raises(ClosedRoadsError, match=r"2026-12-07, .* with `--event \[\]`"):
        require_open_roads(PlanRequest.model_validate(document))
    following, account = next_request(request, plan)
    assert following.closures == ()
    require_open_roads(following)
    assert account.closures == request.closures[1:]
