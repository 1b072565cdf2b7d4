"""Which numbers the served visits of an order may have."""

from __future__ import annotations

import pytest
from builders import (
    MON,
    TUE,
    WED,
    builder,
    case_manager,
    order,
    patient,
    plan_of,
    request_of,
    span,
    street,
)

from visitplan.audit import audit


@pytest.mark.parametrize(
    ("served", "right"),
    [
        ({1: MON, 2: TUE, 3: WED}, True),
        ({1: MON, 2: TUE}, True),
        ({2: TUE}, True),
        ({2: TUE, 3: WED}, True),
        ({2: TUE, 4: WED}, False),
        ({1: WED, 2: TUE}, False),
        ({1: MON, 3: WED}, True),
    ],
    ids=str,
)
def test_numbers_around_a_fixed_second_visit(served: dict[int, str], right: bool) -> None:
    shifts = [span(day, "08:00", "17:00") for day in (MON, TUE, WED)]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts)
    p1 = patient("p1", 0, order("p1/a", 60, "LCSW", visits=4))
    promise = {"visit": "p1/a#2", "case_managers": ["ana"], "start": f"{TUE}T10:00"}
    request = request_of([ana], [p1], [promise])
    make = builder(request)
    routes = [
        make.route("ana", day, "10:00 11:00", make.visit(f"p1/a#{n}", day, "10:00 10:00 11:00"))
        for n, day in served.items()
    ]
    left_out = [f"p1/a#{n}" for n in range(1, 5) if n not in served]
    found = audit(request, plan_of(request, routes, *left_out), street(request)).violations
    assert {violation.rule for violation in found} == (set() if right else {"visit_numbering"})
