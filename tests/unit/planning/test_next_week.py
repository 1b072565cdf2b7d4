"""From a plan to the request of the days after it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from builders import WED, right_plan, small_request, street

from visitplan.audit import audit
from visitplan.domain.errors import VisitplanError
from visitplan.domain.loading import find_faults
from visitplan.domain.next_week import Actuals
from visitplan.domain.patients import Patient
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import next_request

REQUEST = small_request()


def planned(request: PlanRequest = REQUEST) -> Plan:
    plan = right_plan(request)
    return plan.model_copy(update={"figures": audit(request, plan, street(request)).figures})


PLAN = planned()


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
    for patient in document["patients"]:
        for order in patient["orders"]:
            order["latest_day"] = WED
    request = PlanRequest.model_validate(document)
    with pytest.raises(VisitplanError) as refused:
        next_request(request, planned(request))
    assert refused.value.code == "VP4142"
