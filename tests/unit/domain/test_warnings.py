"""What is told of a request without refusing it."""

from __future__ import annotations

from typing import Any

import pytest
from documents import case_manager, encoded, patient, request

from visitplan.app.validation import find
from visitplan.domain.loading import load_request


def warned(document: dict[str, Any]) -> list[tuple[str, str]]:
    found = find(encoded(document))
    assert [fault for fault in found.faults if fault.severity == "refused"] == []
    assert all(warning.severity == "warning" for warning in found.warnings)
    return [(warning.code, warning.pointer) for warning in found.warnings]


def discharged(day: str, **more: Any) -> dict[str, Any]:
    """Give the request of documents.py with a patient whom nobody has seen since a discharge."""
    document = request()
    document["patients"][0] |= {"discharged_on": day, "history": []} | more
    return document


DISCHARGED = ("VP1401", "/patients/0/discharged_on")


def test_a_request_with_nothing_special_has_no_warning() -> None:
    assert warned(request()) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        # The order allows Monday, Wednesday and Friday: three days before Sunday or Saturday.
        ("2026-11-29", True),
        ("2026-11-28", True),
        ("2026-11-27", True),
        # A discharge on Thursday is due on Thursday; two days are enough to say nothing.
        ("2026-11-26", False),
        # Due on Sunday before the horizon, and after it.
        ("2026-11-22", False),
        ("2026-11-30", False),
        ("9999-12-31", False),
        ("0001-01-01", False),
    ],
)
def test_a_discharge_from_friday_to_sunday_is_told(day: str, *, told: bool) -> None:
    assert warned(discharged(day)) == ([DISCHARGED] if told else [])


def test_a_full_working_week_is_enough_after_a_weekend() -> None:
    document = discharged("2026-11-28", unavailable=[])
    document["patients"][0]["orders"][0] |= {"windows": [], "latest_day": None}
    assert warned(document) == []


def test_a_discharge_that_no_day_is_left_for_is_told_whatever_its_day() -> None:
    document = discharged("2026-11-25")
    document["patients"][0]["orders"][0]["earliest_day"] = "2026-12-03"
    assert warned(document) == [DISCHARGED]


def test_who_was_seen_since_is_not_told() -> None:
    past = request()["patients"][0]["history"][0] | {"start": "2026-11-29T10:00"}
    assert warned(discharged("2026-11-28", history=[past])) == []


def test_who_is_in_treatment_again_is_not_told() -> None:
    assert warned(discharged("2026-11-28", readmitted_on="2026-12-06")) == []


def test_a_clock_for_other_programmes_or_none_is_not_told() -> None:
    document = discharged("2026-11-28", program="act")
    document["policy"] = {"discharge_clock": {"programs": ["aftercare"]}}
    assert warned(document) == []
    document["policy"] = {"discharge_clock": None}
    assert warned(document) == []


def programme(count: int, policy: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a request of so many patients of the programme `x` with rules for it."""
    document = request()
    document["case_managers"] = [case_manager(1), case_manager(2)]
    document["patients"] = [patient(n) | {"program": "x"} | more for n in range(1, count + 1)]
    document["policy"] = {"programs": {"x": policy}}
    return document


def test_a_caseload_above_the_most_is_told_at_the_primary() -> None:
    assert warned(programme(3, {"caseload_most": 2})) == [("VP1402", "/case_managers/0/id")]
    assert warned(programme(2, {"caseload_most": 2})) == []


def test_fewer_visits_than_contacts_are_told() -> None:
    # The order has two visits in a week.
    assert warned(programme(1, {"contacts_per_week": 3})) == [("VP1403", "/patients/0/orders")]
    assert warned(programme(1, {"contacts_per_week": 2})) == []


def test_contacts_are_counted_for_the_days_of_the_horizon() -> None:
    document = programme(1, {"contacts_per_week": 3})
    document["horizon"]["days"] = 5
    assert warned(document) == []


def test_minutes_between_two_units_are_told() -> None:
    # The order has 45 minutes.
    where = "/patients/0/orders/0/minutes"
    assert warned(programme(1, {"unit_minutes": 10})) == [("VP1404", where)]
    assert warned(programme(1, {"unit_minutes": 15})) == []


def test_more_units_than_the_share_of_a_month_are_told() -> None:
    # Two visits of three units; a week of 25 units a month has six.
    where = "/patients/0/orders"
    assert warned(programme(1, {"unit_minutes": 15, "units_per_month": 21})) == [("VP1405", where)]
    assert warned(programme(1, {"unit_minutes": 15, "units_per_month": 25})) == []


def test_units_of_the_orders_count_where_the_programme_tells_no_length() -> None:
    document = programme(1, {"units_per_month": 8})
    assert warned(document) == []
    document["patients"][0]["orders"][0]["units"] = 2
    assert warned(document) == [("VP1405", "/patients/0/orders")]


def test_a_programme_in_other_letters_is_told() -> None:
    document = programme(1, {}, program="X")
    assert warned(document) == [("VP1406", "/patients/0/program")]
    document["patients"][0]["program"] = "y"
    assert warned(document) == []


def test_more_time_for_crises_than_a_team_has_is_told() -> None:
    document = request()
    slack = {"start": "08:00", "end": "09:00", "minutes": 120}
    document["policy"] = {"crisis_slack": [slack, slack | {"team": ["cm-01"]}]}
    assert warned(document) == [("VP1407", "/policy/crisis_slack/1/minutes")]


def test_warnings_are_no_faults_of_a_request_that_loads() -> None:
    assert load_request(encoded(discharged("2026-11-28")))[1] == ()


def test_no_visit_from_the_day_of_readmission_leaves_an_order_unserved() -> None:
    document = request()
    document["fixed"] = []
    document["patients"][0]["readmitted_on"] = "2026-11-30"
    (fault,) = find(encoded(document)).faults
    assert (fault.code, fault.severity) == ("VP1305", "unservable")
    assert "before the readmission on 2026-11-30" in fault.message


def cancelled(rules: dict[str, Any], *numbers: int, **order: Any) -> list[tuple[str, str]]:
    """Warn about a programme's patient, some of whose two visits are cancelled."""
    document = programme(1, rules)
    document["patients"][0]["orders"][0] |= {"cancelled": list(numbers)} | order
    return warned(document)


def test_cancelled_visits_are_no_contacts() -> None:
    assert cancelled({"contacts_per_week": 2}, 2) == [("VP1403", "/patients/0/orders")]
    assert cancelled({"contacts_per_week": 2}, 1, 2) == []


def test_cancelled_visits_take_no_units() -> None:
    rules = {"unit_minutes": 15, "units_per_month": 21}
    assert cancelled(rules, 2) == []
    assert cancelled({"unit_minutes": 10}, 1) == [("VP1404", "/patients/0/orders/0/minutes")]
    assert cancelled({"unit_minutes": 10}, 1, 2) == []


def test_an_order_that_is_cancelled_has_no_room_for_a_first_visit() -> None:
    # Discharged on a Thursday, the order allows one day until the next: not told.
    document = discharged("2026-11-26")
    assert warned(document) == []
    document["patients"][0]["orders"][0]["cancelled"] = [1, 2]
    document["fixed"] = []
    assert warned(document) == [DISCHARGED]
