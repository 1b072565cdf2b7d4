"""Where the time of planning goes: cost over time, rounds a second, seconds by part.

    python benchmarks/time_spent.py NETWORK... --sizes 10x150,40x700 --seconds 30 --seed 1

Plans sample weeks through `visitplan.planning.make_plan` in this process and writes progress.csv
(how the cost fell) and parts.csv. Parts are timed by wrapping the functions that do them:
wall-clock and the processor time of the thread that runs them, so parts that run side by side add
up to more than the whole. What no part covers is `rest`.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setting import RESULTS, SAMPLE, SETTING, replace_rows, setting
from weeks import built

from visitplan.app.roads import load_roads
from visitplan.app.sampling import make_request
from visitplan.planning import PlanOptions, Progress, make_plan

KEY = ("network", "size", "seed", "seconds")
PROGRESS = (*KEY, "at", "search_s", "rounds", "cost", "unassigned", "phase", *SETTING)
PARTS = (*KEY, "part", "calls", "wall_s", "cpu_s", "rounds", *SETTING)
WHERE = {
    "travel times": "visitplan.planning.making:travel_times",
    "compiled problem": "visitplan_solvers.compiled.build:compile_request",
    "first plan": "visitplan_solvers.engine:Engine._begin",
    "search": "visitplan_solvers.worker:Worker.search",
    "set partitioning": "visitplan_solvers.engine:recombined",
    "last insertions": "visitplan_solvers.engine:Engine._finish",
    "places missed": "visitplan_solvers.blockers:place_missed",
    "blockers": "visitplan_solvers.blockers:blockers",
    "decode": "visitplan_solvers.decode:routes",
    "check": "visitplan.planning.making:check_plan",
}
"""The parts of a solve and the function that does each, as the caller looks it up."""
POINTS = 200
"""Rows of progress without a change of cost, at most."""


class Clock:
    """Adds up calls and seconds of parts; a part within a part counts once."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        self.wall: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self._inside = threading.local()

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function so that its time counts for a part."""

        @functools.wraps(work)
        def wrapped(*args: Any, **named: Any) -> Any:
            if getattr(self._inside, "part", None) is not None:
                return work(*args, **named)
            self._inside.part = part
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return work(*args, **named)
            finally:
                wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
                self._inside.part = None
                with self._lock:
                    self.calls[part] += 1
                    self.wall[part] += wall
                    self.cpu[part] += cpu

        return wrapped


@contextmanager
def measured(clock: Clock) -> Iterator[None]:
    """Time all parts while it lasts; one that is not where it was is named and left to `rest`."""
    replaced = []
    for part, where in WHERE.items():
        module, path = where.split(":")
        holder: Any = importlib.import_module(module)
        *outer, name = path.split(".")
        holder = functools.reduce(getattr, outer, holder)
        work = getattr(holder, name, None)
        if work is None:
            print(f"{part}: there is no {where}, its time counts as rest", file=sys.stderr)
            continue
        replaced.append((holder, name, work))
        setattr(holder, name, clock.timed(part, work))
    try:
        yield
    finally:
        for holder, name, work in replaced:
            setattr(holder, name, work)


def solve(net: Path, size: str, seed: int, seconds: float) -> tuple[list[dict], list[dict]]:
    """Plan one sample week; give the rows of progress and of parts."""
    roads = load_roads(net)
    managers, visits = map(int, size.split("x"))
    request = make_request(roads, managers=managers, visits=visits, seed=seed)
    key = {"network": roads.name, "size": size, "seed": seed, "seconds": f"{seconds:g}"}
    steps: list[dict] = []

    def note(progress: Progress) -> None:
        at = seconds * progress.fraction
        last = steps[-1] if steps else None
        news = last is None or progress.cost != last["cost"] or progress.phase != last["phase"]
        if not news and at - float(last["search_s"]) < seconds / POINTS:
            return
        steps.append({
            **key, "at": len(steps), "search_s": f"{at:.3f}", "rounds": progress.iterations,
            "cost": progress.cost, "unassigned": progress.unassigned, "phase": progress.phase,
        })  # fmt: skip

    clock = Clock()
    with measured(clock):
        wall, cpu = time.perf_counter(), time.process_time()
        plan = make_plan(request, roads, PlanOptions(seconds, seed=seed), progress=note)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert plan.verification.ok
    rounds = plan.solver.iterations
    parts = [_part(clock, part) for part in WHERE if clock.calls[part]]
    rest = {"part": "rest", "cpu_s": f"{max(0.0, cpu - sum(clock.cpu.values())):.3f}"}
    whole = {"part": "whole", "calls": 1, "wall_s": f"{wall:.3f}", "cpu_s": f"{cpu:.3f}"}
    return steps, [{**key, **row, "rounds": rounds} for row in (*parts, rest, whole)]


def _part(clock: Clock, part: str) -> dict:
    wall, cpu = f"{clock.wall[part]:.3f}", f"{clock.cpu[part]:.3f}"
    return {"part": part, "calls": clock.calls[part], "wall_s": wall, "cpu_s": cpu}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--sizes", default="10x150,40x700,150x3000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the tables")
    options = parser.parse_args()
    facts = setting()
    with tempfile.TemporaryDirectory() as name:
        for net in built(options.networks, Path(name)):
            solve(net, "2x4", options.seed, 0.5)  # what is compiled and loaded once
            for size in options.sizes.split(","):
                steps, parts = solve(net, size, options.seed, options.seconds)
                for row in parts:
                    print({name: row[name] for name in row if name not in KEY}, flush=True)
                for file, rows, columns in (
                    ("progress.csv", steps, PROGRESS),
                    ("parts.csv", parts, PARTS),
                ):
                    whole = [{**row, **facts} for row in rows]
                    replace_rows(options.out / file, whole, columns, KEY)


if __name__ == "__main__":
    main()
