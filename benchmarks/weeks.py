"""Plan sample weeks through the command line and write what came out.

    python benchmarks/weeks.py NETWORK... --sizes 10x150 --seeds 1,2,3 --seconds 10,60
    python benchmarks/weeks.py NETWORK... --sizes 10x150 --seconds 30 --bound-seconds 120

A network is a built one (.net) or an OpenStreetMap extract. For each network, size, seed and number
of seconds: visits served, violations by the checker, cost, proven bound and gap, drive minutes a
visit, peak memory and wall-clock of `visitplan plan` as a process. A row a run, written as soon as
it ends; a row of the same network, size, seed and seconds is replaced.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from setting import RESULTS, ROOT, SAMPLE, SETTING, replace_rows, setting

KEY = ("network", "size", "seed", "seconds")
COLUMNS = (
    *KEY,
    "exit",
    "check_exit",
    "served",
    "visits",
    "cost",
    "bound_seconds",
    "bound",
    "gap",
    "drive_min_per_visit",
    "rounds",
    "wall_s",
    "peak_mb",
    *SETTING,
)


@dataclass(frozen=True, slots=True)
class Week:
    """One run: a sample week on a network, and the seconds to plan it in."""

    network: Path
    place: str
    size: str
    seed: int
    seconds: float
    bound_seconds: float | None


def run(*arguments: str) -> tuple[int, float, int]:
    """Run visitplan; give exit code, wall-clock seconds and peak memory in MB."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "visitplan.cli", *arguments], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.monotonic() - begun, usage.ru_maxrss // 1024


def measure(folder: Path, week: Week) -> dict:
    """Plan one sample week and check it."""
    managers, visits = week.size.split("x")
    request, plan = folder / "request.json", folder / "plan.json"
    plan.unlink(missing_ok=True)
    roads = ("--network", str(week.network))
    sizes = ("--managers", managers, "--visits", visits, "--seed", str(week.seed))
    run("sample", *roads, *sizes, "--out", str(request))
    limits = ["--seconds", f"{week.seconds:g}", "--seed", str(week.seed)]
    if week.bound_seconds is not None:
        limits += ["--bound", "--bound-seconds", f"{week.bound_seconds:g}"]
    code, wall, peak = run("plan", str(request), *roads, *limits, "--out", str(plan))
    row = {
        "network": week.place,
        "size": week.size,
        "seed": week.seed,
        "seconds": f"{week.seconds:g}",
        "exit": code,
        "visits": int(visits),
        "bound_seconds": "" if week.bound_seconds is None else f"{week.bound_seconds:g}",
        "wall_s": round(wall, 1),
        "peak_mb": peak,
    }
    if code != 0:
        return row
    checked, _, _ = run("check", str(request), str(plan), *roads)
    return {**row, "check_exit": checked, **figures(json.loads(plan.read_text()), int(visits))}


def figures(document: dict, visits: int) -> dict:
    """Give what a plan says about itself; the checker has just confirmed it."""
    served = visits - len(document["unassigned"])
    drive = sum(route["drive_seconds"] for route in document["routes"])
    bound = document.get("bound") or {}
    return {
        "served": served,
        "cost": document["cost"]["total"],
        "bound": bound.get("value", ""),
        "gap": bound.get("gap", ""),
        "drive_min_per_visit": round(drive / 60 / max(1, served), 2),
        "rounds": document["solver"]["iterations"],
    }


def built(networks: list[Path], folder: Path) -> list[Path]:
    """Give built networks; extracts are built first."""
    result = []
    for network in networks:
        net = network
        if network.suffix != ".net":
            net = folder / f"{network.name.split('.')[0]}.net"
            if run("network", "build", str(network), "--out", str(net))[0] != 0:
                raise SystemExit(f"{network}: not built into a road network")
        result.append(net)
    return result


def extracts() -> list[Path]:
    """Give the real extracts beside the project, else the embedded fictional region."""
    found = sorted((ROOT.parent / "shared" / "networks").glob("*.osm.pbf"))
    return found or [SAMPLE]


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, default=extracts())
    parser.add_argument("--sizes", default="10x150")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--seconds", default="30", help="one or several, such as 10,60")
    parser.add_argument("--bound-seconds", type=float, help="prove a lower bound for so long")
    parser.add_argument("--out", type=Path, default=RESULTS / "weeks.csv")
    return parser.parse_args()


def main() -> int:
    """Measure, print and write; exit code 1 where a run gave no plan that the checker passed."""
    options = arguments()
    facts = setting()
    print(facts)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weeks = (
            Week(net, net.name.split(".")[0], size, seed, seconds, options.bound_seconds)
            for net in built(options.networks, folder)
            for size in options.sizes.split(",")
            for seed in map(int, options.seeds.split(","))
            for seconds in map(float, options.seconds.split(","))
        )
        for week in weeks:
            row = measure(folder, week)
            failed += row["exit"] != 0 or row["check_exit"] != 0
            print(row, flush=True)
            replace_rows(options.out, [{**row, **facts}], COLUMNS, KEY)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
