"""Each rule catches its broken plans, and no other rule complains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from broken_plans import BROKEN, Broken
from builders import street

from visitplan.audit import RULES, audit


@pytest.mark.parametrize(("rule", "make"), BROKEN, ids=[make.__name__ for _, make in BROKEN])
def test_broken_plan_is_caught_by_its_rule_alone(rule: str, make: Callable[[], Broken]) -> None:
    request, plan = make()
    found = audit(request, plan, street(request)).violations
    assert {violation.rule for violation in found} == {rule}, found


def test_every_rule_has_a_broken_plan() -> None:
    assert {rule for rule, _ in BROKEN} == RULES.keys()


def test_every_violation_says_something() -> None:
    for _, make in BROKEN:
        request, plan = make()
        assert all(found.message for found in audit(request, plan, street(request)).violations)
