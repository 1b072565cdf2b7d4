"""The report of the benchmarks: from tables of results to a page and its pictures."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETTING = {"machine": "test machine, 2 cores", "cores": 2, "versions": "visitplan 0.1.0"}


def week(**changes: object) -> dict[str, object]:
    row = {
        "network": "columbus-oh", "size": "10x150", "seed": 1, "seconds": 30, "exit": 0,
        "check_exit": 0, "served": 150, "visits": 150, "cost": 1000, "bound_seconds": "",
        "bound": "", "gap": "", "drive_min_per_visit": 9.5, "rounds": 10, "wall_s": 33,
        "peak_mb": 400, **SETTING,
    }  # fmt: skip
    return {**row, **changes}


def peer(**changes: object) -> dict[str, object]:
    row = {
        "network": "columbus-oh", "size": "10x150", "seed": 1, "seconds_limit": 30,
        "level": "common", "solver": "weekly", "served": 150, "visits": 150, "cost": 1000,
        "checker": "ok", "note": "", "peak_mb": 400, **SETTING,
    }  # fmt: skip
    return {**row, **changes}


def instance(**changes: object) -> dict[str, object]:
    row = {
        "set": "hhcrsp_mankowska2014", "instance": "InstanzCPLEX_HCSRP_25_1", "seconds": 60,
        "seed": 1, "served": 25, "total": 25, "objective": 101, "best_known": 100,
        "gap_pct": 1.0, "proven_optimal": "false", "checker": "ok", "note": "", **SETTING,
    }  # fmt: skip
    return {**row, **changes}


class Bench:
    """A folder of results and a page to fill."""

    def __init__(self, folder: Path) -> None:
        self.results = folder / "results"
        self.results.mkdir()
        self.images = folder / "images"
        self.page = folder / "page.md"
        self.page.write_text((ROOT / "docs" / "benchmarks.md").read_text("utf-8"), "utf-8")

    def write(self, name: str, *rows: dict[str, object]) -> Path:
        file = self.results / name
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        return file

    def run(self) -> subprocess.CompletedProcess[str]:
        where = ("--results", self.results, "--page", self.page, "--images", self.images)
        command = [sys.executable, str(ROOT / "benchmarks" / "report.py"), *map(str, where)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def report(self) -> str:
        done = self.run()
        assert done.returncode == 0, done.stderr
        return self.page.read_text("utf-8")

    def section(self, name: str) -> str:
        page = self.page.read_text("utf-8")
        return page.split(f"<!-- bench:{name} -->")[1].split(f"<!-- end:{name} -->")[0]

    def line(self, name: str, start: str) -> list[str]:
        found = [line for line in self.section(name).splitlines() if line.startswith(f"| {start}")]
        assert len(found) == 1, found
        return [cell.strip() for cell in found[0].strip("|").split("|")]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_what_was_not_measured_is_called_not_run(bench: Bench) -> None:
    bench.report()
    goals = [line for line in bench.section("goals").splitlines() if line.startswith("| ")][2:]
    assert len(goals) == 15
    assert all(line.endswith("| not run |  | not run |") for line in goals)
    for name in ("weeks", "anytime", "peers", "literature", "new-bests", "parts", "picture-gap"):
        assert "Not run yet" in bench.section(name)
    assert not bench.images.exists()


def test_markers_and_prose_outlast_a_second_run(bench: Bench) -> None:
    before = bench.page.read_text("utf-8")
    bench.write("weeks.csv", week())
    once = bench.report()
    assert bench.report() == once
    assert once.count("<!-- bench:") == before.count("<!-- bench:") == once.count("<!-- end:")
    assert "## How a plan is judged" in once.replace("### How", "## How")


def test_goal_of_the_gap_is_judged_by_the_mean_over_runs(bench: Bench) -> None:
    bench.write(
        "weeks.csv",
        week(seed=1, bound_seconds=120, bound=990, gap=0.010),
        week(seed=2, bound_seconds=120, bound=976, gap=0.024),
    )
    bench.report()
    cells = bench.line("goals", "week 10 x 150")
    assert cells[2] == "300 of 300 visits; gap 1.70 %, at most 2.40 %"
    assert cells[4] == "met, on 2 of 10 weeks"
    assert "1.70 % (2.40 %)" in bench.section("weeks")


def test_a_week_without_a_bound_says_so(bench: Bench) -> None:
    bench.write("weeks.csv", week())
    bench.report()
    assert bench.line("goals", "week 10 x 150")[2:5:2] == [
        "150 of 150 visits; gap not run",
        "open, gap not run, on 1 of 10 weeks",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"served": 149},
        {"exit": 1, "check_exit": "", "served": "", "cost": "", "bound": "", "gap": ""},
        {"check_exit": 1},
        {"gap": 0.03},
    ],
)
def test_an_unserved_visit_a_lost_run_or_a_wide_gap_misses_the_goal(
    bench: Bench, changes: dict[str, object]
) -> None:
    bench.write("weeks.csv", week(**{"bound_seconds": 120, "bound": 990, "gap": 0.01, **changes}))
    bench.report()
    assert bench.line("goals", "week 10 x 150")[4].startswith("**missed**")


def test_other_seconds_than_the_goals_are_named(bench: Bench) -> None:
    bench.write("weeks.csv", week(size="150x3000", seconds=60, visits=3000, served=3000))
    bench.report()
    verdict = bench.line("goals", "week 150 x 3,000")[4]
    assert verdict.startswith("open, 30 minutes not run, but with 60 s in place of 300 s")


def test_anytime_compares_the_same_week_and_seed(bench: Bench) -> None:
    bench.write(
        "weeks.csv",
        week(seed=1, seconds=10, cost=1030),
        week(seed=1, seconds=60, cost=1000),
        week(seed=2, seconds=10, cost=9999),
    )
    bench.report()
    assert bench.line("anytime", "columbus-oh")[2:] == ["1", "1.0300", "1.0300"]
    assert bench.line("goals", "anytime, 10 x 150")[4].startswith("**missed**")


def test_a_peer_is_compared_on_the_requests_that_both_planned(bench: Bench) -> None:
    bench.write(
        "peers-columbus.csv",
        peer(),
        peer(solver="peer-pyvrp", cost=1100),
        peer(solver="peer-vroom", cost="", served="", visits="", checker="out of memory"),
    )
    bench.report()
    assert bench.line("peers", "10 x 150 | 30 | common | PyVRP")[7] == "+10.00 %"
    assert "0.909 to 0.909 of its cost" in bench.line("goals", "against PyVRP")[2]
    assert bench.line("goals", "against PyVRP")[4].startswith("open, 40 x 700, 150 x 3,000 not run")
    assert "no plan in 1 runs" in bench.line("goals", "against VROOM")[2]
    assert bench.line("goals", "against OR-Tools")[4] == "not run"


@pytest.mark.parametrize("changes", [{"cost": 999}, {"cost": 1001, "served": 151}])
def test_a_cheaper_peer_or_one_that_serves_more_is_ahead(
    bench: Bench, changes: dict[str, object]
) -> None:
    bench.write("peers.csv", peer(), peer(solver="peer-pyvrp", **changes))
    bench.report()
    assert bench.line("goals", "against PyVRP")[4].startswith("**missed**")


def test_literature_gives_the_mean_of_each_group(bench: Bench) -> None:
    bench.write(
        "literature-a.csv",
        instance(instance="InstanzCPLEX_HCSRP_25_1", gap_pct=1.0),
        instance(instance="InstanzCPLEX_HCSRP_25_2", gap_pct=-0.5, objective=99.5),
        instance(instance="InstanzCPLEX_HCSRP_50_1", gap_pct=3.0),
    )
    bench.report()
    assert bench.line("literature", "Mankowska | 25 patients")[5:8] == [
        "+0.25 %", "+1.00 %", "1 of 2",
    ]  # fmt: skip
    assert bench.line("goals", "Mankowska, 25")[4] == "met, 2 of 10 instances, 1 of 5 seeds"
    assert bench.line("goals", "Mankowska, 50")[4].startswith("**missed**")
    assert "InstanzCPLEX_HCSRP_25_2 | 100.000 | 99.500 | -0.50 %" in bench.section("new-bests")


def test_a_goal_that_counts_is_open_while_instances_are_missing(bench: Bench) -> None:
    bench.write(
        "literature.csv",
        instance(set="weekly_cappanera_scutella2015", instance="0106-5-40-4-0", gap_pct=0.0),
        instance(set="weekly_cappanera_scutella2015", instance="0106-5-40-4-1", gap_pct=1.0),
    )
    bench.report()
    assert bench.line("goals", "weekly set")[4].startswith("open, 2 of 13 instances")


def test_an_instance_without_a_plan_misses_the_mean(bench: Bench) -> None:
    bench.write(
        "literature.csv",
        instance(gap_pct=0.1),
        instance(instance="InstanzCPLEX_HCSRP_25_2", gap_pct="", objective="", served=24),
    )
    bench.report()
    assert bench.line("goals", "Mankowska, 25")[4].startswith("**missed**, 2 of 10 instances, no")


def test_pictures_are_the_same_from_the_same_figures(bench: Bench) -> None:
    bench.write("weeks.csv", week(bound_seconds=120, bound=990, gap=0.01))
    step = {"network": "region", "size": "10x150", "seed": 1, "seconds": 30, "unassigned": 0}
    bench.write(
        "progress.csv",
        {**step, "search_s": 0, "rounds": 0, "cost": 1300, "phase": "first plan", **SETTING},
        {**step, "search_s": 9, "rounds": 9, "cost": 1000, "phase": "recombination", **SETTING},
    )
    assert "![Cost over time](images/bench-progress.svg)" in bench.report()
    drawn = {file.name: file.read_bytes() for file in bench.images.iterdir()}
    assert sorted(drawn) == ["bench-gap.svg", "bench-progress.svg"]
    bench.report()
    assert {file.name: file.read_bytes() for file in bench.images.iterdir()} == drawn


def test_parts_are_shares_of_the_processor_time(bench: Bench) -> None:
    part = {"network": "region", "size": "10x150", "seed": 1, "seconds": 30, "rounds": 3000}
    bench.write(
        "parts.csv",
        {**part, "part": "search", "calls": 9, "wall_s": 40, "cpu_s": 30, **SETTING},
        {**part, "part": "rest", "calls": "", "wall_s": "", "cpu_s": 10, **SETTING},
        {**part, "part": "whole", "calls": 1, "wall_s": 32, "cpu_s": 40, **SETTING},
    )
    bench.report()
    assert bench.line("parts", "search")[1] == "30.00 s, 75.0 %"
    assert bench.line("parts", "cores busy")[1] == "1.25"
    assert bench.line("parts", "rounds a second")[1] == "100"


def _without_column(text: str) -> str:
    return text.replace("peak_mb", "peak")


def _not_a_number(text: str) -> str:
    return text.replace("1000", "1O00")


def _not_finite(text: str) -> str:
    return text.replace("1000", "nan")


def _cut_off(text: str) -> str:
    return text[: text.rindex(",30,")] + "\n"


def _cut_off_in_quotes(text: str) -> str:
    return text[: text.rindex("test machine") + 9]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_without_column, "line 1: no column peak_mb"),
        (_not_a_number, "line 2: column cost: '1O00'"),
        (_not_finite, "line 2: column cost: 'nan'"),
        (_cut_off, "line 2: not as many values"),
        (_cut_off_in_quotes, "line 2: not a CSV table"),
    ],
)
def test_a_damaged_table_is_refused_and_nothing_is_written(
    bench: Bench, damage: object, said: str
) -> None:
    file = bench.write("weeks.csv", week())
    file.write_text(damage(file.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    before = bench.page.read_text("utf-8")
    done = bench.run()
    assert done.returncode == 2
    assert f"{file}, {said}" in done.stderr
    assert "measure again" in done.stderr
    assert "Traceback" not in done.stderr
    assert bench.page.read_text("utf-8") == before


def test_bytes_that_are_no_text_are_refused(bench: Bench) -> None:
    file = bench.write("weeks.csv", week())
    file.write_bytes(file.read_bytes() + b"\xff\xfe")
    done = bench.run()
    assert (done.returncode, "not a CSV table" in done.stderr) == (2, True)


def test_a_page_without_a_marker_is_refused(bench: Bench) -> None:
    bench.page.write_text("# Benchmarks\n", "utf-8")
    done = bench.run()
    assert done.returncode == 2
    assert "<!-- bench:goals -->" in done.stderr
