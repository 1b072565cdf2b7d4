"""The weekly set: patterns, people, hours, and tours that enter a cluster once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from instances import WEEKLY, written
from literature import plan_of_tours

from visitplan.audit import audit, places_of
from visitplan.bench.literature import patterns
from visitplan.bench.literature.case import Case, Tour
from visitplan.bench.literature.patterns.judging import travel

# Nurse 2 alone: patient 1 on Monday and Wednesday, patient 2 on Monday and Wednesday.
TOURS = [Tour("n2", 0, ("p1/1#1", "p2/1#1")), Tour("n2", 2, ("p1/2#1", "p2/1#2"))]


def case_of(folder: Path, text: str = WEEKLY) -> Case:
    return patterns.case_of(patterns.read(written(folder, "week.txt", text)))


def test_work_is_travel_and_visits(tmp_path: Path) -> None:
    # A tour to both clusters: 3 to the patient of the depot's cluster, 10 on, 12 back; or
    # 10, 12 and 3 the other way round. Each visit takes 30 minutes.
    assert case_of(tmp_path).judge(TOURS).objective == 2 * (25 + 60)


def test_plan_of_the_tours_passes_the_checker(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    plan = plan_of_tours(case, TOURS)
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    assert found.violations == ()


def test_a_tour_enters_each_cluster_once(tmp_path: Path) -> None:
    text = WEEKLY.replace("3\t2\t2\t4", "4\t2\t2\t4").replace(
        "1\t1\t2\n", "79\t1\t2\t0\t0\n1\t1\t2\n", 1
    )
    week = patterns.read(written(tmp_path, "week.txt", text))
    there_and_back = Tour("n2", 0, ("p2/1#1", "p1/1#1", "p3/1#1"))
    # 0 -> p2 and p3 -> p1 -> 0 is 3 + 3 + 10 + 12.
    assert travel(week, there_and_back) == Fraction(28)


@pytest.mark.parametrize(
    ("tours", "fault"),
    [
        (TOURS[:1], "p1 has (1, 0) visits of the two skills, (1, 1) are due"),
        ([Tour("n1", 0, TOURS[0].visits), Tour("n1", 2, TOURS[1].visits)], "n1 has not the skill"),
        ([TOURS[0], Tour("n2", 3, TOURS[1].visits)], "p1 keeps no pattern"),
        ([Tour("n1", 0, ("p2/1#1",)), Tour("n2", 0, ("p1/1#1",)), TOURS[1]], "p2 sees more than 1"),
        ([*TOURS, Tour("n2", 2, ())], "n2 has 2 tours on day 2"),
    ],
)
def test_broken_rule_of_the_set(tmp_path: Path, tours: list[Tour], fault: str) -> None:
    verdict = case_of(tmp_path).judge(tours)
    assert verdict.objective is None
    assert any(said.startswith(fault) for said in verdict.faults), verdict.faults


def test_hours_of_a_day_bind(tmp_path: Path) -> None:
    text = WEEKLY.replace("2\t2\t8", "2\t2\t1")
    assert "works 85 minutes on day 0" in case_of(tmp_path, text).judge(TOURS).faults[0]


def test_only_patterns_with_the_patients_numbers_are_offered(tmp_path: Path) -> None:
    first, second = case_of(tmp_path).request.patients
    assert [dict(pattern) for pattern in first.day_patterns] == [
        {"p1/1": ("mon",), "p1/2": ("wed",)},
        {"p1/1": ("mon",), "p1/2": ("fri",)},
    ]
    assert [dict(pattern) for pattern in second.day_patterns] == [
        {"p2/1": ("mon", "wed")},
        {"p2/1": ("tue", "fri")},
    ]
