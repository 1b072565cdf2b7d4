"""Why a visit that is served stands where it does: what speaks for it, what others would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.explanation import Alternative, ServedVisit
from visitplan.planning.changes import placed_visits
from visitplan.planning.reasons import reasons
from visitplan.planning.recommending import recommend
from visitplan.planning.repairs.case import Case
from visitplan.planning.replanning.ahead import Ahead

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan
    from visitplan.domain.recommendation import Recommendation
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork

IN_SECONDS = {
    "drive": ("drive", "driving"),
    "wait": ("wait", "idle time"),
    "overtime": ("overtime", "overtime"),
    "late_preferred": ("late_preferred", "outside preferred hours"),
    "late_window": ("late_window", "after the window's end"),
}
"""Terms that are so many seconds times a weight, with the weight and the words."""
IN_WORDS = {
    "unserved": "visits left out",
    "continuity": "continuity",
    "language": "language",
    "fairness": "fair shares",
    "stability": "promises moved",
    "late_window_max": "the greatest lateness",
}


def explain_served(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    visit: str,
    *,
    most: int,
    solver: str,
) -> ServedVisit:
    """Tell why a served visit is where it is; other places come from `recommend`.

    A visit made or under way at the request's `now` has no others.

    Raises:
        VisitplanError: as `recommend`.
    """
    asked, now = Case(request).asked(visit), placed_visits(plan)[visit]
    stands = visit in Ahead(request, plan).made
    others: tuple[Recommendation, ...] = ()
    if not stands:
        others = recommend(request, plan, network, [visit], most=most, solver=solver).choices
    return ServedVisit(
        visit=visit,
        patient=asked.patient.id,
        now=now,
        reasons=tuple(reasons(request, plan, asked, now, stands=stands)),
        alternatives=tuple(_alternative(request, choice) for choice in others),
    )


def _alternative(request: PlanRequest, choice: Recommendation) -> Alternative:
    return Alternative(
        message=_message(request, choice),
        place=choice.places[0].place,
        cost=choice.cost,
        drive_seconds=choice.drive_seconds,
        others=choice.others,
    )


def _message(request: PlanRequest, found: Recommendation) -> str:
    """Say what a place costs more, the dearest term first, and who is moved."""
    weights = request.policy.weights.model_dump()
    place = found.places[0].place
    who, at = " and ".join(place.case_managers), place.start
    terms = sorted(found.cost.terms.items(), key=lambda item: (-abs(item[1]), item[0]))
    told = [_term(name, value, weights) for name, value in terms if value]
    costs = ", ".join(told) or "nothing more"
    moved = len(found.others)
    others = f"; {moved} other visit{'s' if moved > 1 else ''} would move" if moved else ""
    total = f"{found.cost.total:+,} in all"
    return f"{who} on {at:%a %d %b at %H:%M} would cost {costs} ({total}){others}"


def _term(name: str, value: int, weights: dict[str, int]) -> str:
    word = "more" if value > 0 else "less"
    if name in IN_SECONDS and weights[IN_SECONDS[name][0]]:
        weight, what = IN_SECONDS[name]
        seconds = abs(value) // weights[weight]
        length = f"{seconds / 60:.0f} minutes" if seconds >= 60 else _seconds(seconds)
        return f"{length} {word} {what}"
    return f"{abs(value):,} {word} for {IN_WORDS.get(name, name.replace('_', ' '))}"


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
