"""The pictures of docs/benchmarks.md, as SVG on a light ground, so that they read on any page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import in_a_row
from goals import compared, has_plan
from groups import (
    LITERATURE_GOALS,
    PEERS,
    TITLES,
    grouped,
    groups_of,
    mean,
    planned,
    shown_size,
    size_order,
)
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FormatStrFormatter
from reading import Results, Row

INK, FAINT, GROUND = "#24292f", "#d0d7de", "#ffffff"
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
GOAL = "#8c1d40"
STYLE: dict[str, Any] = {
    "svg.hashsalt": "visitplan",
    "svg.fonttype": "path",
    "figure.facecolor": GROUND,
    "axes.facecolor": GROUND,
    "savefig.facecolor": GROUND,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "grid.color": FAINT,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 11,
    "axes.titlesize": 12,
    "legend.frameon": False,
}
GOAL_GAPS = {"10x150": 2.0, "40x700": 5.0}
"""Largest proven gap wanted, in percent."""
MOST_SHOWN = 50.0
"""Percent above which the picture of cost over time is cut."""
TICKS = (0, 0.5, 1, 2, 5, 10, 20, 50)
FIRST_S = 0.1
"""Where the picture of cost over time begins; what is earlier is shown there."""
BENT_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000)


def draw(results: Results, folder: Path, kind: str = "svg") -> Iterator[tuple[str, str]]:
    """Draw what there are figures for; yield file name and what the picture shows."""
    makers = (
        ("bench-progress", _progress, "Cost over time"),
        ("bench-gap", _gap, "Proven gap by size of week"),
        ("bench-literature", _literature, "Gap to best known by set"),
        ("bench-peers", _peers, "Cost of peers' plans beside ours"),
        ("bench-in-a-row", in_a_row.picture, "Weeks in a row, with and without memory"),
    )
    for name, make, title in makers:
        file = folder / f"{name}.{kind}"
        file.unlink(missing_ok=True)
        with mpl.rc_context(STYLE):
            figure = make(results)
            if figure is None:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            metadata = {"Date": None, "Title": title} if kind == "svg" else None
            figure.savefig(file, metadata=metadata, dpi=110)
            plt.close(figure)
        yield file.name, title


def _progress(results: Results) -> Figure | None:
    """Cost above the run's last, over seconds of search; a panel for each size."""
    sizes = sorted({row["size"] for row in results.progress}, key=size_order)
    if not sizes:
        return None
    figure, axes = plt.subplots(
        1, len(sizes), figsize=(4.2 * len(sizes), 3.8), squeeze=False, layout="constrained"
    )
    networks = sorted({row["network"] for row in results.progress})
    for axis, size in zip(axes[0], sizes, strict=True):
        mine = [row for row in results.progress if row["size"] == size]
        runs = grouped(mine, lambda row: (row["network"], row["seed"], row["seconds"]))
        for (network, _, _), rows in runs.items():
            _fall(axis, rows, COLORS[networks.index(network) % len(COLORS)], network)
        axis.set_title(f"week {shown_size(size)}")
        axis.set_xlabel("seconds of search (log scale)")
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(FormatStrFormatter("%g"))
        axis.set_yscale("symlog", linthresh=1, linscale=1)
        axis.set_yticks([tick for tick in TICKS if tick <= MOST_SHOWN], minor=False)
        axis.yaxis.set_major_formatter(FormatStrFormatter("%g"))
        axis.set_ylim(0, MOST_SHOWN)
    axes[0][0].set_ylabel("cost above the final one, %")
    _legend(figure, axes[0])
    return figure


def _fall(axis: Axes, rows: list[Row], color: str, label: str) -> None:
    last = rows[-1]["cost"] or 1
    xs = [max(FIRST_S, row["search_s"]) for row in rows]
    ys = [100 * (row["cost"] / last - 1) for row in rows]
    axis.step(xs, ys, where="post", color=color, label=label, linewidth=1.6)
    falls = [
        (max(FIRST_S, row["search_s"]), 100 * (row["cost"] / last - 1))
        for before, row in itertools.pairwise(rows)
        if row["phase"] == "recombination" and row["cost"] < before["cost"]
    ]
    if falls:
        axis.plot(
            *zip(*falls, strict=True),
            "o",
            color=color,
            markersize=5,
            label=f"{label}: set partitioning",
        )


def _gap(results: Results) -> Figure | None:
    """Proven gap of each run and their mean, over the size of the week."""
    rows = [row for row in results.weeks if planned(row) and row["gap"] is not None]
    if not rows:
        return None
    sizes = sorted({row["size"] for row in rows}, key=size_order)
    networks = sorted({row["network"] for row in rows})
    figure, axis = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    for k, network in enumerate(networks):
        color = COLORS[k % len(COLORS)]
        shift = 0.16 * (k - (len(networks) - 1) / 2)
        mine = [row for row in rows if row["network"] == network]
        at = [sizes.index(row["size"]) + shift for row in mine]
        axis.plot(at, [100 * row["gap"] for row in mine], "o", color=color, alpha=0.45)
        by_size = grouped(mine, lambda row: row["size"])
        means = [
            (sizes.index(s) + shift, 100 * mean([r["gap"] for r in by_size[s]])) for s in by_size
        ]
        axis.plot(
            *zip(*sorted(means), strict=True),
            "_-",
            color=color,
            markersize=18,
            label=f"{network}: mean",
        )
    for k, size in enumerate(sizes):
        if size in GOAL_GAPS:
            _goal_line(axis, (k - 0.3, k + 0.3), (GOAL_GAPS[size],) * 2)
    seconds = {
        s: sorted({f"{r['bound_seconds']:g}" for r in rows if r["size"] == s}) for s in sizes
    }
    labels = [f"{shown_size(s)}\nbound in {' or '.join(seconds[s])} s" for s in sizes]
    axis.set_xticks(range(len(sizes)), labels)
    axis.set_xlim(-0.5, len(sizes) - 0.5)
    axis.set_ylim(bottom=0)
    axis.set_xlabel("week: case managers x visits")
    axis.set_ylabel("proven gap: (cost - bound) / cost, %")
    _legend(figure, [axis])
    return figure


def _literature(results: Results) -> Figure | None:
    """Gap of each run and the mean, a line for each group of instances."""
    known = [row for row in results.literature if row["gap_pct"] is not None]
    groups = grouped(known, lambda row: (row["set"], groups_of(row)[0]))
    if not groups:
        return None
    goals = {(goal.set, goal.group): goal.mean_pct for goal in LITERATURE_GOALS}
    ranks = list(goals)
    keys = sorted(groups, key=lambda key: ranks.index(key) if key in goals else len(ranks))
    figure, axis = plt.subplots(figsize=(7.6, 1.4 + 0.5 * len(keys)), layout="constrained")
    for k, key in enumerate(keys):
        gaps = [row["gap_pct"] for row in groups[key]]
        axis.plot(
            gaps, [k] * len(gaps), "|", color=COLORS[0], alpha=0.6, markersize=13, label="one run"
        )
        axis.plot(mean(gaps), k, "D", color=COLORS[1], markersize=7, label="mean")
        wanted = goals.get(key)
        if wanted is not None:
            _goal_line(axis, (wanted, wanted), (k - 0.36, k + 0.36), "goal for the mean")
    _bend(axis, [row["gap_pct"] for row in known], 2)
    axis.axvline(0, color=INK, linewidth=0.8)
    names = [f"{TITLES.get(name, name)}, {group}" for name, group in keys]
    axis.set_yticks(range(len(keys)), names)
    axis.set_ylim(len(keys) - 0.4, -0.6)
    axis.set_xlabel("gap to best known, %; left of 0 is better than best known")
    _legend(figure, [axis])
    return figure


def _peers(results: Results) -> Figure | None:
    """Peers' cost above ours, by size and level; a mark for each request."""
    cases: dict[tuple[tuple[int, str], str, str], list[float]] = {}
    for peer in PEERS:
        for (size, level), runs in compared(results.peers, peer).items():
            both = [(ours, its) for ours, its in runs if has_plan(ours) and has_plan(its)]
            if both:
                more = [100 * (its["cost"] / ours["cost"] - 1) for ours, its in both]
                cases[size_order(size), level, peer] = more
    if not cases:
        return None
    order = sorted(cases, key=lambda case: (case[0], case[1], list(PEERS).index(case[2])))
    figure, axis = plt.subplots(figsize=(7.6, 1.4 + 0.34 * len(cases)), layout="constrained")
    for k, case in enumerate(order):
        color = COLORS[list(PEERS).index(case[2])]
        axis.plot(cases[case], [k] * len(cases[case]), "|", color=color, markersize=11)
        axis.plot(mean(cases[case]), k, "D", color=color, markersize=6)
        if k and case[:2] != order[k - 1][:2]:
            axis.axhline(k - 0.5, color=INK, linewidth=0.6)
    _bend(axis, [gap for gaps in cases.values() for gap in gaps], 5)
    axis.axvline(0, color=INK, linewidth=1.2)
    labels = [f"{shown_size(size)}, {level}: {PEERS[peer]}" for (_, size), level, peer in order]
    axis.set_yticks(range(len(order)), labels)
    axis.grid(visible=False, axis="y")
    axis.set_ylim(len(order) - 0.5, -0.5)
    axis.set_xlabel("its cost above ours, %\nright of 0 ours is cheaper; diamond: mean")
    return figure


def _bend(axis: Axes, values: list[float], straight: float) -> None:
    """Shrink what is far from 0, where values lie far apart; straight up to so many percent."""
    low, high = min(*values, -straight / 10), max(*values, straight)
    if max(-low, high) <= 4 * straight:
        return
    axis.set_xscale("symlog", linthresh=straight, linscale=1)
    far = [tick for tick in BENT_TICKS if tick >= straight / 2]
    ticks = [*(-tick for tick in reversed(far)), 0, *far]
    axis.set_xticks([tick for tick in ticks if 1.2 * low <= tick <= 1.2 * high], minor=False)
    axis.xaxis.set_major_formatter(FormatStrFormatter("%g"))
    axis.set_xlim(1.2 * low, 1.2 * high)


def _goal_line(
    axis: Axes, xs: tuple[float, float], ys: tuple[float, float], label: str = "goal"
) -> None:
    axis.plot(xs, ys, color=GOAL, linewidth=2, linestyle=(0, (3, 1.5)), label=label)


def _legend(figure: Figure, axes: Iterable[Axes]) -> None:
    """Name each kind of mark once, below the picture."""
    once = {}
    for axis in axes:
        marks, names = axis.get_legend_handles_labels()
        once |= dict(zip(names, marks, strict=True))
    figure.legend(once.values(), once.keys(), loc="outside lower center", ncols=4, fontsize=9)
