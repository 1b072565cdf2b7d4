"""The goals, what was measured, and whether it is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from groups import (
    AT_BEST,
    GOAL_NETWORKS,
    GOAL_SEEDS,
    LITERATURE_GOALS,
    OURS,
    PEERS,
    SIZES,
    LiteratureGoal,
    for_goal,
    grouped,
    groups_of,
    mean,
    nearest,
    planned,
    shown_size,
)
from reading import Results, Row

NOT_RUN = "not run"
RUNS = len(GOAL_NETWORKS) * GOAL_SEEDS
LONG_S = 1800
MEMORY_MB = 4096


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the table of goals."""

    work: str
    goal: str
    measured: str = NOT_RUN
    runs: str = ""
    verdict: str = NOT_RUN


def judge(results: Results) -> Iterator[Judged]:
    """Yield all goals in the order they were set."""
    weeks = results.weeks
    yield _proven(weeks, "10x150", 30, 120, 0.02, "gap ≤ 2 % in ≤ 120 s more")
    yield _proven(weeks, "40x700", 60, 600, 0.05, "gap ≤ 5 % in ≤ 10 min")
    yield _large(weeks)
    for size in ("10x150", "40x700"):
        yield _anytime(weeks, size)
    for peer, name in PEERS.items():
        yield _against(results.peers, peer, name)
    for goal in LITERATURE_GOALS:
        yield _literature(results.literature, goal)


def pairs(weeks: Iterable[Row], size: str, short: float, long: float) -> list[tuple[Row, Row]]:
    """Give the runs of a size that were made with few and with many seconds."""
    found = grouped(
        (row for row in weeks if row["size"] == size and planned(row)),
        lambda row: (row["network"], row["seed"]),
    )
    result = []
    for rows in found.values():
        by_seconds = {row["seconds"]: row for row in rows}
        if short in by_seconds and long in by_seconds:
            result.append((by_seconds[short], by_seconds[long]))
    return result


def served_text(rows: Sequence[Row]) -> str:
    """Say how many visits were served; a run without a plan served none."""
    served = sum(int(row["served"] or 0) for row in rows if planned(row))
    return f"{served:,} of {sum(int(row['visits']) for row in rows):,} visits"


def percent(share: float, digits: int = 2) -> str:
    """Write a share in percent."""
    return f"{100 * share:.{digits}f} %"


def compared(rows: Iterable[Row], peer: str) -> dict[tuple[str, str], list[tuple[Row, Row]]]:
    """Give ours and the peer's runs of the same request, by size and level."""
    found = grouped(rows, lambda row: (row["network"], row["size"], row["seed"], row["level"]))
    result: dict[tuple[str, str], list[tuple[Row, Row]]] = {}
    for same in found.values():
        by_solver = {row["solver"]: row for row in same}
        if OURS in by_solver and peer in by_solver:
            row = by_solver[OURS]
            result.setdefault((row["size"], row["level"]), []).append((row, by_solver[peer]))
    return result


def has_plan(row: Row) -> bool:
    """Tell whether a run of the comparison gave a plan that the checker passed."""
    return row["checker"] == "ok" and row["cost"] is not None


def _verdict(enough: bool, caveats: Sequence[str]) -> str:
    plain = "met" if enough else "**missed**"
    return ", ".join([plain, *caveats])


def _open(caveats: Sequence[str]) -> str:
    """Say that nothing missed the goal, but that a part of it was not run."""
    return ", ".join(["open", *caveats])


def _budget(rows: Sequence[Row], seconds: float) -> list[str]:
    """Say so where the seconds are not those of the goal."""
    spent = rows[0]["seconds"]
    return [] if spent == seconds else [f"but with {spent:g} s in place of {seconds:g} s"]


def _missing(rows: Sequence[Row]) -> list[str]:
    """Say so where there are not all runs, or other networks than the goals name."""
    said = [f"on {len(rows)} of {RUNS} weeks"] if len(rows) < RUNS else []
    others = {row["network"] for row in rows}.difference(GOAL_NETWORKS)
    return [*said, *(["on another network"] if others else [])]


def _runs(rows: Sequence[Row]) -> str:
    return f"{len(rows)}: {', '.join(sorted({row['network'] for row in rows}))}"


def _proven(
    weeks: list[Row], size: str, seconds: int, bound_s: int, gap: float, wanted: str
) -> Judged:
    work, goal = f"week {shown_size(size)}, {seconds} s", f"all servable visits served; {wanted}"
    rows = nearest(for_goal(row for row in weeks if row["size"] == size), seconds)
    if not rows:
        return Judged(work, goal)
    served = all(planned(row) and row["served"] == row["visits"] for row in rows)
    bounded = [row for row in rows if planned(row) and row["gap"] is not None]
    caveats = [*_budget(rows, seconds), *_missing(rows)]
    measured = served_text(rows)
    if not bounded:
        verdict = _open(["gap not run", *caveats]) if served else _verdict(False, caveats)
        return Judged(work, goal, f"{measured}; gap {NOT_RUN}", _runs(rows), verdict)
    gaps = [float(row["gap"]) for row in bounded]
    spent = max(float(row["bound_seconds"] or 0) for row in bounded)
    if spent != bound_s:
        caveats.append(f"bound in {spent:g} s")
    if len(bounded) < len(rows):
        caveats.append(f"no bound in {len(rows) - len(bounded)} runs")
    measured += f"; gap {percent(mean(gaps))}, at most {percent(max(gaps))}"
    enough = served and mean(gaps) <= gap and len(bounded) == len(rows) and spent <= bound_s
    return Judged(work, goal, measured, _runs(rows), _verdict(enough, caveats))


def _large(weeks: list[Row]) -> Judged:
    work = "week 150 x 3,000, 300 s"
    goal = "all servable visits served; cost within 3 % of a 30-minute run; peak memory ≤ 4 GB"
    rows = nearest(for_goal(row for row in weeks if row["size"] == "150x3000"), 300)
    if not rows:
        return Judged(work, goal)
    served = all(planned(row) and row["served"] == row["visits"] for row in rows)
    peak = max(float(row["peak_mb"]) for row in rows)
    both = pairs(rows + for_goal(weeks), "150x3000", rows[0]["seconds"], LONG_S)
    ratios = [short["cost"] / long["cost"] - 1 for short, long in both]
    compared_ = f"{100 * mean(ratios):+.2f} %" if ratios and rows[0]["seconds"] != LONG_S else ""
    measured = f"{served_text(rows)}; {compared_ or NOT_RUN} to 30 minutes; {peak:,.0f} MB"
    enough = served and peak <= MEMORY_MB and (not compared_ or mean(ratios) <= 0.03)
    caveats = [*_budget(rows, 300), *_missing(rows)]
    if enough and not compared_:
        verdict = _open(["30 minutes not run", *caveats])
    else:
        verdict = _verdict(enough, caveats)
    return Judged(work, goal, measured, _runs(rows), verdict)


def _anytime(weeks: list[Row], size: str) -> Judged:
    work, goal = f"anytime, {shown_size(size)}", "cost at 10 s ≤ 1.02 x cost at 60 s"
    both = pairs(for_goal(weeks), size, 10, 60)
    if not both:
        return Judged(work, goal)
    ratios = [short["cost"] / long["cost"] for short, long in both]
    measured = f"{mean(ratios):.4f} times, at most {max(ratios):.4f} times"
    runs = [short for short, _ in both]
    verdict = _verdict(mean(ratios) <= 1.02, _missing(runs))
    return Judged(work, goal, measured, _runs(runs), verdict)


def _against(peers: list[Row], peer: str, name: str) -> Judged:
    work = f"against {name}, same request, seconds and cores"
    goal = "cost ≤ its cost on every size, no more unserved visits"
    by_case = compared(for_goal(peers), peer)
    if not by_case:
        return Judged(work, goal)
    enough, ratios, fewer, without = True, [], [], 0
    for runs in by_case.values():
        enough &= all(has_plan(ours) for ours, _ in runs)
        both = [(ours, its) for ours, its in runs if has_plan(ours) and has_plan(its)]
        without += sum(not has_plan(its) for _, its in runs)
        if not both:
            continue
        ratios.append(sum(o["cost"] for o, _ in both) / sum(p["cost"] for _, p in both))
        fewer.append(sum(o["served"] - p["served"] for o, p in both))
        enough &= ratios[-1] <= 1 and fewer[-1] >= 0
    measured = f"{min(ratios):.3f} to {max(ratios):.3f} of its cost" if ratios else "no plan of it"
    measured += f"; served {sum(fewer):+.0f} visits in all" if ratios else ""
    measured += f"; it gave no plan in {without} runs" if without else ""
    requests = {(o["network"], o["seed"]) for runs in by_case.values() for o, _ in runs}
    sizes = {size for size, _ in by_case}
    absent = [shown_size(size) for size in SIZES if size not in sizes]
    caveats = [f"{', '.join(absent)} not run"] if absent else []
    caveats += _missing([{"network": network} for network, _ in sorted(requests)])
    runs_text = f"{sum(map(len, by_case.values()))} of sizes and levels"
    verdict = _open(caveats) if enough and absent else _verdict(enough, caveats)
    return Judged(work, goal, measured, runs_text, verdict)


def _literature(rows: list[Row], goal: LiteratureGoal) -> Judged:
    mine = [row for row in rows if row["set"] == goal.set and goal.group in groups_of(row)]
    mine = nearest(mine, goal.seconds)
    if not mine:
        return Judged(goal.work, goal.goal)
    seeds = sorted({row["seed"] for row in mine})
    instances = len({row["instance"] for row in mine})
    gaps = [row["gap_pct"] for row in mine if row["gap_pct"] is not None]
    lost = len(mine) - len(gaps)
    caveats = _budget(mine, goal.seconds)
    if instances < goal.instances:
        caveats.append(f"{instances} of {goal.instances} instances")
    if lost:
        caveats.append(f"no gap in {lost} runs")
    if len(seeds) < GOAL_SEEDS:
        caveats.append(f"{len(seeds)} of {GOAL_SEEDS} seeds")
    runs = f"{len(mine)}: {instances} instances, seeds {', '.join(map(str, seeds))}"
    if goal.proven is not None:
        hits, wanted = sum(row["proven_optimal"] for row in mine) / len(seeds), goal.proven
    else:
        hits, wanted = sum(gap <= AT_BEST for gap in gaps) / len(seeds), goal.at_best or 0
    if goal.mean_pct is None:
        verdict = _verdict(hits >= wanted, caveats)
        if hits < wanted <= hits + goal.instances - instances:
            verdict = _open(caveats)
        return Judged(goal.work, goal.goal, f"{round(hits, 1):g} of {instances}", runs, verdict)
    if not gaps:
        return Judged(goal.work, goal.goal, "no gap", runs, _verdict(False, caveats))
    enough = mean(gaps) <= goal.mean_pct and not lost
    measured = f"mean {mean(gaps):+.2f} %, worst {max(gaps):+.2f} %"
    return Judged(goal.work, goal.goal, measured, runs, _verdict(enough, caveats))
