"""Bytes that are no request are named, whatever they are."""

from __future__ import annotations

import json

import pytest
from documents import changed, encoded, request

from visitplan.domain.errors import PlanUnreadableError, RequestRefusedError
from visitplan.domain.loading import find_faults, load_plan, load_request
from visitplan.domain.request import MAX_REQUEST_BYTES


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("VP1002", b" " * (MAX_REQUEST_BYTES + 1)),
        ("VP1003", b'{"schema": "\xff"}'),
        ("VP1003", b'{"schema": "\\ud800"}'),
        ("VP1004", b""),
        ("VP1004", b'{"schema": }'),
        ("VP1004", b'{"schema": ' + b"1" * 5000 + b"}"),
        ("VP1007", b"[" * 200_000),
        ("VP1007", b'{"x": ' + b"[" * 80 + b"]" * 80 + b"}"),
        ("VP1008", b"[]"),
        ("VP1008", b"null"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_no_json_object_has_one_fault(code: str, data: bytes) -> None:
    assert [fault.code for fault in find_faults(data)] == [code]


def test_broken_json_names_line_and_column() -> None:
    (fault,) = find_faults(b'{\n  "schema": visitplan\n}')
    assert "line 2, column 13" in fault.message


def test_the_size_limit_names_both_sizes() -> None:
    (fault,) = find_faults(b"x" * 20_000_000)
    assert "20,000,000" in fault.message
    assert "16,000,000" in fault.message


def test_a_byte_order_mark_is_no_fault() -> None:
    assert find_faults(b"\xef\xbb\xbf" + encoded(request())) == ()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_named_once(number: str) -> None:
    data = encoded(changed("/patients/0/location/lat", 123.5)).replace(b"123.5", number.encode())
    assert [(fault.code, fault.pointer) for fault in find_faults(data)] == [
        ("VP1006", "/patients/0/location/lat")
    ]


def test_a_doubled_name_is_found_in_depth_and_beside_other_faults() -> None:
    data = encoded(changed("/fixed/0/lock", "some")).replace(b'"lock"', b'"lock": "all", "lock"')
    assert [(fault.code, fault.pointer) for fault in find_faults(data)] == [
        ("VP1005", "/fixed/0/lock")
    ]


def test_long_values_are_shortened() -> None:
    (fault,) = find_faults(encoded(changed("/patients/0/state", "O" * 100_000)))
    assert len(str(fault)) < 400


def test_strange_names_keep_a_pointer_that_resolves() -> None:
    (fault,) = find_faults(encoded(changed("/horizon/a~1b~0/c".replace("/c", ""), 1)))
    assert fault.pointer == "/horizon/a~01b~00"


def test_an_entry_with_too_many_values_is_refused_alone() -> None:
    faults = find_faults(encoded(changed("/patients/0/excluded", ["x"] * 60_000)))
    assert [(fault.code, fault.pointer) for fault in faults] == [("VP1017", "/patients/0")]


def test_endless_faults_are_cut_and_said_so() -> None:
    faults = find_faults(encoded({**request(), "patients": [1] * 5_000}))
    assert len(faults) < 1_100
    assert "VP1018" in {fault.code for fault in faults}


def test_a_refusal_lists_every_fault_in_document_order() -> None:
    document = changed("/patients/1/primary", "cm-77")
    document["patients"][0]["orders"][0]["minutes"] = "45"
    document["case_managers"][1]["shifts"][0]["end"] = "2026-11-30T08:00"
    del document["horizon"]["days"]
    with pytest.raises(RequestRefusedError) as refused:
        load_request(encoded(document))
    assert [(fault.code, fault.pointer) for fault in refused.value.faults] == [
        ("VP1206", "/case_managers/1/shifts/0/end"),
        ("VP1010", "/horizon/days"),
        ("VP1012", "/patients/0/orders/0/minutes"),
        ("VP1111", "/patients/1/primary"),
    ]


def test_names_of_a_broken_entry_are_no_second_fault() -> None:
    document = changed("/case_managers/0/gender", 7)
    assert [fault.code for fault in find_faults(encoded(document))] == ["VP1013"]


def test_unknown_fields_name_the_nearest_right_one() -> None:
    (fault,) = find_faults(encoded(changed("/patients/0/orders/0/min_gap_day", 2)))
    assert 'Did you mean "min_gap_days"?' in fault.cure


@pytest.mark.parametrize("data", [b"", b"{}", encoded({"schema": "visitplan/1", "routes": 1})])
def test_what_is_no_plan_is_refused(data: bytes) -> None:
    with pytest.raises(PlanUnreadableError) as refused:
        load_plan(data)
    assert refused.value.faults


def test_a_loaded_request_writes_itself_back() -> None:
    loaded, _ = load_request(encoded(request()))
    again, faults = load_request(loaded.to_json().encode())
    assert again == loaded
    assert faults == ()
    assert again.sha256() == loaded.sha256()
    assert json.loads(loaded.to_json())["fixed"] == request()["fixed"]
