"""Visits that others know of: what is done stands, what was published has its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.request import FixedVisit
from visitplan.planning.changes import placed_visits
from visitplan.planning.replanning.tracks import wall

if TYPE_CHECKING:
    from visitplan.domain.comparison import Placed
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.weights import Weights
    from visitplan.planning.replanning.amending import Amending

NOTICEABLE_S = 15 * 60


def promise(amending: Amending) -> dict[str, Placed]:
    """Write into `fixed` what is done or under way, and what the plan before published.

    Gives the published visits that lie ahead, with their places in the plan before. Promises
    of the request itself stay as they are, but for those that an event made impossible.
    """
    made = {visit for visit, _, _ in amending.made()}
    placed = placed_visits(amending.plan)
    wanted = {
        f"{order.id}#{n}"
        for patient in amending.patients.values()
        for order in patient.orders
        for n in order.numbers
    }
    for visit in [v for v in amending.promised if v not in wanted]:
        del amending.promised[visit]
    ahead: dict[str, Placed] = {}
    for visit, place in placed.items():
        if visit not in wanted or visit in amending.withdrawn:
            continue
        entry = FixedVisit(
            visit=visit,
            case_managers=place.case_managers,
            start=wall(amending.clock, int(place.start.timestamp())),
            lock="all" if visit in made else "none",
        )
        own = amending.promised.get(visit)
        if visit not in made:
            ahead[visit] = place
        if visit in made or own is None or own.lock == "none":
            amending.promised[visit] = entry
        elif visit in amending.may_move:
            amending.promised[visit] = own.model_copy(update={"lock": "none"})
    for visit, own in list(amending.promised.items()):
        if visit not in placed and (own.lock == "none" or visit in amending.may_move):
            del amending.promised[visit]
    _free_in_pairs(amending, wanted)
    return ahead


def _free_in_pairs(amending: Amending, wanted: set[str]) -> None:
    """Let both services of a sequence keep their number, or neither.

    What is not in `fixed` is numbered by time, and the same numbers go together.
    """
    for patient in amending.patients.values():
        for order in patient.orders:
            for n in order.numbers if order.after is not None else ():
                assert order.after is not None
                pair = {f"{order.id}#{n}", f"{order.after.order}#{n}"}
                named = pair & amending.promised.keys()
                if pair <= wanted and len(named) == 1:
                    (visit,) = named
                    if amending.promised[visit].lock == "none":
                        del amending.promised[visit]


def price(before: Placed, after: Placed, weights: Weights) -> int:
    """Price a change of a published visit; 0 where nobody would notice it."""
    people, day, hour = _differences(before, after)
    return (
        people * weights.stability_staff
        + day * weights.stability_day
        + hour * weights.stability_time
    )


def _differences(before: Placed, after: Placed) -> tuple[bool, bool, bool]:
    """Tell whether there are other people, another day, or another hour of the same day."""
    day = before.start.date() != after.start.date()
    late_s = abs((after.start - before.start).total_seconds())
    return before.case_managers != after.case_managers, day, not day and late_s > NOTICEABLE_S


def is_noticeable(before: Placed, after: Placed) -> bool:
    """Tell whether a published visit has other people, another day or another hour."""
    return any(_differences(before, after))


def pinned(request: PlanRequest, ahead: dict[str, Placed], free: set[str]) -> PlanRequest:
    """Give the request with all published visits held where they are, but for some."""
    held = {
        visit: FixedVisit(
            visit=visit,
            case_managers=place.case_managers,
            start=place.start.replace(tzinfo=None),
            lock="all",
        )
        for visit, place in ahead.items()
        if visit not in free
    }
    return request.model_copy(update={"fixed": tuple(held.get(f.visit, f) for f in request.fixed)})


def steadier(request: PlanRequest, factor: int) -> PlanRequest:
    """Give the request with changes of published visits priced higher."""
    weights = request.policy.weights
    raised = weights.model_copy(
        update={
            name: getattr(weights, name) * factor
            for name in ("stability_staff", "stability_time", "stability_day")
        }
    )
    policy = request.policy.model_copy(update={"weights": raised})
    return request.model_copy(update={"policy": policy})
