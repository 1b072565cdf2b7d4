"""A right plan passes, and its verdict says so."""

from __future__ import annotations

from builders import right_plan, small_request, street

from visitplan.audit import audit


def test_right_plan_breaks_no_rule() -> None:
    request = small_request()
    assert audit(request, right_plan(request), street(request)).violations == ()


def test_verdict_of_a_right_plan_is_ok() -> None:
    request = small_request()
    verdict = audit(request, right_plan(request), street(request)).verification()
    assert verdict.ok
    assert verdict.violations == ()
