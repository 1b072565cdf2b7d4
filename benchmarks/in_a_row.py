"""Weeks in a row as a table and a picture: what memory of the weeks before is worth."""

from __future__ import annotations

from collections.abc import Callable

from groups import grouped
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from reading import Results, Row
from tables import table

Value = Callable[[Row], float | None]
COLORS = {1: "#0072b2", 0: "#d55e00"}
NAMES = {1: "knows the weeks before", 0: "forgets them"}
PANELS = (
    ("visits left out", lambda row: row["left_out"]),
    ("visits after discharge in time, %", lambda row: _percent(row["first_met"], row["first_due"])),
    ("visits by the primary, %", lambda row: 100 * row["by_primary"]),
    ("spread of loads, hours", lambda row: row["balance_spread"] / 60),
)
HEAD = (
    "week", "memory", "served", "left out", "again", "7 days", "30 days", "by primary",
    "people a patient", "spread of loads, h", "calls", "drive min a visit",
)  # fmt: skip


def rows_of(results: Results) -> str:
    """Give each week of both lives."""
    rows = [
        (
            str(row["week"]),
            "yes" if row["remembers"] else "no",
            f"{row['served']} of {row['visits']}",
            str(row["left_out"]),
            str(row["left_out_again"]),
            f"{row['first_met']} of {row['first_due']}",
            f"{row['second_met']} of {row['second_due']}",
            f"{row['by_primary']:.0%}",
            f"{row['people_a_patient']:.2f}",
            f"{row['balance_spread'] / 60:.1f}",
            str(row["calls"]),
            f"{row['drive_min_per_visit']:.1f}",
        )
        for row in sorted(results.in_a_row, key=lambda row: (row["week"], -row["remembers"]))
    ]
    return table(HEAD, rows, left=2)


def picture(results: Results) -> Figure | None:
    """Draw four figures over the weeks, with and without a memory."""
    lives = grouped(results.in_a_row, lambda row: row["remembers"])
    if not lives:
        return None
    figure, axes = plt.subplots(2, 2, figsize=(8.4, 5.6), layout="constrained")
    for axis, (title, value) in zip(axes.flat, PANELS, strict=True):
        for remembers, rows in sorted(lives.items(), reverse=True):
            _line(axis, rows, value, remembers)
        axis.set_title(title)
        axis.set_ylim(bottom=0)
        axis.set_xticks(sorted({row["week"] for row in results.in_a_row}))
    for axis in axes[1]:
        axis.set_xlabel("week")
    marks, names = axes[0][0].get_legend_handles_labels()
    figure.legend(marks, names, loc="outside lower center", ncols=2, fontsize=9)
    return figure


def _line(axis: Axes, rows: list[Row], value: Value, remembers: int) -> None:
    there = [(row["week"], value(row)) for row in sorted(rows, key=lambda row: row["week"])]
    there = [(week, y) for week, y in there if y is not None]
    style = "o-" if remembers else "s--"
    axis.plot(*zip(*there, strict=True), style, color=COLORS[remembers], label=NAMES[remembers])


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
