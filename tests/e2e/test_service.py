"""The service as real processes on the loopback address: plans, routes, kills, restarts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import httpx2
import pytest

from visitplan.domain.loading import load_plan

pytestmark = pytest.mark.slow

COMMAND = [str(Path(sys.executable).with_name("visitplan"))]
PATIENCE_S = 180.0


def until(happened: Callable[[], bool], what: str) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end_s, f"{what} did not happen in {PATIENCE_S} s"
        threading.Event().wait(0.05)


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return status != "Z"


class Service:
    """A `visitplan serve` process that can be killed and begun again on the same store."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, folder / "store.sqlite3"
        self.logs: list[Path] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        self.logs.append(self.folder / f"log-{len(self.logs)}.txt")
        arguments = ["serve", "--port", "0", "--store", str(self.store), *more]
        with self.logs[-1].open("wb") as log:
            self.process = subprocess.Popen([*COMMAND, *arguments], stderr=log)
        until(lambda: self._found(r"listening on (\S+)") != [], "the server's start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        assert self.process.wait(PATIENCE_S) == 0

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        for pid in self.workers(everywhere=True):
            if alive(pid):
                until(lambda pid=pid: not alive(pid), "the worker's end")  # type: ignore[misc]

    def workers(self, *, everywhere: bool = False) -> list[int]:
        logs = self.logs if everywhere else self.logs[-1:]
        return [int(pid) for log in logs for pid in self._found(r"process (\d+) started", log)]

    def times_done(self, plan_id: str) -> int:
        return sum(len(self._found(rf"plan {plan_id}: (done)", log)) for log in self.logs)

    def call(self, method: str, path: str, **more: Any) -> httpx2.Response:
        url = self._found(r"listening on (\S+)")[-1]
        with httpx2.Client(base_url=url, trust_env=False, timeout=30) as client:
            return client.request(method, path, **more)

    def post(self, query: str) -> str:
        body = (resources.files("visitplan_data") / "caseload.json").read_bytes()
        headers = {"Content-Type": "application/json"}
        answer = self.call("POST", f"/v1/plans?{query}", content=body, headers=headers)
        assert answer.status_code == 202, answer.text
        plan_id: str = answer.json()["id"]
        return plan_id

    def state(self, plan_id: str) -> dict[str, Any]:
        answer = self.call("GET", f"/v1/plans/{plan_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def wait_for(self, plan_id: str, state: str, attempts: int = 1) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def reached() -> bool:
            found.update(self.state(plan_id))
            assert found["state"] != "failed" or state == "failed", found["problem"]
            return found["state"] == state and found["attempts"] >= attempts

        until(reached, f"state {state} of the plan")
        return found

    def _found(self, pattern: str, log: Path | None = None) -> list[str]:
        return re.findall(pattern, (log or self.logs[-1]).read_text())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path)
    made.start()
    try:
        yield made
    finally:
        made.end()


def assert_sound(found: dict[str, Any]) -> None:
    plan = load_plan(json.dumps(found["plan"]).encode())
    assert plan.id == found["id"]
    assert plan.verification.ok
    assert plan.routes


def test_a_week_is_planned_and_its_routes_are_given(service: Service) -> None:
    plan_id = service.post("iterations=300")
    done = service.wait_for(plan_id, "done")
    assert_sound(done)
    route = done["plan"]["routes"][0]
    where = f"/v1/plans/{plan_id}/routes"
    which = {"case_manager": route["case_manager"], "date": route["date"]}

    def fetched(accept: str) -> httpx2.Response:
        return service.call("GET", where, params=which, headers={"Accept": accept})

    assert route in fetched("application/json").json()["routes"]
    lines = fetched("application/geo+json").json()
    assert {feature["geometry"]["type"] for feature in lines["features"]} >= {"LineString", "Point"}
    page = fetched("text/html")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"""<(?:script|link|img|iframe)\b[^>]*["'](?:https?:)?//""", page.text)
    assert fetched("image/png").status_code == 406
    absent = service.call("GET", where, params={**which, "case_manager": "nobody"})
    assert (absent.status_code, absent.json()["code"]) == (404, "VP5203")
    service.stop()
    assert all(not alive(pid) for pid in service.workers())


def test_what_cannot_be_served_is_refused_with_a_problem(service: Service) -> None:
    headers = {"Content-Type": "application/json"}
    refused = service.call("POST", "/v1/plans", content=b'{"schema": "x"}', headers=headers)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert len(refused.json()["errors"]) >= 4
    broken = service.call("POST", "/v1/plans", content=b"{", headers=headers)
    assert (broken.status_code, broken.json()["code"]) == (400, "VP5301")
    large = service.call("POST", "/v1/plans", content=b" " * 50_000_000, headers=headers)
    assert (large.status_code, large.json()["code"]) == (413, "VP5302")
    unknown = service.call("GET", "/v1/plans/none")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "VP5201")


def test_a_plan_outlives_a_killed_worker_and_a_killed_server(service: Service) -> None:
    plan_id = service.post("seconds=6")
    service.wait_for(plan_id, "running")
    os.kill(service.workers()[-1], signal.SIGKILL)
    service.wait_for(plan_id, "running", attempts=2)
    orphan = service.workers()[-1]
    service.kill()
    until(lambda: not alive(orphan), "the end of the worker without server")
    service.start()
    done = service.wait_for(plan_id, "done")
    assert_sound(done)
    assert done["attempts"] == 2, "the orderly end of the orphan does not count"
    assert service.times_done(plan_id) == 1


def test_plans_outlive_the_death_of_all_processes_at_once(service: Service) -> None:
    plan_ids = [service.post(f"seconds=3&seed={seed}") for seed in (1, 2)]
    service.wait_for(plan_ids[0], "running")
    workers = service.workers()
    assert service.process is not None
    for pid in (*workers, service.process.pid):
        os.kill(pid, signal.SIGKILL)
    service.process.wait()
    service.start()
    for plan_id in plan_ids:
        assert_sound(service.wait_for(plan_id, "done"))
        assert service.times_done(plan_id) == 1


def test_a_request_is_safe_as_soon_as_it_is_accepted(service: Service) -> None:
    plan_id = service.post("iterations=50")
    service.kill()
    service.start()
    assert_sound(service.wait_for(plan_id, "done"))
    assert service.times_done(plan_id) <= 1, "kept once; the line is lost if the server took it"


def test_a_worker_beside_the_server_makes_plans_and_stops_when_told(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.start("--workers", "0")
    worker = subprocess.Popen([*COMMAND, "worker", "--store", str(service.store)])
    try:
        assert_sound(service.wait_for(service.post("iterations=50"), "done"))
        unfinished = service.post("seconds=600")
        service.wait_for(unfinished, "running")
        worker.terminate()
        assert worker.wait(PATIENCE_S) == 0
        assert service.wait_for(unfinished, "queued", attempts=0)["attempts"] == 0
    finally:
        worker.kill()
        worker.wait()
        service.end()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_an_address_that_others_can_reach_is_refused(host: str, tmp_path: Path) -> None:
    command = [*COMMAND, "serve", "--host", host, "--store", str(tmp_path / "s.sqlite3")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "VP5401" in ended.stderr
    assert not (tmp_path / "s.sqlite3").exists()
