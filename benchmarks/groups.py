"""Which rows belong together, and what the goals ask of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reading import Row

GOAL_NETWORKS = ("columbus-oh", "porto-pt")
GOAL_SEEDS = 5
SIZES = ("10x150", "40x700", "150x3000")
OURS = "weekly"
PEERS = {"peer-pyvrp": "PyVRP", "peer-vroom": "VROOM", "peer-ortools": "OR-Tools routing"}
AT_BEST = 0.01
"""A gap below this many percent counts as none: best-knowns are published with few decimals."""


@dataclass(frozen=True, slots=True)
class LiteratureGoal:
    """What is asked of a group of instances."""

    set: str
    group: str
    work: str
    goal: str
    instances: int
    seconds: float
    mean_pct: float | None = None
    at_best: int | None = None
    proven: int | None = None


MANKOWSKA, ITALIAN = "hhcrsp_mankowska2014", "hhcrsp_italian_osm2024"
WEEKLY, CORDEAU, SOLOMON = (
    "weekly_cappanera_scutella2015",
    "sdvrptw_cordeau2001",
    "vrptw_solomon100",
)
TITLES = {
    MANKOWSKA: "Mankowska",
    ITALIAN: "Italian OSM",
    WEEKLY: "weekly",
    SOLOMON: "Solomon",
    CORDEAU: "Cordeau",
}
LITERATURE_GOALS = (
    LiteratureGoal(
        MANKOWSKA, "10 patients", "Mankowska, 10 patients, 20 s",
        "proven optimum on 10 of 10", 10, 20, proven=10,
    ),
    LiteratureGoal(
        MANKOWSKA, "25 patients", "Mankowska, 25 patients, 60 s", "mean ≤ +0.5 %", 10, 60, 0.5
    ),
    LiteratureGoal(
        MANKOWSKA, "50 patients", "Mankowska, 50 patients, 60 s", "mean ≤ +1.5 %", 10, 60, 1.5
    ),
    LiteratureGoal(
        ITALIAN, "sound", "Italian OSM, sound best-knowns, 60 s", "mean ≤ +1.5 %", 10, 60, 1.5
    ),
    LiteratureGoal(
        WEEKLY, "all", "weekly set `0106-*`, 60 s", "at or below best known on 10 of 13",
        13, 60, at_best=10,
    ),
    LiteratureGoal(SOLOMON, "all", "Solomon 100, 20 s", "mean ≤ +1.0 %", 56, 20, 1.0),
    LiteratureGoal(
        CORDEAU, "≤ 100 customers", "Cordeau, ≤ 100 customers, 60 s", "mean ≤ +1.5 %", 6, 60, 1.5
    ),
)  # fmt: skip


def groups_of(row: Row) -> list[str]:
    """Name the groups of its set that a literature row belongs to; the goal's group first."""
    if row["set"] == MANKOWSKA:
        found = re.search(r"_(\d+)_\d+$", row["instance"])
        return [f"{found[1]} patients" if found else "others"]
    if row["set"] == ITALIAN:
        return ["unsound" if "breaks a rule: no gap" in row["note"] else "sound"]
    if row["set"] == CORDEAU:
        return ["≤ 100 customers" if row["total"] <= 100 else "> 100 customers"]
    if row["set"] == SOLOMON:
        found = re.match(r"(RC|R|C)([12])", row["instance"])
        return ["all", *([found[0]] if found else [])]
    return ["all"]


def grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Any, list[Row]]:
    """Put rows with the same key together, in the order they come."""
    result: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        result[key(row)].append(row)
    return dict(result)


def mean(values: Sequence[float]) -> float:
    """Give the mean; there must be a value."""
    return sum(values) / len(values)


def planned(row: Row) -> bool:
    """Tell whether a week's run gave a plan that the checker passed."""
    return row["exit"] == 0 and row["check_exit"] == 0 and row["cost"] is not None


def for_goal(rows: Iterable[Row]) -> list[Row]:
    """Give rows of the goals' networks; of all where neither is there."""
    rows = list(rows)
    return [row for row in rows if row["network"] in GOAL_NETWORKS] or rows


def nearest(rows: Iterable[Row], seconds: float, column: str = "seconds") -> list[Row]:
    """Give rows of so many seconds; where there are none, those of the next fewer, or more."""
    by_limit = grouped(rows, lambda row: row[column])
    if not by_limit:
        return []
    return by_limit[min(by_limit, key=lambda limit: (limit > seconds, abs(limit - seconds)))]


def size_order(size: str) -> tuple[int, str]:
    """Sort sizes by their visits."""
    return int(size.split("x")[1]), size


def shown_size(size: str) -> str:
    """Write 10x150 as people do."""
    managers, visits = map(int, size.split("x"))
    return f"{managers} x {visits:,}"
