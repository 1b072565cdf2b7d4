"""The work of one job: the planning service on the worker's road network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from visitplan.app.service_errors import PlanUnsoundError
from visitplan.domain.request import PlanRequest
from visitplan.jobs import Control, Task

if TYPE_CHECKING:
    from visitplan.network import RoadNetwork
    from visitplan.planning import Progress


class PlanRunner:
    """Solves requests on one network; see `visitplan.jobs.JobRunner`."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network

    def __call__(self, task: Task, control: Control) -> str:
        """Give the plan under the id that the caller was told."""
        from visitplan.planning import PlanOptions, make_plan

        def report(progress: Progress) -> None:
            control.report(
                {
                    "fraction": progress.fraction,
                    "iterations": progress.iterations,
                    "cost": progress.cost,
                    "unassigned": progress.unassigned,
                }
            )

        plan = make_plan(
            PlanRequest.model_validate_json(task.request_json),
            self._network,
            PlanOptions(**json.loads(task.options_json)),
            progress=report,
            should_stop=control.should_stop,
        )
        if not plan.verification.ok:
            raise PlanUnsoundError(len(plan.verification.violations))
        return plan.model_copy(update={"id": task.plan_id}).model_dump_json(by_alias=True)
