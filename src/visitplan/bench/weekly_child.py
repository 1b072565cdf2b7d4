"""One run of `bench weekly` in a process of its own: `python -m visitplan.bench.weekly_child JOB`.

JOB is a JSON file with what `main` reads; the answer goes to the file that it
names. A run thus starts cold, uses only its cores, and its memory is its own.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from visitplan.domain.solving import Progress

MEMORY_SHARE = 0.8
"""Part of the machine's memory that the processes of a run, one a core, may take together."""


def main(job_file: Path) -> None:
    """Read a job, run it, write the answer."""
    job = json.loads(job_file.read_bytes())
    _bind(job["cores"])
    begun = time.monotonic()
    try:
        answer = _run(job)
    except VisitplanError as error:
        answer = {"verdict": error.code, "note": str(error)}
    except MemoryError:
        answer = {"verdict": "out of memory", "note": "the run needed more memory than there is"}
    answer |= {"seconds": round(time.monotonic() - begun, 2), "peak_mb": _peak_mb()}
    half = Path(job["answer"] + ".part")
    half.write_text(json.dumps(answer), encoding="utf-8")
    half.replace(job["answer"])


def _bind(cores: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    most = int(memory * MEMORY_SHARE / cores)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(
        resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def _run(job: dict[str, Any]) -> dict[str, Any]:  # Any: values of JSON
    from visitplan.app.roads import load_roads
    from visitplan.domain.loading import load_request
    from visitplan.planning import PlanOptions, make_plan

    phases: list[str] = []

    def progress(report: Progress) -> None:
        phases[:] = [report.phase]

    network = load_roads(None if job["network"] is None else Path(job["network"]))
    request, _ = load_request(Path(job["request"]).read_bytes())
    options = PlanOptions(job["seconds"], None, job["seed"], "free_flow", job["solver"])
    plan = make_plan(request, network, options, progress=progress)
    return {
        "verdict": "ok",
        "version": plan.solver.version,
        "served": len({s.visit for r in plan.routes for s in r.stops if s.visit}),
        "visits": sum(order.visits for patient in request.patients for order in patient.orders),
        "cost": plan.cost.total,
        "terms": plan.cost.terms,
        **_mending(phases),
    }


def _mending(phases: list[str]) -> dict[str, int]:
    """Read how many visits a peer's last report says whole minutes moved and left out."""
    found = re.fullmatch(r"mended: (\d+) moved, (\d+) left out", "".join(phases))
    return {} if found is None else {"moved": int(found[1]), "left_out": int(found[2])}


def _peak_mb() -> int:
    """Give the peak of the largest process of this run."""
    status = Path("/proc/self/status")
    # VmHWM starts anew with the program; ru_maxrss would count the parent's memory too.
    if status.is_file():
        own = int(status.read_text("utf-8").split("VmHWM:")[1].split()[0])
    else:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
