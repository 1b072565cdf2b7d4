"""The tables of docs/benchmarks.md, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goals import NOT_RUN, compared, has_plan, judge, pairs, percent, served_text
from groups import (
    AT_BEST,
    PEERS,
    TITLES,
    grouped,
    groups_of,
    mean,
    planned,
    shown_size,
    size_order,
)
from reading import Results, Row

NOTHING = f"{NOT_RUN.capitalize()} yet: `make bench` fills this in."


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Write a table; the first columns are left-aligned, the others right-aligned."""
    if not rows:
        return NOTHING
    rule = ["---" if k < left else "--:" for k in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def goals(results: Results) -> str:
    """Set every goal beside what was measured."""
    rows = [(one.work, one.goal, one.measured, one.runs, one.verdict) for one in judge(results)]
    return table(("work", "goal", "measured", "runs", "verdict"), rows, left=5)


def setting(results: Results) -> str:
    """Name machines and versions."""
    lines = [f"- {machine}; {versions}" for machine, versions in results.settings]
    return "\n".join(["Measured on:", "", *lines]) if lines else NOTHING


def weeks(results: Results) -> str:
    """Give the sample weeks by network, size and seconds: means over seeds."""
    rows = []
    found = grouped(results.weeks, lambda row: (row["network"], row["size"], row["seconds"]))
    for network, size, seconds in sorted(found, key=lambda k: (k[0], size_order(k[1]), k[2])):
        runs = found[network, size, seconds]
        done = [row for row in runs if planned(row)]
        bounded = [row for row in done if row["gap"] is not None]
        gaps = [float(row["gap"]) for row in bounded]
        asked = any(row["bound_seconds"] is not None for row in runs)
        absent = "none proven" if asked else NOT_RUN
        rows.append((
            network,
            shown_size(size),
            f"{seconds:g}",
            str(len(runs)) + (f", {len(runs) - len(done)} without a plan" if done != runs else ""),
            served_text(runs).removesuffix(" visits"),
            f"{mean([row['cost'] for row in done]):,.0f}" if done else "",
            f"{mean([row['bound'] for row in bounded]):,.0f}" if bounded else absent,
            f"{percent(mean(gaps))} ({percent(max(gaps))})" if gaps else absent,
            f"{max(row['bound_seconds'] or 0 for row in bounded):g}" if bounded else "",
            f"{mean([row['drive_min_per_visit'] for row in done]):.1f}" if done else "",
            f"{max(row['peak_mb'] for row in runs):,.0f}",
        ))  # fmt: skip
    head = (
        "network", "week", "s", "runs", "served", "cost", "bound", "gap (largest)",
        "bound s", "drive min a visit", "peak MB",
    )  # fmt: skip
    return table(head, rows, left=2)


def anytime(results: Results) -> str:
    """Give cost at 10 s over cost at 60 s."""
    rows = []
    for size in sorted({row["size"] for row in results.weeks}, key=size_order):
        both = pairs(results.weeks, size, 10, 60)
        by_network = grouped((short for short, _ in both), lambda row: row["network"])
        for network in by_network:
            ratios = [
                short["cost"] / long["cost"] for short, long in both if short["network"] == network
            ]
            shown = (f"{mean(ratios):.4f}", f"{max(ratios):.4f}")
            rows.append((network, shown_size(size), str(len(ratios)), *shown))
    return table(("network", "week", "runs", "mean ratio", "largest"), rows, left=2)


def peers(results: Results) -> str:
    """Give each peer's cost in parts of ours, by size and level."""
    rows = []
    for peer, name in PEERS.items():
        for (size, level), runs in compared(results.peers, peer).items():
            both = [(ours, its) for ours, its in runs if has_plan(ours) and has_plan(its)]
            without = sum(not has_plan(its) for _, its in runs)
            mine, other = ([pair[k] for pair in both] for k in (0, 1))
            ratio = sum(r["cost"] for r in other) / sum(r["cost"] for r in mine) if both else None
            rows.append((
                (size_order(size), level, name),
                shown_size(size),
                f"{runs[0][0]['seconds_limit']:g}",
                level,
                name,
                str(len(runs)),
                f"{mean([r['cost'] for r in mine]):,.0f}" if both else "",
                f"{mean([r['cost'] for r in other]):,.0f}" if both else "no plan",
                "" if ratio is None else f"{100 * ratio - 100:+.2f} %",
                f"{sum(r['visits'] - r['served'] for r in mine):g}" if both else "",
                f"{sum(r['visits'] - r['served'] for r in other):g}" if both else "",
                str(without) if without else "",
            ))  # fmt: skip
    head = (
        "week", "s", "level", "peer", "runs", "our cost", "its cost", "its cost to ours",
        "we left out", "it left out", "no plan of it",
    )  # fmt: skip
    return table(head, [row[1:] for row in sorted(rows)], left=4)


def literature(results: Results) -> str:
    """Give the gaps to best-knowns by set and group."""
    rows = []
    found = grouped(
        ((row, name) for row in results.literature for name in groups_of(row)),
        lambda pair: (pair[0]["set"], pair[1], pair[0]["seconds"]),
    )
    for (name, group, seconds), members in sorted(found.items(), key=_set_order):
        mine = [row for row, _ in members]
        gaps = [row["gap_pct"] for row in mine if row["gap_pct"] is not None]
        count = len(gaps)
        known = [row for row in mine if row["best_known"] is not None]
        rows.append((
            TITLES.get(name, name),
            group,
            f"{seconds:g}",
            str(len({row["instance"] for row in mine})),
            str(len({row["seed"] for row in mine})),
            f"{mean(gaps):+.2f} %" if gaps else "",
            f"{max(gaps):+.2f} %" if gaps else "",
            f"{sum(gap <= AT_BEST for gap in gaps)} of {count}" if gaps else "",
            str(sum(row["proven_optimal"] for row in mine)),
            str(sum(row["objective"] is None for row in known)),
        ))  # fmt: skip
    head = (
        "set", "group", "s", "instances", "seeds", "mean gap", "worst gap",
        "runs at best known", "runs at proven optimum", "runs without a plan",
    )  # fmt: skip
    return table(head, rows, left=2)


def new_bests(results: Results) -> str:
    """List the instances whose best-known was beaten."""
    beaten = [
        row
        for row in results.literature
        if row["gap_pct"] is not None and row["gap_pct"] < -AT_BEST
    ]
    if not beaten:
        return "No best known was beaten." if results.literature else NOTHING
    best = grouped(beaten, lambda row: (row["set"], row["instance"]))
    rows = []
    for (name, instance), runs in sorted(best.items()):
        least = min(runs, key=lambda row: row["objective"])
        rows.append((
            TITLES.get(name, name),
            instance,
            f"{least['best_known']:,.3f}",
            f"{least['objective']:,.3f}",
            f"{least['gap_pct']:+.2f} %",
            f"{least['seconds']:g}",
            str(least["seed"]),
        ))  # fmt: skip
    head = ("set", "instance", "best known", "found", "gap", "s", "seed")
    return table(head, rows, left=2)


def parts(results: Results) -> str:
    """Give processor seconds by part, and rounds a second."""
    cases = grouped(results.parts, lambda row: (row["network"], row["size"], row["seconds"]))
    keys = sorted(cases, key=lambda key: (key[0], size_order(key[1])))
    names = list(dict.fromkeys(row["part"] for row in results.parts if row["part"] != "whole"))
    names.sort(key=lambda name: name == "rest")
    columns = [dict(_shares(cases[key], key[2])) for key in keys]
    lines = [*names, "all", "wall-clock s", "cores busy", "rounds a second"] if keys else []
    rows = [(name, *(column.get(name, "") for column in columns)) for name in lines]
    heads = (f"{network}, {shown_size(size)}, {seconds:g} s" for network, size, seconds in keys)
    return table(("part", *heads), rows)


def _shares(rows: list[Row], seconds: float) -> Iterator[tuple[str, str]]:
    whole = next((row for row in rows if row["part"] == "whole"), None)
    if whole is None or not whole["cpu_s"] or not whole["wall_s"]:
        return
    for row in rows:
        if row["part"] != "whole":
            yield row["part"], f"{row['cpu_s']:.2f} s, {percent(row['cpu_s'] / whole['cpu_s'], 1)}"
    yield "all", f"{whole['cpu_s']:.2f} s"
    yield "wall-clock s", f"{whole['wall_s']:.1f}"
    yield "cores busy", f"{whole['cpu_s'] / whole['wall_s']:.2f}"
    yield "rounds a second", f"{whole['rounds'] / seconds:,.0f}"


def _set_order(item: tuple) -> tuple:
    """Sort sets as the goals do, the whole set first, then groups by the number in them."""
    (name, group, seconds), _ = item
    digits = "".join(c for c in group if c.isdigit())
    return list(TITLES).index(name), group != "all", int(digits or 0), group, seconds
