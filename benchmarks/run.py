"""Run the benchmarks in one go, then write tables and plots.

    python benchmarks/run.py full      the goals' seconds and five seeds: about a day
    python benchmarks/run.py quick     one seed, short searches: about half an hour on two cores
    python benchmarks/run.py full --only peers-*,report --seeds 1

`full` writes to benchmarks/results and docs; `quick` to out/bench, where it disturbs nothing. Every
step has a time limit. A step that fails does not end the run; it is named at the end, with exit
code 1. `--list` shows the steps and how long they take.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from setting import RESULTS, ROOT, SAMPLE

NETWORKS = ("columbus-oh", "porto-pt")
SHARED = ROOT.parent / "shared"
OVERHEAD_S = 12.0
"""What a run does beside searching: sample, travel times, check, start of programs."""
BENCH = ("-m", "visitplan.cli", "bench")
INTERRUPTED = 130
PATIENCE_S = 15.0


@dataclass(frozen=True, slots=True)
class Step:
    """One program of the benchmarks, and the seconds it should take."""

    name: str
    command: tuple[str, ...]
    expected_s: float

    @property
    def limit_s(self) -> float:
        """Give the seconds after which it is ended."""
        return 1.5 * self.expected_s + 600


@dataclass(frozen=True, slots=True)
class WeekRuns:
    """Sample weeks of one size: seconds of search, then seconds with and of the bound."""

    size: str
    plain: tuple[int, ...]
    bounded: tuple[int, int] | None
    peers_s: int


@dataclass(frozen=True, slots=True)
class Group:
    """Instances of a literature set that have the same seconds."""

    set: str
    name: str
    pattern: str
    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Mode:
    """How much is run."""

    seeds: tuple[int, ...]
    networks: int
    weeks: tuple[WeekRuns, ...]
    groups: tuple[Group, ...]
    profile: tuple[tuple[str, int], ...]
    roads: bool


MANKOWSKA, ITALIAN = "hhcrsp_mankowska2014", "hhcrsp_italian_osm2024"
WEEKLY, CORDEAU, SOLOMON = (
    "weekly_cappanera_scutella2015",
    "sdvrptw_cordeau2001",
    "vrptw_solomon100",
)
FULL = Mode(
    seeds=(1, 2, 3, 4, 5),
    networks=2,
    weeks=(
        WeekRuns("10x150", (10, 60), (30, 120), 30),
        WeekRuns("40x700", (10,), (60, 600), 60),
        WeekRuns("150x3000", (300, 1800), None, 300),
    ),
    groups=(
        Group(MANKOWSKA, "10", "*_10_*", 10, 20),
        Group(MANKOWSKA, "25", "*_25_*", 10, 60),
        Group(MANKOWSKA, "50", "*_50_*", 10, 60),
        Group(ITALIAN, "all", "*", 14, 60),
        Group(WEEKLY, "all", "0106-*", 13, 60),
        Group(SOLOMON, "all", "*", 56, 20),
        Group(CORDEAU, "upto100", "PR[01][127]", 6, 60),
    ),
    profile=(("10x150", 30), ("40x700", 60), ("150x3000", 300)),
    roads=True,
)
QUICK = Mode(
    seeds=(1,),
    networks=1,
    weeks=(
        WeekRuns("10x150", (10, 60), (30, 60), 10),
        WeekRuns("40x700", (10,), (60, 120), 10),
        WeekRuns("150x3000", (30,), None, 0),
    ),
    groups=(
        Group(MANKOWSKA, "10", "*_10_*", 10, 5),
        Group(MANKOWSKA, "25", "*_25_[1-3]", 3, 10),
        Group(MANKOWSKA, "50", "*_50_[1-3]", 3, 10),
        Group(ITALIAN, "all", "*rome-r19*", 1, 20),
        Group(WEEKLY, "all", "0106-5-40-*", 3, 10),
        Group(SOLOMON, "all", "*10[1]", 3, 5),
        Group(CORDEAU, "upto100", "PR[01]1", 2, 10),
    ),
    profile=(("10x150", 20), ("40x700", 20)),
    roads=False,
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where networks are built, figures, page and pictures are written."""

    networks: tuple[Path, ...]
    scratch: Path
    results: Path
    page: Path
    images: Path

    def net(self, network: Path) -> Path:
        """Give the file of a built network."""
        return self.scratch / f"{network.name.split('.')[0]}.net"


def steps(mode: Mode, places: Places) -> Iterator[Step]:
    """Yield all steps in order; the report is the last."""
    for network in places.networks:
        net = places.net(network)
        build = ("-m", "visitplan.cli", "network", "build", str(network), "--out", str(net))
        yield Step(f"network-{net.stem}", build, 60)
    if mode.roads:
        yield _script("roads", "roads.py", 600, "--out", str(places.results / "roads.csv"))
    for runs in mode.weeks:
        yield from _weeks(mode, places, runs)
    for size, seconds in mode.profile:
        nets = [str(places.net(network)) for network in places.networks]
        yield _script(
            f"profile-{size}",
            "time_spent.py",
            len(nets) * (seconds + 2 * OVERHEAD_S),
            *(*nets, "--sizes", size, "--seconds", str(seconds), "--out", str(places.results)),
        )
    lived = str(places.results / "in-a-row.csv")
    yield _script("in-a-row", "weeks_in_a_row.py", 420, "--out", lived)
    yield from _literature(mode, places)
    yield from _peers(mode, places)
    where = ("--results", str(places.results), "--page", str(places.page))
    yield _script("report", "report.py", 30, *where, "--images", str(places.images))


def _weeks(mode: Mode, places: Places, runs: WeekRuns) -> Iterator[Step]:
    nets = [str(places.net(network)) for network in places.networks]
    seeds = ",".join(map(str, mode.seeds))
    count = len(nets) * len(mode.seeds)
    asked = (*nets, "--sizes", runs.size, "--seeds", seeds, "--out")
    asked = (*asked, str(places.results / "weeks.csv"), "--seconds")
    expected = count * (sum(runs.plain) + OVERHEAD_S * len(runs.plain))
    plain = ",".join(map(str, runs.plain))
    yield _script(f"weeks-{runs.size}", "weeks.py", expected, *asked, plain)
    if runs.bounded is not None:
        seconds, bound = runs.bounded
        limits = (str(seconds), "--bound-seconds", str(bound))
        expected = count * (seconds + bound + OVERHEAD_S)
        yield _script(f"bound-{runs.size}", "weeks.py", expected, *asked, *limits)


def _literature(mode: Mode, places: Places) -> Iterator[Step]:
    data = SHARED / "benchmarks"
    if not data.is_dir():
        print(f"no benchmark sets at {data}: the literature is left out")
        return
    for group in mode.groups:
        for seed in mode.seeds:
            name = f"literature-{group.set}-{group.name}-seed{seed}"
            command = (
                *(*BENCH, "literature", "--set", group.set, "--data", str(data)),
                *("--instances", group.pattern, "--seconds", str(group.seconds)),
                *("--seed", str(seed), "--out", str(places.results / f"{name}.csv")),
            )
            yield Step(name, command, group.count * (group.seconds + 5) + 30)


def _peers(mode: Mode, places: Places) -> Iterator[Step]:
    seeds = ",".join(map(str, mode.seeds))
    for runs in mode.weeks:
        for network in places.networks if runs.peers_s else ():
            net = places.net(network)
            name = f"peers-{net.stem}-{runs.size}"
            command = (
                *(*BENCH, "weekly", "--network", str(net), "--sizes", runs.size, "--peers"),
                *("--levels", "common,waits", "--seconds", str(runs.peers_s), "--seeds", seeds),
                *("--out", str(places.results / f"{name}.csv")),
            )
            expected = 8 * len(mode.seeds) * (runs.peers_s * 1.2 + OVERHEAD_S)
            yield Step(name, command, expected)


def _script(name: str, file: str, expected_s: float, *arguments: str) -> Step:
    return Step(name, (str(ROOT / "benchmarks" / file), *arguments), expected_s)


def perform(step: Step) -> str:
    """Run a step; give what went wrong, empty where nothing did."""
    process = subprocess.Popen([sys.executable, *step.command], start_new_session=True)
    try:
        code = process.wait(step.limit_s)
    except subprocess.TimeoutExpired:
        return f"ended after {step.limit_s:.0f} s, expected {step.expected_s:.0f} s"
    finally:
        _end(process)
    return f"exit code {code}" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a step that still runs: it may end its own programs first, then all are ended."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def networks(count: int) -> tuple[Path, ...]:
    """Give the extracts to build; without any the embedded region, with a sentence."""
    there = [SHARED / "networks" / f"{name}.osm.pbf" for name in NETWORKS]
    there = [file for file in there if file.is_file()]
    if not there:
        print(f"no extracts in {SHARED / 'networks'}: the embedded sample network serves instead")
        there = [SAMPLE]
    return tuple(there[:count])


def _places(kind: str, count: int) -> Places:
    scratch = ROOT / "out" / "bench"
    page = ROOT / "docs" / "benchmarks.md"
    if kind == "full":
        return Places(networks(count), scratch, RESULTS, page, ROOT / "docs" / "images")
    quick = scratch / "benchmarks.md"
    scratch.mkdir(parents=True, exist_ok=True)
    quick.write_text(page.read_text("utf-8"), "utf-8")
    return Places(networks(count), scratch, scratch / "results", quick, scratch / "images")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mode", nargs="?", choices=("full", "quick"), default="full")
    parser.add_argument("--only", default="*", help="steps by name, such as peers-*,report")
    parser.add_argument("--seeds", help="such as 1,2 in place of the mode's")
    parser.add_argument("--list", action="store_true", help="show the steps, run nothing")
    return parser.parse_args()


def main() -> int:
    """Run the steps asked for; name those that failed."""
    options = _arguments()
    mode = FULL if options.mode == "full" else QUICK
    if options.seeds:
        mode = replace(mode, seeds=tuple(map(int, options.seeds.split(","))))
    places = _places(options.mode, mode.networks)
    places.scratch.mkdir(parents=True, exist_ok=True)
    places.results.mkdir(parents=True, exist_ok=True)
    wanted = options.only.split(",")
    chosen = [
        step
        for step in steps(mode, places)
        if any(fnmatchcase(step.name, pattern) for pattern in wanted)
        or (step.name.startswith("network-") and not places.net(Path(step.name[8:])).is_file())
    ]
    minutes = sum(step.expected_s for step in chosen) / 60
    print(f"{len(chosen)} steps, about {minutes:.0f} minutes", flush=True)
    failed = {}
    for step in chosen:
        if options.list:
            print(f"{step.expected_s / 60:7.1f} min  {step.name}: {' '.join(step.command)}")
            continue
        print(f"{time.strftime('%H:%M:%S')} {step.name} ...", flush=True)
        fault = perform(step)
        if fault:
            failed[step.name] = fault
            print(f"{step.name}: {fault}", flush=True)
    for name, fault in failed.items():
        print(f"failed: {name}: {fault}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted; what is done is written", file=sys.stderr)
        sys.exit(INTERRUPTED)
