"""Plan sample weeks through the command line and report what came out.

    python benchmarks/weeks.py NETWORK.osm.pbf --sizes 10x150 --seeds 1,2,3 --seconds 30

For each size and seed: visits served, violations by the checker, cost, drive
minutes a visit, peak memory and wall-clock of `visitplan plan` as a process.
A row a run goes to benchmarks/results/weeks.csv with machine and versions.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "weeks.csv"


def run(*arguments: str) -> tuple[int, float, int]:
    """Run visitplan; give exit code, wall-clock seconds and peak memory in MB."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "visitplan.cli", *arguments], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.monotonic() - begun, usage.ru_maxrss // 1024


def machine() -> str:
    """Name the processor."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f"{line.split(':')[1].strip()}, {os.cpu_count()} cores"
    return f"{platform.processor()}, {os.cpu_count()} cores"


def measure(folder: Path, net: Path, place: str, size: str, seed: int, seconds: float) -> dict:
    """Plan one sample week and check it."""
    managers, visits = size.split("x")
    request, plan = folder / "request.json", folder / "plan.json"
    roads = ("--network", str(net))
    sizes = ("--managers", managers, "--visits", visits, "--seed", str(seed))
    run("sample", *roads, *sizes, "--out", str(request))
    code, wall, peak = run(
        "plan", str(request), *roads, "--seconds", str(seconds), "--seed", str(seed),
        "--out", str(plan),
    )  # fmt: skip
    if code != 0:
        return {"network": place, "size": size, "seed": seed, "exit": code}
    checked, _, _ = run("check", str(request), str(plan), *roads)
    document = json.loads(plan.read_text())
    served = int(visits) - len(document["unassigned"])
    drive = sum(route["drive_seconds"] for route in document["routes"])
    return {
        "network": place,
        "size": size,
        "seed": seed,
        "seconds": seconds,
        "exit": code,
        "check_exit": checked,
        "served": served,
        "visits": int(visits),
        "cost": document["cost"]["total"],
        "drive_min_per_visit": round(drive / 60 / max(1, served), 2),
        "rounds": document["solver"]["iterations"],
        "wall_s": round(wall, 1),
        "peak_mb": peak,
    }


def extracts() -> list[Path]:
    """Give the real extracts beside the project, else the embedded fictional region."""
    found = sorted((ROOT.parent / "shared" / "networks").glob("*.osm.pbf"))
    return found or [ROOT / "data" / "visitplan_data" / "region.osm.bz2"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extracts", nargs="*", type=Path, default=extracts())
    parser.add_argument("--sizes", default="10x150")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    facts = {
        "machine": machine(),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "numba": version("numba"),
        "visitplan": version("visitplan"),
    }
    print(facts)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for extract in options.extracts:
            net = folder / "roads.net"
            run("network", "build", str(extract), "--out", str(net))
            for size in options.sizes.split(","):
                for seed in map(int, options.seeds.split(",")):
                    place = extract.name.split(".")[0]
                    rows.append(measure(folder, net, place, size, seed, options.seconds))
                    print(rows[-1], flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    new = not RESULTS.exists()
    columns = list(max(rows, key=len)) + list(facts)
    with RESULTS.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns)
        if new:
            writer.writeheader()
        writer.writerows({**row, **facts} for row in rows)


if __name__ == "__main__":
    main()
