from __future__ import annotations

import pytest
from unit.render.sample_week import region, sample_week

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork


@pytest.fixture(scope="session")
def network() -> RoadNetwork:
    return region()


@pytest.fixture(scope="session")
def week(network: RoadNetwork) -> tuple[PlanRequest, Plan]:
    return sample_week(network)
