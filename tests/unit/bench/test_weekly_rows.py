"""Rows hold all figures, and gaps are to the best of the same request."""

from __future__ import annotations

import csv
from typing import Any

from visitplan.bench.weekly_rows import Run, as_csv, with_gaps

COLUMNS = (
    "network,size,seed,seconds_limit,level,solver,version,served,visits,cost,cost_unserved,"
    "cost_drive,cost_wait,cost_overtime,cost_late_preferred,cost_continuity,cost_language,"
    "cost_fairness,cost_stability,cost_others,gap_to_best,checker,moved,left_out,note,"
    "seconds_spent,peak_mb,cores,machine,python,versions"
)


def run(solver: str, level: str = "common", **answer: Any) -> Run:
    return Run("town", "1x2", 1, level, solver, 5.0, 2, {"verdict": "ok", **answer})


def test_the_gap_is_to_the_best_plan_of_the_same_request() -> None:
    runs = [
        run("weekly", cost=100),
        run("peer-vroom", cost=110),
        run("peer-pyvrp", verdict="no plan"),
        run("weekly", "full", cost=500),
    ]
    gaps = [gap for _, gap in with_gaps(runs)]
    assert [None if gap is None else round(gap, 9) for gap in gaps] == [0, 0.1, None, 0]


def test_every_row_has_every_column() -> None:
    terms = {"unserved": 1, "drive": 2, "brand_new": 7}
    text = as_csv([run("weekly", cost=10, served=2, visits=2, terms=terms), run("peer-vroom")])
    rows = list(csv.DictReader(text.splitlines()))
    assert ",".join(rows[0]) == COLUMNS
    assert (rows[0]["cost_drive"], rows[0]["cost_others"]) == ("2", "7")
    assert rows[1]["checker"] == "ok"
    assert rows[1]["cost"] == ""
    assert all(row["machine"] and "visitplan" in row["versions"] for row in rows)
