"""The service's road network, and the runner that workers make on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.app.plan_runner import PlanRunner
    from visitplan.network import RoadNetwork


def load_roads(network: Path | None) -> RoadNetwork:
    """Load a network file; None means the embedded sample network.

    Raises:
        NetworkError: the file is missing, damaged or none of ours.
    """
    if network is None:
        from visitplan.app.sample import sample_network

        return sample_network()
    from visitplan.network import RoadNetwork

    return RoadNetwork.load(network)


def make_plan_runner(network: Path | None) -> PlanRunner:
    """Make the runner of a worker process, in that process."""
    from visitplan.app.plan_runner import PlanRunner

    return PlanRunner(load_roads(network))
