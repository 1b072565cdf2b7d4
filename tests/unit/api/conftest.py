"""An application on a real store and real, tiny roads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from service_documents import plan_json, tiny_roads
from starlette.testclient import TestClient

from visitplan.api.application import create_app
from visitplan.app.service import PlanService
from visitplan.jobs import Control, Task, Worker
from visitplan.network import RoadNetwork
from visitplan.store import Store, open_store


@pytest.fixture(scope="session")
def roads(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    return tiny_roads(tmp_path_factory.mktemp("roads"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite3") as opened:
        yield opened


@pytest.fixture
def client(store: Store, roads: RoadNetwork) -> Iterator[TestClient]:
    with TestClient(create_app(PlanService(store, roads)), base_url="http://127.0.0.1") as opened:
        yield opened


class Solver:
    """Does the waiting jobs; a real worker with a runner that knows one plan."""

    def __init__(self, store: Store, network_sha256: str) -> None:
        self.store, self.network_sha256 = store, network_sha256

    def __call__(self, task: Task, control: Control) -> str:
        return plan_json(task.plan_id, self.network_sha256)

    def solve(self) -> None:
        assert Worker(self.store, self).run_one()


@pytest.fixture
def solver(store: Store, roads: RoadNetwork) -> Solver:
    return Solver(store, roads.sha256)
