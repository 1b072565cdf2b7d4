"""Home care instances: what the request says, and the objective worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from instances import homecare, written
from literature import plan_of_tours

from visitplan.audit import audit, places_of
from visitplan.bench.literature import homecare as sets
from visitplan.bench.literature.case import Case, Tour

ANN = Tour("c1", 0, ("p1#1", "p2#1", "p3/2#1"))
BOB = Tour("c2", 0, ("p2#1", "p3/1#1"))


def case_of(folder: Path, **changes: Any) -> Case:
    return sets.case_of(sets.read(written(folder, "small.json", homecare(**changes))))


def test_objective_is_the_one_worked_out_by_hand(tmp_path: Path) -> None:
    verdict = case_of(tmp_path).judge([ANN, BOB])
    # ann is at one from 12.5 to 17.5, and at two at 27.5, which makes both services 2.5 late. bob
    # is at three at 42.5 and 2.5 late; ann waits there for his 15 minutes and is 17.5 late.
    distance = Fraction("12.5") + 10 + 5 + 10 + 10 + 5 + 10
    tardiness = 2 * Fraction("2.5") + Fraction("2.5") + Fraction("17.5")
    assert verdict.objective == (distance + tardiness + Fraction("17.5")) / 3


def test_plan_of_the_tours_passes_the_checker(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    plan = plan_of_tours(case, [ANN, BOB])
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    assert found.violations == ()
    assert found.cost.terms["drive"] == 3750
    assert found.cost.terms["late_window"] == 60 * (2.5 + 2.5 + 2.5 + 17.5)
    assert found.cost.terms["late_window_max"] == 60 * 17.5


@pytest.mark.parametrize(
    ("tours", "fault"),
    [
        ([ANN], "p2#1 has 1 of 2 people"),
        ([ANN, Tour("c2", 0, ("p2#1",))], "p3/1#1 has 0 of 1 people"),
        ([ANN, BOB, Tour("c2", 0, ())], "c2 has 2 tours"),
        (
            [Tour("c1", 0, ("p2#1", "p3/2#1")), Tour("c2", 0, ("p1#1", "p2#1", "p3/1#1"))],
            "c2 cannot do the services of p1#1",
        ),
        (
            [Tour("c1", 0, ("p1#1", "p2#1", "p3/1#1", "p3/2#1")), Tour("c2", 0, ("p2#1",))],
            "c1 makes both visits of the sequence p3/2#1",
        ),
        ([Tour("c1", 0, ("p1#1", "p3/2#1", "p2#1")), BOB], "the tours wait for each other"),
        ([ANN, Tour("c2", 0, ("p2#1", "p3/1#1", "p9#1"))], "p9#1 is no visit"),
    ],
)
def test_broken_rule_of_the_set_gives_no_objective(
    tmp_path: Path, tours: list[Tour], fault: str
) -> None:
    verdict = case_of(tmp_path).judge(tours)
    assert verdict.objective is None
    assert any(said.startswith(fault) for said in verdict.faults), verdict.faults


def test_drives_are_rounded_up_to_seconds_and_windows_moved_to_the_end(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert case.seconds[1, 3] == 1208  # 20.125 minutes are 1207.5 s
    window = case.request.patients[0].orders[0].windows[0]
    assert (window.start.isoformat(), window.end.isoformat()) == ("00:10:00", "00:25:00")
    first, second = case.request.patients[2].orders
    assert second.after is not None
    assert (second.after.order, second.after.min_minutes, second.after.max_minutes) == (
        first.id,
        15,
        30,
    )
