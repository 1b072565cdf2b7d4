"""Where and with what a figure was measured, and rows of CSV that a new run replaces."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

from visitplan.bench.weekly_rows import machine, versions

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SAMPLE = ROOT / "data" / "visitplan_data" / "region.osm.bz2"
SETTING = ("machine", "cores", "versions", "revision")


def setting() -> dict[str, str | int]:
    """Name the machine, the cores that may be used, the packages and the state of the code."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "machine": machine(),
        "cores": there or 1,
        "versions": versions(),
        "revision": _revision(),
    }


def replace_rows(file: Path, rows: list[dict], columns: tuple[str, ...], key: tuple) -> None:
    """Put rows into a table; those that have the same key as a new one go. Never half written."""
    kept: list[dict] = []
    if file.is_file():
        with file.open(newline="", encoding="utf-8") as old:
            kept = list(csv.DictReader(old))
    new = {_key(row, key) for row in rows}
    kept = [row for row in kept if _key(row, key) not in new]
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    with draft.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(kept + rows, key=lambda row: _order(row, key)))
    draft.replace(file)


def _key(row: dict, names: tuple) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in names)


def _order(row: dict, names: tuple) -> tuple:
    """Sort numbers as numbers, also the first one of 10x150."""
    return tuple(_sortable(value) for value in _key(row, names))


def _sortable(text: str) -> tuple[int, float, str]:
    try:
        return 0, float(text.split("x", 1)[0]), text
    except ValueError:
        return 1, 0.0, text


def _revision() -> str:
    """Give the commit, with + where the code differs from it; nothing outside a git checkout."""
    named = ["git", "describe", "--always", "--exclude=*"]
    changed = ["git", "diff", "--quiet", "HEAD", "--", "src", "solvers", "data"]
    try:
        done = subprocess.run(named, cwd=ROOT, capture_output=True, text=True, check=False)
        differs = subprocess.run(changed, cwd=ROOT, capture_output=True, check=False).returncode
    except OSError:
        return ""
    return done.stdout.strip() + ("+" if differs == 1 else "")
