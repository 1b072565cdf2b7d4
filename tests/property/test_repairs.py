"""On generated weeks every repair serves its visit once applied, and no blocker is named in vain."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from property.busy import busy_requests
from property.wide import wide_requests
from repairing import examine, planned


@pytest.mark.slow
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(busy_requests() | wide_requests())
def test_repairs_hold_and_blockers_are_true(document: dict[str, Any]) -> None:
    made = planned(document)
    if made is not None:
        examine(*made, 6, Counter())
