"""From a plan, a moment and events to the next plan, checked as a whole."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from visitplan.domain.clock import Clock
from visitplan.domain.events import RoadClosed
from visitplan.domain.loading import load_request
from visitplan.domain.plan import Verification
from visitplan.domain.replan import Replanned
from visitplan.domain.solving import AppointmentUnreachableError, Solution
from visitplan.planning.changes import changes
from visitplan.planning.checking import check_plan, require_answer
from visitplan.planning.drafting import draft_plan
from visitplan.planning.plugins import solver_named
from visitplan.planning.replanning.amending import Amending
from visitplan.planning.replanning.applying import apply
from visitplan.planning.replanning.calling import patient_calls, staff_calls
from visitplan.planning.replanning.contradictions import refuse_contradictions
from visitplan.planning.replanning.easing import ease
from visitplan.planning.replanning.errors import (
    NowOutsideError,
    PartMinutesError,
    PlanBrokenByEventsError,
)
from visitplan.planning.replanning.limiting import Limits, search_inside
from visitplan.planning.replanning.meetings import miss_one
from visitplan.planning.replanning.promising import promise
from visitplan.planning.replanning.searching import Searching
from visitplan.planning.replanning.splicing import spliced
from visitplan.planning.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from visitplan.domain.comparison import Placed
    from visitplan.domain.events import Event
    from visitplan.domain.plan import Plan
    from visitplan.domain.replan import Changed
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.solving import OnProgress
    from visitplan.network import RoadNetwork
    from visitplan.planning.options import PlanOptions
    from visitplan.planning.replanning.searching import Found


class Replan(NamedTuple):
    """The amended request, the plan that answers it, and what to tell people."""

    request: PlanRequest
    plan: Plan
    answer: Replanned


def replan(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    events: Sequence[Event],
    now: datetime,
    options: PlanOptions,
    *,
    limits: Limits | None = None,
    progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Replan:
    """Change a plan that is under way by what happened; the past stays exactly as it is.

    Args:
        request: The request that the plan answers.
        plan: The plan as it stands.
        network: The roads it was made on.
        events: What happened, applied in this order.
        now: Naive local minute; nobody is sent anywhere new before it.
        options: Budget, seed and solver; the speeds are those of the plan.
        limits: How much of what is published may change.
        progress: Is told of the search.
        should_stop: Ends the search early.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        NetworkMismatchError: VP4103.
        NowOutsideError, ContradictingEventsError: VP4201, VP4206.
        VisitplanError: what `apply` raises for single events.
        RequestRefusedError: VP1000, the events make the request one with faults.
        AppointmentUnreachableError: VP4001, closed roads leave somebody no way home.
        PartMinutesError: VP4213, visits start inside a minute.
        PlanBrokenByEventsError: VP4208, no plan keeps the rules after these events.
    """
    begun = time.monotonic()
    _refuse(request, plan, network, now)
    refuse_contradictions(events, plan, now)
    closing = any(isinstance(event, RoadClosed) for event in events)
    amending = Amending(request, plan, now, closing=closing)
    told = tuple(apply(event, amending) for event in events)
    options = replace(options, speeds=plan.network.speeds)
    solver = solver_named(options.solver)
    places, names = solver.places(amending.request)
    ways = Ways(network, places, names, options.speeds, amending.request)
    amending.told = []
    ease(amending, ways)
    ahead = promise(amending)
    searching = Searching(amending, ways, options, progress=progress, should_stop=should_stop)
    found, changed = _search(searching, amending, ahead, limits or Limits())
    routes = spliced(found.routes, amending, ways)
    asked = _reloaded(amending.request)
    solution = Solution(routes, found.unassigned, found.iterations, 0)
    made = draft_plan(asked, network, options, solver, solution, time.monotonic() - begun)
    made = _checked(asked, made, network)
    before = check_plan(request, plan, network).cost
    differing = changes(amending.plan, made, amending.clock)
    answer = Replanned(
        now=now,
        plan_before=plan.id,
        plan=made.id,
        request_sha256=made.request_sha256,
        events=told,
        eased=tuple(amending.told),
        calls=patient_calls(differing, amending.withdrawn),
        staff_calls=staff_calls(amending.plan, made, amending.now),
        changes=differing,
        changed=changed,
        unassigned=made.unassigned,
        before=before,
        after=made.cost,
        cost=made.cost.less(before),
        seconds=round(time.monotonic() - begun, 3),
    )
    return Replan(asked, made, answer)


def _search(
    searching: Searching, amending: Amending, ahead: dict[str, Placed], limits: Limits
) -> tuple[Found, Changed]:
    """Search; meetings that the solver finds no way to attend are missed, one after the other.

    Raises:
        AppointmentUnreachableError: VP4001, somebody has no way home at all.
    """
    while True:
        try:
            return search_inside(searching, amending.request, amending.plan.routes, ahead, limits)
        except AppointmentUnreachableError as error:
            if not amending.closures or not miss_one(amending, error.case_manager, error.day):
                raise


def _refuse(request: PlanRequest, plan: Plan, network: RoadNetwork, now: datetime) -> None:
    """Refuse what does not belong together, and a moment before the last one."""
    require_answer(request, plan, network)
    if request.policy.start_step_seconds % 60:
        raise PartMinutesError(request.policy.start_step_seconds)
    horizon, text = request.horizon, now.strftime(MINUTE)
    if now.date() not in horizon.dates:
        raise NowOutsideError(
            text,
            f"its days are {horizon.dates[0]} to {horizon.dates[-1]}",
            "Give the plan of that day, or another --now.",
        )
    if horizon.now is not None and now < horizon.now:
        raise NowOutsideError(
            text,
            f"it was replanned at {horizon.now.strftime(MINUTE)} already",
            "Give the plan that held then, or a later --now.",
        )
    if not Clock.of(horizon.timezone).exists(now):
        raise NowOutsideError(
            text,
            f"in {horizon.timezone} the clocks are put forward over it",
            "Give a --now an hour later.",
        )


MINUTE = "%Y-%m-%dT%H:%M"


def _reloaded(request: PlanRequest) -> PlanRequest:
    """Read the amended request as anybody will: faults that events bring are found here.

    Raises:
        RequestRefusedError: VP1000.
    """
    return load_request(request.to_json().encode())[0]


def _checked(request: PlanRequest, plan: Plan, network: RoadNetwork) -> Plan:
    """Have the checker judge the plan, and give it with the cost that it finds."""
    found = check_plan(request, plan, network)
    broken = [v for v in found.violations if not v.rule.startswith("cost_")]
    if broken:
        raise PlanBrokenByEventsError(broken[0].rule, broken[0].message, len(broken) - 1)
    return plan.model_copy(
        update={
            "cost": found.cost,
            "figures": found.figures,
            "verification": Verification(ok=True, violations=()),
        }
    )
