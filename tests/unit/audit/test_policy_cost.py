"""The terms that a policy brings, each against a number worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import street
from policy_week import policy_plan, policy_request

from visitplan.audit import TERMS, audit
from visitplan.domain.figures import FollowUp, FollowUpCount, OpenFollowUp
from visitplan.domain.request import PlanRequest

BY_HAND = {
    # p4's second and p6's visit are routine, p5's is low. Since p5's last completed visit two
    # were bumped, one is ordered, none is served.
    "unserved": 600_000 + 600_000 + 200_000 + 3_000_000,
    # p6 is not seen by 1 December, the seventh day; p5 has one visit of two by 5 December.
    # p2 has two by the 2nd, p3 one by the 1st, p4 is in treatment again.
    "discharge_clock": 10_000_000 + 5_000_000,
    # Blocks: ana 1+2+3 on Monday and 4+4 on Tuesday, ben 1+1.
    "drive": 2 * 16 * 600,
    # Of 60, 80 and 20 minutes 50 are free.
    "long_drive": 30 * (10 + 30),
    # p1 twice, p3 and p4; p2 lives where p1 does.
    "arrival": 4 * 300,
    # Before p3 from 11:15 to 11:25; paperwork is work.
    "wait": 600,
    "overtime": 0,
    "late_preferred": 0,
    "late_window": 0,
    "late_window_max": 0,
    # p1: the second visit without the primary (the programme's 100) and without the team; two
    # people of the least three that three visits allow. p2: ben came before ana.
    "continuity": 100 + 1200 + 2000 + 3600,
    "language": 0,
    # 340 weighted minutes are ordered. ana has 780 of 1365 available: 194, 30 too many before,
    # and makes 90 + 30 + 30 + 30. ben has 145 and 20 to catch up, and makes 90.
    "fairness": 6 * (180 - 164),
    # Monday afternoon: ana 120, ben from 13:00 to 13:30 and from 13:45 to 14:00. Tuesday: ben is
    # busy. Monday morning: ana is free from 11:15 to 11:25 only.
    "crisis_slack": 30 * ((200 - 165) + 45 + (30 - 10)),
    # Tom is at work on Tuesday and not on ana's route.
    "ride_along": 3600,
    "stability": 0,
}


@pytest.mark.parametrize("term", BY_HAND)
def test_term_is_the_number_worked_out_by_hand(term: str) -> None:
    request = policy_request()
    assert audit(request, policy_plan(request), street(request)).cost.terms[term] == BY_HAND[term]


def test_every_term_has_a_number_worked_out_by_hand() -> None:
    assert BY_HAND.keys() == TERMS.keys()


def test_the_plan_keeps_every_rule() -> None:
    request = policy_request()
    assert audit(request, policy_plan(request), street(request)).violations == ()


def test_the_forecast_counts_deadlines_in_the_horizon_and_after_it() -> None:
    request = policy_request()
    found = audit(request, policy_plan(request), street(request)).figures
    assert found.follow_up == FollowUp(
        first=FollowUpCount(due=2, met=1, rate=0.5),
        second=FollowUpCount(due=2, met=1, rate=0.5),
        open=OpenFollowUp(
            first=FollowUpCount(due=0, met=0, rate=None),
            second=FollowUpCount(due=2, met=0, rate=0.0),
        ),
    )


def test_work_beside_visits_is_told() -> None:
    request = policy_request()
    found = audit(request, policy_plan(request), street(request)).figures
    assert found.paperwork_seconds == 60 * (10 + 5 + 5 + 5 + 10 + 30)
    assert found.arrival_seconds == 4 * 300
    assert found.idle_seconds == 600


def test_miles_of_2026_cost_seventy_two_and_a_half_cents() -> None:
    request = policy_request()
    found = audit(request, policy_plan(request), street(request)).figures
    assert found.drive_meters == 96_000
    assert found.mileage_cents == round(96_000 / 1609.344 * 72.5)


def changed(edit: Any) -> int:
    """Give the cost of the same routes once the request is another one."""
    document = policy_request().model_dump(mode="json", by_alias=True)
    edit(document)
    request = PlanRequest.model_validate(document)
    return audit(request, policy_plan(request), street(request)).cost.total


def term_after(edit: Any, term: str) -> int:
    document = policy_request().model_dump(mode="json", by_alias=True)
    edit(document)
    request = PlanRequest.model_validate(document)
    return audit(request, policy_plan(request), street(request)).cost.terms[term]


CLOCK = {"first_by_days": 7, "second_by_days": 30, "programs": None}


@pytest.mark.parametrize(
    ("edit", "term", "value"),
    [
        # No clock, or one for another programme: nothing is due.
        (lambda d: d["policy"].update(discharge_clock=None), "discharge_clock", 0),
        (
            lambda d: d["policy"].update(discharge_clock={**CLOCK, "programs": ["act"]}),
            "discharge_clock",
            0,
        ),
        # p6's deadline is the horizon's first day or a day before it.
        (lambda d: d["patients"][5].update(discharged_on="2026-11-23"), "discharge_clock", 15e6),
        (lambda d: d["patients"][5].update(discharged_on="2026-11-22"), "discharge_clock", 5e6),
        # A visit on the day of discharge itself does not count: p3 is seen on Monday only.
        (
            lambda d: d["patients"][2].update(discharged_on="2026-11-30"),
            "discharge_clock",
            15e6,
        ),
        # A discharge beyond the calendar's end is none of this week's matters.
        (lambda d: d["patients"][5].update(discharged_on="9999-12-31"), "discharge_clock", 5e6),
        # p3 was seen on the seventh day, and had it been due on Sunday, too late.
        (lambda d: d["patients"][2].update(discharged_on="2026-11-23"), "discharge_clock", 15e6),
        # p4 is out again after the readmission: the second visit is due on 5 December.
        (
            lambda d: d["patients"][3].update(
                discharged_on="2026-11-05", readmitted_on="2026-11-04"
            ),
            "discharge_clock",
            20e6,
        ),
        # Bumped on the day of the last completed visit, or before: no debt.
        (
            lambda d: d["patients"][4]["history"][1].update(start="2026-11-17T10:00"),
            "unserved",
            1_400_000,
        ),
        # A lookback of all history takes in dov: three people of three, one too many.
        (lambda d: d["policy"]["programs"]["act"].update(people_days=None), "continuity", 5800),
        # Seven days back is from the horizon's last day: nothing before it is left.
        (lambda d: d["policy"]["programs"]["act"].update(people_days=7), "continuity", 4900),
        # Nobody lacks where one person may do.
        (lambda d: d["policy"]["programs"]["act"].update(least_people=1), "continuity", 4900),
        (lambda d: d["policy"].update(long_drive_minutes=None), "long_drive", 0),
        # 59 s over are no minute.
        (lambda d: d["policy"].update(long_drive_minutes=80), "long_drive", 0),
        # A balance above the share leaves none.
        (
            lambda d: d["case_managers"][0].update(balance_minutes=500),
            "fairness",
            6 * 180,
        ),
        # Who has no licence any more answers no crisis.
        (
            lambda d: d["case_managers"][0].update(drivers_license={"valid_until": "2026-11-29"}),
            "crisis_slack",
            30 * (200 - 45 + 45 + 30),
        ),
        # Without a mentor, and after orientation, nobody is left behind.
        (lambda d: d["case_managers"][2].update(mentor=None), "ride_along", 0),
        (lambda d: d["case_managers"][2].update(orientation_until=None), "ride_along", 0),
        # Who does not work that day is not left behind either.
        (lambda d: d["case_managers"][2]["shifts"].pop(), "ride_along", 0),
    ],
)
def test_a_term_follows_its_formula(edit: Any, term: str, value: float) -> None:
    assert term_after(edit, term) == value


def test_all_terms_of_a_default_policy_but_clock_and_trainees_are_those_of_before() -> None:
    document = policy_request().model_dump(mode="json", by_alias=True)
    document["policy"] = {"discharge_clock": None}
    request = PlanRequest.model_validate(document)
    terms = audit(request, policy_plan(request), street(request)).cost.terms
    new = ("discharge_clock", "long_drive", "arrival", "crisis_slack")
    assert [terms[name] for name in new] == [0, 0, 0, 0]
    assert date(2026, 11, 30) == request.horizon.first_day
