"""Road network and travel-time figures: build, load, snap, matrix, agreement with Dijkstra.

Run `python benchmarks/roads.py [--networks DIR] [--out CSV]`. Extracts that are absent are left
out with a sentence. Every stage runs in one thread; builds run in a process of their own, so that
their peak memory is theirs alone.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from visitplan.domain.geo import Coordinates
from visitplan.matrix.dijkstra import dijkstra_costs
from visitplan.matrix.endpoints import Endpoints, endpoints, snap_all
from visitplan.matrix.packing import SHIFT
from visitplan.matrix.roads import Roads
from visitplan.matrix.sweeps import many_to_many
from visitplan.network import RoadNetwork

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("columbus-oh", "northern-kentucky", "porto-pt")
POINTS = 2000
RUNS = 5
_BUILD = """
import json, resource, sys, time
from pathlib import Path
from visitplan.network import build_network
start = time.perf_counter()
network = build_network(Path(sys.argv[1]))
seconds = time.perf_counter() - start
network.save(Path(sys.argv[2]))
# VmHWM starts anew with the program; ru_maxrss would count the parent's memory too.
status = Path("/proc/self/status")
if status.is_file():
    kilobytes = int(status.read_text().split("VmHWM:")[1].split()[0])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "megabytes": kilobytes / 1024}))
"""

_COMPILE = """
import json, sys, time
from pathlib import Path
from visitplan.domain.geo import Coordinates
from visitplan.matrix.endpoints import snap_all
from visitplan.matrix.roads import Roads
from visitplan.network import RoadNetwork
network = RoadNetwork.load(Path(sys.argv[1]))
south, west, north, east = network.bounds
place = Coordinates(lat=(south + north) / 2, lon=(west + east) / 2)
snap = snap_all(network, [place, place], None, 1e9)
seconds = []
for _ in range(2):
    start = time.perf_counter()
    Roads(network).costs(snap, None, "hierarchy")
    seconds.append(time.perf_counter() - start)
print(json.dumps(seconds))
"""

Row = tuple[str, str, float, str, str]


def main() -> None:
    """Measure all extracts found, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=Path, default=ROOT.parent / "shared" / "networks")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "roads.csv")
    arguments = parser.parse_args()
    machine = describe_machine()
    print("\n".join(f"# {line}" for line in machine))
    rows = list(measure(arguments.networks))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with arguments.out.open("w", newline="", encoding="utf-8") as file:
        file.writelines(f"# {line}\n" for line in machine)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("place", "figure", "value", "unit", "goal"))
        table.writerows(rows)
    print(f"written: {arguments.out}")


def describe_machine() -> list[str]:
    """Name the processor, the load, and the versions that matter."""
    names = ("numpy", "scipy", "numba", "routingkit-cch", "osmium", "shapely")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"{_processor()}, {os.cpu_count()} processors, load before the run {load}",
        f"{platform.system()}, Python {platform.python_version()}",
        versions,
        f"seed 1; medians of {RUNS} runs where repeated",
    ]


def measure(folder: Path) -> Iterator[Row]:
    """Yield the figures of every extract in the folder."""
    for place in PLACES:
        source = folder / f"{place}.osm.pbf"
        if not source.is_file():
            print(f"{place}: no extract at {source}, left out")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            for row in _place(place, source, Path(scratch) / f"{place}.net"):
                print(f"{row[0]:18} {row[1]:38} {row[2]:14,.3f} {row[3]:9} {row[4]}")
                yield row


def _place(place: str, source: Path, target: Path) -> Iterator[Row]:
    command = [sys.executable, "-c", _BUILD, str(source), str(target)]
    built = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    goal = {"porto-pt": ("<= 15", "<= 1500"), "columbus-oh": ("<= 6", "")}.get(place, ("", ""))
    yield place, "network build", built["seconds"], "s", goal[0]
    yield place, "network build, peak memory", built["megabytes"], "MB", goal[1]
    yield place, "network load", _median(lambda: RoadNetwork.load(target)), "s", "<= 1"
    network = RoadNetwork.load(target)
    yield place, "nodes", network.node_count, "", ""
    yield place, "arcs", network.arc_count, "", ""
    points = _points(network)
    network.snap(np.zeros(1), np.zeros(1))
    snap_s = _median(lambda: snap_all(network, points, None, 1e9))
    yield place, f"snap {POINTS} points", snap_s, "s", ""
    yield from _matrix(place, network, points)
    if place == PLACES[0]:
        yield place, "compiling, once per installation", _compile_s(target), "s", ""


def _compile_s(network: Path) -> float:
    """Time the first matrix with an empty cache, less a second one with all compiled."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
        command = [sys.executable, "-c", _COMPILE, str(network)]
        done = subprocess.run(command, check=True, capture_output=True, env=environment)
    first, second = json.loads(done.stdout)
    return float(first - second)


def _matrix(place: str, network: RoadNetwork, points: list[Coordinates]) -> Iterator[Row]:
    roads = Roads(network)
    roads.costs(snap_all(network, points[:2], None, 1e9), None, "hierarchy")
    fresh = Roads(network)
    yield place, "hierarchy: order and contract", _once(lambda: fresh.hierarchy), "s", ""
    hierarchy = fresh.hierarchy
    if hierarchy is None:
        return
    custom_s = _once(lambda: fresh.customized(hierarchy, None))
    yield place, "hierarchy: customize one set of speeds", custom_s, "s", ""
    costs = fresh.customized(hierarchy, None)
    ends = endpoints(network, snap_all(network, points, None, 1e9), None)
    sweep_s = _median(lambda: many_to_many(hierarchy, costs, ends.leaving, ends.reaching))
    cells = POINTS * POINTS
    porto = place == "porto-pt"
    yield place, f"matrix {POINTS}^2, compiled sweeps", sweep_s, "s", ""
    yield (
        place,
        "cells a second, compiled sweeps",
        cells / sweep_s,
        "cells/s",
        (">= 20,000,000" if porto else ""),
    )
    alone_s = _alone(fresh, ends)
    yield (
        place,
        "cells a second, hierarchy alone",
        cells / alone_s,
        "cells/s",
        (">= 3,000,000" if porto else ""),
    )
    yield from _agreement(place, network, fresh, ends)


def _alone(roads: Roads, ends: Endpoints) -> float:
    """Time RoutingKit's own one-to-many queries: seconds only, no lengths."""
    import routingkit_cch

    nodes, place_of = np.unique(ends.reaching.node, return_inverse=True)
    query = routingkit_cch.CCHOneToMany(roads.path_metric, nodes.tolist())
    after = ends.reaching.cost >> SHIFT
    first = ends.leaving.first
    starts = list(
        zip(ends.leaving.node.tolist(), (ends.leaving.cost >> SHIFT).tolist(), strict=True)
    )
    start = time.perf_counter()
    for source in range(POINTS):
        distances = np.array(
            query.distances_from_multi(starts[first[source] : first[source + 1]]), np.int64
        )
        np.minimum.reduceat(distances[place_of] + after, ends.reaching.first[:-1])
    return time.perf_counter() - start


def _agreement(place: str, network: RoadNetwork, roads: Roads, ends: Endpoints) -> Iterator[Row]:
    """Compare 10,000 cells with scipy's Dijkstra: 25 sources, 400 targets each."""
    rng = np.random.default_rng(1)
    sources = np.sort(rng.choice(POINTS, 25, replace=False))
    targets = np.sort(rng.choice(POINTS, 400, replace=False))
    hierarchy = roads.hierarchy
    if hierarchy is None:
        return
    costs = roads.customized(hierarchy, None)
    swept = many_to_many(hierarchy, costs, ends.leaving, ends.reaching)
    np.minimum.at(swept, (ends.direct.source, ends.direct.target), ends.direct.cost)
    start = time.perf_counter()
    expected = dijkstra_costs(network, roads.arc_cost(None), ends, sources)
    seconds = time.perf_counter() - start
    off = np.abs((swept[sources] >> SHIFT) - (expected >> SHIFT))[:, targets]
    off[sources[:, None] == targets[None, :]] = 0
    yield place, "cells a second, scipy Dijkstra", len(sources) * POINTS / seconds, "cells/s", ""
    yield place, "largest difference in 10,000 cells", float(off.max()) / 1000, "s", "<= 1"


def _points(network: RoadNetwork) -> list[Coordinates]:
    rng = np.random.default_rng(1)
    nodes = rng.integers(0, network.node_count, POINTS)
    lat = network.node_lat_e7[nodes] / 1e7 + rng.normal(0, 3e-4, POINTS)
    lon = network.node_lon_e7[nodes] / 1e7 + rng.normal(0, 3e-4, POINTS)
    return [Coordinates(lat=y, lon=x) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_once(work) for _ in range(RUNS))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
