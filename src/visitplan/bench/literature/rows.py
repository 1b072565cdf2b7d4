"""The results as lines of a table."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One instance, planned once.

    `objective` is the set's own, with six decimals of the exact number; None
    where a visit is missing or the set's rules are broken, as `note` says.
    `checker` is `ok` or the number of violations.
    """

    set: str
    instance: str
    seconds: float
    seed: int
    served: int
    total: int
    objective: float | None
    best_known: float | None
    gap_pct: float | None
    proven_optimal: bool
    checker: str
    rounds: int
    elapsed_seconds: float
    machine: str
    cores: int
    versions: str
    note: str


COLUMNS = tuple(field.name for field in fields(Row))


def table(rows: Sequence[Row]) -> str:
    """Give rows as CSV; what is not known is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        values = asdict(row)
        writer.writerow({**values, "proven_optimal": str(row.proven_optimal).lower()})
    return text.getvalue()


def mean_gap(rows: Sequence[Row]) -> float | None:
    """Give the mean of the gaps that are known; None where none is."""
    gaps = [row.gap_pct for row in rows if row.gap_pct is not None]
    return sum(gaps) / len(gaps) if gaps else None
