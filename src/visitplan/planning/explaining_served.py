"""Why a visit that is served stands where it does: what speaks for it, what others would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.explanation import Alternative, ServedVisit
from visitplan.planning.changes import placed_visits
from visitplan.planning.recommending import recommend
from visitplan.planning.repairs.case import Case
from visitplan.planning.repairs.of_orders import fits_hours
from visitplan.planning.replanning.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import Plan
    from visitplan.domain.recommendation import Recommendation
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork
    from visitplan.planning.repairs.case import Asked

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


LOCKED = {
    "all": "it is promised, and the promise binds people and time",
    "day": "it is promised, and the promise binds the day",
    "staff": "it is promised, and the promise binds the people",
    "none": "it was published before, and moving it has its price",
}
"""What an entry of `fixed` says of a visit, by its lock."""


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
        reasons=tuple(_reasons(request, asked, now, stands=stands)),
        alternatives=tuple(_alternative(request, choice) for choice in others),
    )


def _reasons(request: PlanRequest, asked: Asked, now: Placed, *, stands: bool) -> Iterator[str]:
    patient, order, people = asked.patient, asked.order, set(now.case_managers)
    fixed = next((item for item in request.fixed if item.visit == asked.visit), None)
    if stands:
        yield f"it was made or is under way at {request.horizon.now:%Y-%m-%d %H:%M}, and stands"
    elif fixed is not None:
        yield LOCKED[fixed.lock]
    if patient.primary in people:
        yield f"{patient.primary} is the patient's primary"
    team = sorted(people & set(patient.care_team) - {patient.primary})
    if team:
        yield f"{' and '.join(team)} belong{'s' if len(team) == 1 else ''} to the care team"
    spoken = {
        code
        for who in request.case_managers
        if who.id in people
        for code in who.languages
        if code in patient.languages
    }
    if spoken:
        yield f"speaks {' and '.join(sorted(spoken))} with the patient"
    if order.preferred_windows and fits_hours(order.preferred_windows, now):
        yield "the time is inside the preferred hours"


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
        length = f"{seconds / 60:.0f} minutes" if seconds >= 60 else f"{seconds} seconds"
        return f"{length} {word} {what}"
    return f"{abs(value):,} {word} for {IN_WORDS.get(name, name.replace('_', ' '))}"
