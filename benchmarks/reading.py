"""Read tables of results; a damaged one is refused with file, line and column."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Reader = Callable[[str], Any]


class DamagedTableError(Exception):
    """A table of results that cannot be read."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(
            f"{file}, line {line}: {problem}. Delete the file and measure again, or mend the line."
        )


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _number_or_none(text: str) -> float | None:
    return _number(text) if text else None


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


WEEKS: dict[str, Reader] = {
    "network": str, "size": str, "seed": int, "seconds": _number, "exit": int,
    "check_exit": _number_or_none, "served": _number_or_none, "visits": int,
    "cost": _number_or_none, "bound_seconds": _number_or_none, "bound": _number_or_none,
    "gap": _number_or_none, "drive_min_per_visit": _number_or_none, "rounds": _number_or_none,
    "wall_s": _number, "peak_mb": _number, "machine": str, "cores": int, "versions": str,
}  # fmt: skip
PEERS: dict[str, Reader] = {
    "network": str, "size": str, "seed": int, "seconds_limit": _number, "level": str,
    "solver": str, "served": _number_or_none, "visits": _number_or_none,
    "cost": _number_or_none, "checker": str, "note": str, "peak_mb": _number_or_none,
    "cores": int, "machine": str, "versions": str,
}  # fmt: skip
LITERATURE: dict[str, Reader] = {
    "set": str, "instance": str, "seconds": _number, "seed": int, "served": int, "total": int,
    "objective": _number_or_none, "best_known": _number_or_none, "gap_pct": _number_or_none,
    "proven_optimal": _truth, "checker": str, "note": str, "machine": str, "cores": int,
    "versions": str,
}  # fmt: skip
PROGRESS: dict[str, Reader] = {
    "network": str, "size": str, "seed": int, "seconds": _number, "search_s": _number,
    "rounds": int, "cost": _number, "unassigned": int, "phase": str, "machine": str,
    "cores": int, "versions": str,
}  # fmt: skip
PARTS: dict[str, Reader] = {
    "network": str, "size": str, "seed": int, "seconds": _number, "part": str,
    "calls": _number_or_none, "wall_s": _number_or_none, "cpu_s": _number, "rounds": int,
    "machine": str, "cores": int, "versions": str,
}  # fmt: skip

IN_A_ROW: dict[str, Reader] = {
    "remembers": int, "week": int, "visits": int, "served": int, "left_out": int,
    "left_out_again": int, "first_due": int, "first_met": int, "second_due": int,
    "second_met": int, "by_primary": _number, "people_a_patient": _number,
    "balance_spread": _number, "calls": int, "drive_min_per_visit": _number, "seed": int,
    "machine": str, "cores": int, "versions": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; a list is empty where that was not run."""

    weeks: list[Row] = field(default_factory=list)
    peers: list[Row] = field(default_factory=list)
    literature: list[Row] = field(default_factory=list)
    progress: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    in_a_row: list[Row] = field(default_factory=list)

    @property
    def settings(self) -> list[tuple[str, str]]:
        """Give machines and versions that figures come from."""
        every = (*self.weeks, *self.peers, *self.literature, *self.progress, *self.parts)
        every = (*every, *self.in_a_row)
        return sorted({(_machine(row), row["versions"]) for row in every})


def _machine(row: Row) -> str:
    named = str(row["machine"])
    return named if named.endswith("cores") else f"{named}, {row['cores']} cores"


def read_results(folder: Path) -> Results:
    """Read all tables of a folder.

    Raises:
        DamagedTableError: a column is missing, or a value cannot be read.
    """
    return Results(
        weeks=list(_read_all(folder, "weeks.csv", WEEKS)),
        peers=list(_read_all(folder, "peers*.csv", PEERS)),
        literature=list(_read_all(folder, "literature*.csv", LITERATURE)),
        progress=list(_read_all(folder, "progress.csv", PROGRESS)),
        parts=list(_read_all(folder, "parts.csv", PARTS)),
        in_a_row=list(_read_all(folder, "in-a-row.csv", IN_A_ROW)),
    )


def _read_all(folder: Path, pattern: str, columns: dict[str, Reader]) -> Iterator[Row]:
    for file in sorted(folder.glob(pattern)):
        yield from _read(file, columns)


def _read(file: Path, columns: dict[str, Reader]) -> Iterator[Row]:
    line = 1
    try:
        with file.open(newline="", encoding="utf-8") as text:
            table = csv.DictReader(text, strict=True)
            missing = [name for name in columns if name not in (table.fieldnames or ())]
            if missing:
                raise DamagedTableError(file, 1, f"no column {', '.join(missing)}")
            for row in table:
                line = table.line_num
                yield _values(file, line, row, columns)
    except (csv.Error, UnicodeDecodeError) as error:
        raise DamagedTableError(file, line + 1, f"not a CSV table: {error}") from error


def _values(file: Path, line: int, row: Row, columns: dict[str, Reader]) -> Row:
    if None in row or None in row.values():
        raise DamagedTableError(file, line, "not as many values as the header has columns")
    result = {}
    for name, read in columns.items():
        try:
            result[name] = read(row[name])
        except (ValueError, KeyError):
            problem = f"column {name}: {row[name]!r} is not what stands there"
            raise DamagedTableError(file, line, problem) from None
    return result
