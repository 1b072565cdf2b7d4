"""Rows of `bench weekly`: the figures of a run, the gap to the best of its group, CSV."""

from __future__ import annotations

import csv
import io
import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TERMS = (
    "unserved",
    "drive",
    "wait",
    "overtime",
    "late_preferred",
    "continuity",
    "language",
    "fairness",
    "stability",
)
PACKAGES = ("visitplan", "numpy", "numba", "ortools", "pyvrp", "pyvroom")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was asked, and the child's answer."""

    network: str
    size: str
    seed: int
    level: str
    solver: str
    limit_s: float
    cores: int
    answer: dict[str, Any]  # Any: values of JSON

    @property
    def group(self) -> tuple[str, str, int, str]:
        """Runs of one group had the same request."""
        return self.network, self.size, self.seed, self.level

    @property
    def cost(self) -> int | None:
        """The checker's cost; None without a plan."""
        return self.answer.get("cost")


def with_gaps(runs: Iterable[Run]) -> Iterator[tuple[Run, float | None]]:
    """Yield each run with how much more it costs than the best of its group, as a part of it."""
    runs = list(runs)
    best: dict[tuple[str, str, int, str], int] = {}
    for run in runs:
        if run.cost is not None:
            best[run.group] = min(run.cost, best.get(run.group, run.cost))
    for run in runs:
        least = best.get(run.group)
        yield run, None if run.cost is None or not least else run.cost / least - 1


def as_csv(runs: Iterable[Run]) -> str:
    """Give the rows as CSV with a header."""
    out = io.StringIO()
    table: csv.DictWriter[str] | None = None
    for run, gap in with_gaps(runs):
        row = _row(run, gap)
        if table is None:
            table = csv.DictWriter(out, list(row), lineterminator="\n")
            table.writeheader()
        table.writerow(row)
    return out.getvalue()


def _row(run: Run, gap: float | None) -> dict[str, object]:
    answer = run.answer
    terms = answer.get("terms", {})
    later = {name: terms[name] for name in terms if name not in TERMS}
    return {
        "network": run.network,
        "size": run.size,
        "seed": run.seed,
        "seconds_limit": run.limit_s,
        "level": run.level,
        "solver": run.solver,
        "version": answer.get("version", ""),
        "served": answer.get("served", ""),
        "visits": answer.get("visits", ""),
        "cost": answer.get("cost", ""),
        **{f"cost_{name}": terms.get(name, "") for name in TERMS},
        "cost_others": sum(later.values()),
        "gap_to_best": "" if gap is None else f"{gap:.4f}",
        "checker": answer["verdict"],
        "moved": answer.get("moved", ""),
        "left_out": answer.get("left_out", ""),
        "note": answer.get("note", ""),
        "seconds_spent": answer.get("seconds", ""),
        "peak_mb": answer.get("peak_mb", ""),
        "cores": run.cores,
        "machine": machine(),
        "python": platform.python_version(),
        "versions": versions(),
    }


def machine() -> str:
    """Name the processor and how many there are."""
    info = Path("/proc/cpuinfo")
    name = platform.processor() or platform.machine()
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    return f"{name}, {os.cpu_count()} cores"


def versions() -> str:
    """Name the packages that decide the figures; one that is missing is left out."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
