"""Services in sequence that cannot be meant so."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from documents import encoded, request

from visitplan.domain.loading import find_faults

FIRST, SECOND, THIRD = "p-0001/weekly", "p-0001/nurse", "p-0001/third"


def sequence() -> dict[str, Any]:
    """Give the example with an order that follows the first one by half an hour."""
    document = request()
    document["fixed"] = []
    orders = document["patients"][0]["orders"]
    second = copy.deepcopy(orders[0])
    second |= {"id": SECOND, "after": {"order": FIRST, "min_minutes": 30, "max_minutes": 30}}
    orders.append(second)
    return document


def _unknown(orders: list[dict[str, Any]]) -> None:
    orders[1]["after"]["order"] = "p-0001/wekly"


def _of_another(orders: list[dict[str, Any]]) -> None:
    orders[1]["after"]["order"] = "p-0002/weekly"


def _turned(orders: list[dict[str, Any]]) -> None:
    orders[1]["after"]["max_minutes"] = 29


def _fewer(orders: list[dict[str, Any]]) -> None:
    orders[1] |= {"visits": 1, "min_visits": 0}


def _two_first(orders: list[dict[str, Any]]) -> None:
    orders[0]["staff"] *= 2


def _pair_second(orders: list[dict[str, Any]]) -> None:
    orders[1]["safety"] = "pair"


def _third(orders: list[dict[str, Any]], follows: str) -> None:
    third = copy.deepcopy(orders[1])
    third |= {"id": THIRD, "after": {**third["after"], "order": follows}}
    orders.append(third)


def _chain(orders: list[dict[str, Any]]) -> None:
    _third(orders, SECOND)


def _circle(orders: list[dict[str, Any]]) -> None:
    orders[1]["after"]["order"] = SECOND


def _twice(orders: list[dict[str, Any]]) -> None:
    _third(orders, FIRST)


ORDERS = "/patients/0/orders"
CASES = [
    (_unknown, {("VP1281", f"{ORDERS}/1/after/order")}),
    (_of_another, {("VP1281", f"{ORDERS}/1/after/order")}),
    (_turned, {("VP1282", f"{ORDERS}/1/after/max_minutes")}),
    (_fewer, {("VP1283", f"{ORDERS}/1/after/order")}),
    (_two_first, {("VP1284", f"{ORDERS}/1/after/order")}),
    (_pair_second, {("VP1284", f"{ORDERS}/1/after/order")}),
    (_chain, {("VP1285", f"{ORDERS}/2/after/order")}),
    (_circle, {("VP1285", f"{ORDERS}/1/after/order")}),
    (_twice, {("VP1286", f"{ORDERS}/1/after/order"), ("VP1286", f"{ORDERS}/2/after/order")}),
]


def test_a_right_sequence_has_no_fault() -> None:
    assert find_faults(encoded(sequence())) == ()


@pytest.mark.parametrize(("spoil", "expected"), CASES, ids=[spoil.__name__ for spoil, _ in CASES])
def test_each_condition_has_its_fault(spoil: Any, expected: set[tuple[str, str]]) -> None:
    document = sequence()
    spoil(document["patients"][0]["orders"])
    faults = find_faults(encoded(document))
    assert {(fault.code, fault.pointer) for fault in faults} == expected
    assert all(fault.severity == "refused" for fault in faults)


@pytest.mark.parametrize("order", [FIRST, SECOND])
def test_neither_visit_may_be_promised(order: str) -> None:
    document = sequence()
    document["fixed"] = [{"visit": f"{order}#1", "start": "2026-11-30T10:00", "lock": "day"}]
    faults = find_faults(encoded(document))
    assert [(fault.code, fault.pointer) for fault in faults] == [("VP1287", "/fixed/0/visit")]


def test_a_sequence_takes_two_people() -> None:
    document = sequence()
    document["patients"][0]["max_case_managers"] = 2
    assert find_faults(encoded(document)) == ()
    document["patients"][0]["max_case_managers"] = 1
    faults = find_faults(encoded(document))
    assert [(fault.code, fault.severity) for fault in faults] == [("VP1307", "unservable")] * 2
