"""Starting one run in a process of its own, and waiting for its answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visitplan.domain.request import PlanRequest

PATIENCE_S = 900
"""Seconds a run may take on top of three times its search: loading, compiling, overrunning."""


def run_alone(
    request: PlanRequest,
    *,
    network: Path | None,
    solver: str,
    seed: int,
    seconds: float,
    cores: int,
) -> dict[str, Any]:  # Any: values of JSON
    """Plan a request in a fresh process and give the child's answer.

    A run that dies or never ends is an answer too, by its `verdict`.
    """
    with TemporaryDirectory(prefix="visitplan-bench-") as folder:
        job = {
            "request": str(Path(folder) / "request.json"),
            "answer": str(Path(folder) / "answer.json"),
            "network": None if network is None else str(network.absolute()),
            "solver": solver,
            "seed": seed,
            "seconds": seconds,
            "cores": cores,
        }
        Path(folder, "request.json").write_text(request.to_json(), encoding="utf-8")
        job_file = Path(folder, "job.json")
        job_file.write_text(json.dumps(job), encoding="utf-8")
        died = _run(job_file, 3 * seconds + PATIENCE_S)
        answer = Path(folder, "answer.json")
        if answer.is_file():
            found: dict[str, Any] = json.loads(answer.read_bytes())
            return found
        return {"verdict": "no plan", "note": died}


def _run(job_file: Path, patience_s: float) -> str:
    """Run the child to its end, or end it and whatever it started; say what went wrong."""
    errors = job_file.with_name("errors.txt")
    with errors.open("wb") as sink:
        child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "visitplan.bench.weekly_child", str(job_file)],
            stdout=subprocess.DEVNULL,
            stderr=sink,
            start_new_session=True,
        )
        try:
            code = child.wait(patience_s)
        except subprocess.TimeoutExpired:
            return f"not done after {patience_s:.0f} s"
        finally:
            _end(child)
    last = (errors.read_text("utf-8", "replace").strip().splitlines() or ["no message"])[-1]
    return f"the process ended with code {code}: {last[:200]}"


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and its children; there is nothing left to end after a usual run."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()
