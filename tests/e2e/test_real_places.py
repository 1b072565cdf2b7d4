"""Sample weeks on real road networks give plans without a violation."""

from __future__ import annotations

from pathlib import Path

import pytest

from visitplan.app.sample import make_request
from visitplan.network import build_network
from visitplan.planning import PlanOptions, check_plan, make_plan

PLACES = {"columbus-oh": "OH", "northern-kentucky": "KY", "porto-pt": "PT"}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_week_on_real_roads_keeps_every_rule(shared_networks: Path, place: str) -> None:
    network = build_network(shared_networks / f"{place}.osm.pbf")
    request = make_request(network, managers=10, visits=150, seed=1, state=PLACES[place])
    plan = make_plan(request, network, PlanOptions(None, 1500))
    verdict = check_plan(request, plan, network)
    assert verdict.violations == ()
    assert verdict.cost == plan.cost
    assert sum(len(route.stops) for route in plan.routes) > 100
    assert all(entry.blockers for entry in plan.unassigned)
