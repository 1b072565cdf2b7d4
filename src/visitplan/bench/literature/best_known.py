"""The best-known objectives of a set, as its own table tells them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import BestKnownError
from visitplan.bench.literature.files import text_of
from visitplan.bench.literature.numbers import exact

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

FILE = "best_known.csv"


@dataclass(frozen=True, slots=True)
class BestKnown:
    """The best objective published for an instance.

    `sound` is False where the published solution breaks a rule of the set, so
    that no gap to it means anything.
    """

    objective: Fraction
    proven: bool
    sound: bool


def best_known(folder: Path, column: str) -> dict[str, BestKnown]:
    """Read a set's table, by instance.

    Raises:
        BestKnownError: VP7008, a column is missing or a value is no number.
    """
    file = folder / FILE
    rows = csv.DictReader(text_of(file).splitlines())
    for name in ("instance", column):
        if name not in (rows.fieldnames or []):
            found = ", ".join(rows.fieldnames or []) or "nothing"
            what = f"the column {name!r} is missing"
            raise _error(file, "line 1", found[:200], what)
    return {row["instance"]: _best(file, rows.line_num, row, column) for row in rows}


def _best(file: Path, line: int, row: dict[str, str | None], column: str) -> BestKnown:
    text = row[column] or ""
    objective = exact(text)
    if objective is None or objective <= 0:
        raise _error(file, f"line {line}", text[:60], f"{column} is no number above 0")
    early = row.get("early_starts_in_published_solution") or "0"
    return BestKnown(objective, row.get("optimality") == "proven", early == "0")


def _error(file: Path, where: str, value: str, what: str) -> BestKnownError:
    return BestKnownError(file, where, value, what, "Fetch the set anew, or correct the table.")
