"""Public benchmark sets: read, planned, checked strictly, judged by the sets' own rules."""

from __future__ import annotations

from visitplan.bench.literature.rows import COLUMNS, Row, mean_gap, table
from visitplan.bench.literature.running import Run, planned, run
from visitplan.bench.literature.sets import SETS

__all__ = ["COLUMNS", "SETS", "Row", "Run", "mean_gap", "planned", "run", "table"]
