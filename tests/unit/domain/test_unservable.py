"""Orders nobody can serve are named with the nearest misses, and planning goes on."""

from __future__ import annotations

from typing import Any

import pytest
from documents import changed, encoded, request

from visitplan.domain.errors import Fault
from visitplan.domain.loading import find_faults, load_request


def _first(document: dict[str, Any]) -> Fault:
    return load_request(encoded(document))[1][0]


def _everybody(**changes: object) -> dict[str, Any]:
    document = request()
    for person in document["case_managers"]:
        person.update(changes)
    return document


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"credentials": [{"code": "LCSW", "state": "OH", "valid_until": "2026-11-29"}]},
            "expired on 2026-11-29",
        ),
        (
            {"credentials": [{"code": "LCSW", "state": "OH", "valid_from": "2027-01-01"}]},
            "not yet valid before 2027-01-01",
        ),
        ({"credentials": [{"code": "LCSW", "state": "KY"}]}, "holds LCSW for KY only"),
        ({"credentials": []}, "nobody ever held one in OH"),
        ({"orientation_until": "2026-12-06"}, "is in orientation until 2026-12-06"),
        ({"drivers_license": None}, "has no driver's licence"),
        ({"drivers_license": {"valid_until": "2026-11-01"}}, "licence that expired on 2026-11-01"),
        ({"shifts": [], "appointments": []}, "has no shift on an allowed day"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_lacking_licence_is_explained(changes: dict[str, object], reason: str) -> None:
    fault = _first(_everybody(**changes))
    assert fault.code == "VP1301"
    assert reason in fault.message


def test_a_licence_valid_on_the_last_allowed_day_suffices() -> None:
    held = [{"code": "LCSW", "state": "OH", "valid_from": "2026-12-04"}]
    document = _everybody(credentials=held)
    for patient in document["patients"]:
        patient["orders"][0] |= {"visits": 1, "latest_day": "2026-12-04"}
    assert find_faults(encoded(document)) == ()


def test_other_titles_count_where_the_state_says_so() -> None:
    document = _everybody(credentials=[{"code": "LCSW", "state": "VA"}])
    for patient in document["patients"]:
        patient["state"] = "VA"
        patient["orders"][0]["staff"] = [{"any_of": ["QMHP"]}]
    assert find_faults(encoded(document)) == ()


def test_a_pair_needs_two_different_people() -> None:
    document = changed("/patients/0/orders/0/safety", "pair")
    document["fixed"] = []
    assert find_faults(encoded(document)) == ()
    document["patients"][0]["excluded"] = ["cm-02"]
    assert _first(document).code == "VP1306"


def test_two_entries_are_matched_one_to_one() -> None:
    document = changed("/patients/0/orders/0/staff", [{"any_of": ["RN"]}, {"any_of": ["RN"]}])
    document["fixed"] = []
    document["case_managers"][0]["credentials"].append({"code": "RN", "state": "OH"})
    assert _first(document).code == "VP1306"
    document["patients"][0]["orders"][0]["staff"][1]["any_of"] = ["RN", "LCSW"]
    assert find_faults(encoded(document)) == ()


def test_minutes_may_fit_windows_but_no_shift() -> None:
    window = {"weekdays": ["mon", "wed"], "start": "16:30", "end": "21:00"}
    document = changed("/patients/0/orders/0/windows", [window])
    assert _first(document).code == "VP1303"
    for person in document["case_managers"]:
        person["max_overtime_minutes_per_day"] = 15
    assert find_faults(encoded(document)) == ()


def test_completed_history_counts_for_gaps_and_missed_does_not() -> None:
    document = changed("/patients/0/orders/0/min_gap_days", 4)
    document["patients"][0]["history"][0]["start"] = "2026-11-29T10:00"
    document["patients"][0]["orders"][0]["max_gap_days"] = None
    assert _first(document).code == "VP1304"
    document["patients"][0]["history"][0]["status"] = "missed"
    assert find_faults(encoded(document)) == ()


def test_cancelled_visits_need_no_day() -> None:
    document = changed("/patients/0/orders/0/min_gap_days", 5)
    document["patients"][0]["history"] = []
    document["fixed"] = []
    assert _first(document).code == "VP1304"
    document["patients"][0]["orders"][0]["cancelled"] = [2]
    assert find_faults(encoded(document)) == ()


def test_an_order_that_is_cancelled_wholly_is_not_called_unservable() -> None:
    document = changed("/patients/0/orders/0/latest_day", "2026-11-01")
    document["fixed"] = []
    assert _first(document).code == "VP1305"
    document["patients"][0]["orders"][0]["cancelled"] = [1, 2]
    assert find_faults(encoded(document)) == ()


def test_no_home_for_two_needs_a_common_place() -> None:
    document = changed("/patients/0/orders/0/safety", "no_home")
    document["fixed"] = []
    document["patients"][0]["orders"][0]["staff"] *= 2
    assert [fault.code for fault in find_faults(encoded(document))] == ["VP1271"]
    document["patients"][0]["meeting_place"] = {"lat": 39.9, "lon": -83.0}
    assert find_faults(encoded(document)) == ()


def test_a_pair_is_too_many_for_a_patient_of_one() -> None:
    document = changed("/patients/0/orders/0/safety", "pair")
    document["fixed"] = []
    document["patients"][0]["max_case_managers"] = 1
    assert _first(document).code == "VP1307"


def test_a_visit_that_may_be_late_fits_a_shorter_window() -> None:
    document = changed("/patients/0/orders/0/minutes", 375)
    assert _first(document).code == "VP1302"
    document["patients"][0]["orders"][0]["max_late_minutes"] = 15
    assert find_faults(encoded(document)) == ()
