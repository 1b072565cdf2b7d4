"""Routing instances in two forms: scales, limits, and lengths worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from instances import CORDEAU, SOLOMON, written
from literature import plan_of_tours

from visitplan.audit import audit, places_of
from visitplan.bench.literature import routing
from visitplan.bench.literature.case import Case, Tour


def solomon(folder: Path, text: str = SOLOMON) -> Case:
    return routing.case_of(routing.read_solomon(written(folder, "T101.txt", text)))


def cordeau(folder: Path, text: str = CORDEAU) -> Case:
    return routing.case_of(routing.read_cordeau(written(folder, "T01.vrp", text)))


SOLOMON_TOURS = [Tour("v1", 0, ("p1#1", "p2#1")), Tour("v2", 0, ("p3#1",))]


def test_distances_are_cut_off_to_tenths(tmp_path: Path) -> None:
    verdict = solomon(tmp_path).judge(SOLOMON_TOURS)
    assert verdict.objective == 5 + 5 + 10 + 2 * Fraction("1.4")


@pytest.mark.parametrize(
    ("service", "tenth_s"), [("10", 3), ("90", 1), ("5", 6), ("1", 6), ("0.1", 60)]
)
def test_a_tenth_is_the_fewest_seconds_that_make_services_whole_minutes(
    tmp_path: Path, service: str, tenth_s: int
) -> None:
    fleet, _, customers = SOLOMON.partition("CUSTOMER")
    served = customers.replace("   10\n", f"   {service}\n")
    text = f"{fleet}CUSTOMER{served}"
    instance = routing.read_solomon(written(tmp_path, "T101.txt", text))
    assert instance.scale_s == 10 * tenth_s


def test_plan_of_the_tours_passes_the_checker(tmp_path: Path) -> None:
    case = solomon(tmp_path)
    plan = plan_of_tours(case, SOLOMON_TOURS, late_leaving=True)
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    assert found.violations == ()
    assert found.cost.terms["drive"] == 228 * 3


@pytest.mark.parametrize(
    ("tours", "fault"),
    [
        ([SOLOMON_TOURS[0]], "p3#1 is visited 0 times"),
        ([*SOLOMON_TOURS, Tour("v3", 0, ())], "v3 has 1 tours"),
        ([Tour("v1", 0, ("p1#1", "p3#1")), Tour("v2", 0, ("p2#1",))], "v1 carries 13 of 10"),
        ([Tour("v1", 0, ("p1#1", "p1#1")), SOLOMON_TOURS[1]], "p1#1 is visited 2 times"),
    ],
)
def test_broken_rule_of_solomons_set(tmp_path: Path, tours: list[Tour], fault: str) -> None:
    verdict = solomon(tmp_path).judge(tours)
    assert verdict.objective is None
    assert any(said.startswith(fault) for said in verdict.faults), verdict.faults


def test_late_tour_keeps_no_windows(tmp_path: Path) -> None:
    text = SOLOMON.replace("20   100   10", "20    12   10").replace("    4    20", "    4    10")
    verdict = solomon(tmp_path, text).judge(SOLOMON_TOURS)
    assert verdict.faults == ("v1 cannot keep the windows of its tour",)


def test_vehicles_go_where_they_may(tmp_path: Path) -> None:
    case = cordeau(tmp_path)
    both = [Tour("v2", 0, ("p1#1",)), Tour("v1", 0, ("p2#1",))]
    assert [said for said in case.judge(both).faults if "may not" in said] == [
        "v1 may not visit p2"
    ]


def test_length_is_exact_and_the_plan_passes(tmp_path: Path) -> None:
    case = cordeau(tmp_path)
    tours = [Tour("v1", 0, ("p1#1",)), Tour("v2", 0, ("p2#1",))]
    objective = case.judge(tours).objective
    assert objective is not None
    assert abs(objective - 12 - 2 * Fraction("5.3150729063673246")) < Fraction(1, 10**11)
    plan = plan_of_tours(case, tours, late_leaving=True)
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    assert found.violations == ()


def test_tour_longer_than_its_duration_is_found_by_both(tmp_path: Path) -> None:
    case = cordeau(tmp_path, CORDEAU.replace("DURATION: 50", "DURATION: 51"))
    tours = [Tour("v2", 0, ("p2#1", "p1#1"))]
    # 6 out, 20 there, about 10.6 on, 10 there and about 5.3 back; nothing of it can be saved.
    assert case.judge(tours).faults == ("v2 is under way for 51.910 of 51",)
    plan = plan_of_tours(case, tours, late_leaving=True)
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    assert [violation.rule for violation in found.violations] == ["max_work"]


def test_no_duration_means_no_limit(tmp_path: Path) -> None:
    case = cordeau(tmp_path, CORDEAU.replace("VEHICLES_MAX_DURATION: 50\n", ""))
    assert all(one.max_work_minutes_per_day is None for one in case.request.case_managers)
