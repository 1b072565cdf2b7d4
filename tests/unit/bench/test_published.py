"""Published solutions of the sets: their objective is reproduced, and their plans pass the checker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from literature import homecare_tours, plan_of_tours, route_tours

from visitplan.audit import audit, places_of
from visitplan.bench.literature import homecare
from visitplan.bench.literature.case import Case, Tour
from visitplan.bench.literature.sets import SETS, best_knowns, folder_of, instance_files

SHARED = Path(__file__).resolve().parents[4] / "shared" / "benchmarks"
# A drive rounded up to a second ends one of their visits a second after its window.
A_SECOND_LATE = {"PR06", "PR08", "PR24"}


def folder(name: str) -> Path:
    if not (SHARED / name).is_dir():
        pytest.skip(f"the benchmark set {name} is not at {SHARED}: see docs/benchmarks.md")
    return folder_of(SETS[name], SHARED)


def rules_broken(case: Case, tours: list[Tour], *, late_leaving: bool) -> list[str]:
    plan = plan_of_tours(case, tours, late_leaving=late_leaving)
    found = audit(case.request, plan, case.travel(places_of(case.request).coordinates))
    return [violation.rule for violation in found.violations]


@pytest.mark.parametrize("name", SETS)
def test_every_instance_of_a_set_can_be_read(name: str) -> None:
    home = folder(name)
    best = best_knowns(SETS[name], home)
    for file in instance_files(SETS[name], home):
        assert SETS[name].load(file).name == file.stem
        assert file.stem in best


def test_home_care_solutions_have_their_published_objective() -> None:
    name = "hhcrsp_italian_osm2024"
    home = folder(name)
    best = best_knowns(SETS[name], home)
    for file in sorted((home / "reference_solutions").iterdir()):
        instance = home / "instances" / file.name.replace(".sol", "")
        read = homecare.read(instance)
        tours = homecare_tours(read, json.loads(instance.read_text("utf-8")), file)
        case = homecare.case_of(read)
        objective = case.judge(tours).objective
        assert objective is not None
        assert abs(objective - best[instance.stem].objective) < 1e-6
        assert rules_broken(case, tours, late_leaving=False) == []


@pytest.mark.parametrize("instance", ["C101", "C203", "R101", "R211", "RC105", "RC208"])
def test_solomons_solutions_have_their_published_length(instance: str) -> None:
    name = "vrptw_solomon100"
    home = folder(name)
    case = SETS[name].load(home / "instances" / f"{instance}.txt")
    tours = route_tours(home / "reference_solutions" / f"{instance}.sol")
    assert case.judge(tours).objective == best_knowns(SETS[name], home)[instance].objective
    assert rules_broken(case, tours, late_leaving=True) == []


@pytest.mark.parametrize("instance", ["PR01", "PR06", "PR08", "PR11", "PR24"])
def test_cordeaus_solutions_have_their_published_length(instance: str) -> None:
    name = "sdvrptw_cordeau2001"
    home = folder(name)
    case = SETS[name].load(home / "instances" / f"{instance}.vrp")
    tours = route_tours(home / "reference_solutions" / f"{instance}.sol")
    objective = case.judge(tours).objective
    assert objective is not None
    # The published file rounds each of its drives to a thousandth, the table to a hundredth.
    drives = sum(len(tour.visits) + 1 for tour in tours)
    assert (
        abs(objective - best_knowns(SETS[name], home)[instance].objective) < 0.005 + drives / 2000
    )
    expected = ["window"] if instance in A_SECOND_LATE else []
    assert rules_broken(case, tours, late_leaving=True) == expected
