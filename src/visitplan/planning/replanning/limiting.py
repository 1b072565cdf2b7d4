"""As few changes as are allowed: first by price, then by holding all but the most needed.

A search at the policy's own weights may move more than allowed. Then changes of published
visits are priced eight times higher. Where that is not enough either, all published visits
are held where they are: those that cannot stay there at all fall out, and as many of them as
the limits allow are let free again, the most needed first; the rest stays out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.replan import Changed
from visitplan.planning.changes import placed_in
from visitplan.planning.replanning.promising import is_noticeable, pinned, price, steadier

if TYPE_CHECKING:
    from visitplan.domain.comparison import Placed
    from visitplan.domain.plan import Route
    from visitplan.domain.request import PlanRequest
    from visitplan.planning.replanning.searching import Found, Searching

STEADIER = 8
"""Far below what any visit left out costs, so that nothing is dropped to keep another still."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many published visits may change, and what the changes may cost; None: any."""

    most_changes: int | None = None
    most_cost: int | None = None

    @property
    def any(self) -> bool:
        """Tell whether anything is limited."""
        return self.most_changes is not None or self.most_cost is not None


@dataclass(frozen=True, slots=True)
class Weighed:
    """Published visits that a search changes, with the price of each."""

    prices: dict[str, int]

    def keeps(self, limits: Limits) -> bool:
        """Tell whether the changes are inside the limits."""
        few = limits.most_changes is None or len(self.prices) <= limits.most_changes
        cheap = limits.most_cost is None or sum(self.prices.values()) <= limits.most_cost
        return few and cheap


def search_inside(
    searching: Searching,
    request: PlanRequest,
    earlier: tuple[Route, ...],
    ahead: dict[str, Placed],
    limits: Limits,
) -> tuple[Found, Changed]:
    """Search for a plan that changes no more of the published visits `ahead` than allowed."""
    if not limits.any:
        found = searching.search(request, earlier, 1.0)
        return found, _changed(request, found, ahead, limits, None)
    found = free = searching.search(request, earlier, 0.4)
    if not weighed(request, found, ahead).keeps(limits):
        found = searching.search(steadier(request, STEADIER), earlier, 0.3)
    if not weighed(request, found, ahead).keeps(limits):
        found = _held(searching, request, earlier, ahead, limits, found)
    return found, _changed(request, found, ahead, limits, free)


def weighed(request: PlanRequest, found: Found, ahead: dict[str, Placed]) -> Weighed:
    """Give the published visits that a search moves, hands over or gives another hour."""
    after = placed_in(found.routes)
    weights = request.policy.weights
    moved = (v for v in ahead if v in after and is_noticeable(ahead[v], after[v]))
    return Weighed({visit: price(ahead[visit], after[visit], weights) for visit in moved})


def _held(
    searching: Searching,
    request: PlanRequest,
    earlier: tuple[Route, ...],
    ahead: dict[str, Placed],
    limits: Limits,
    wished: Found,
) -> Found:
    """Hold all but the visits that need to change most, as many as the limits allow."""
    still = searching.search(pinned(request, ahead, set()), earlier, 0.1)
    fallen = set(ahead) - set(placed_in(still.routes))
    prices = weighed(request, wished, ahead).prices
    best = still
    chosen = _chosen(request, prices, fallen, limits)
    while chosen:
        found = searching.search(pinned(request, ahead, set(chosen)), earlier, 0.2)
        if weighed(request, found, ahead).keeps(limits):
            return found
        chosen = chosen[: len(chosen) // 2]  # freed visits cost more than they did: fewer of them
    return best


def _chosen(
    request: PlanRequest, prices: dict[str, int], fallen: set[str], limits: Limits
) -> list[str]:
    """Choose the visits to let free: those that cannot stay, the dearest to leave out first."""
    worth = _worth(request)
    order = sorted(prices, key=lambda v: (v not in fallen, -worth.get(v, 0), prices[v], v))
    chosen: list[str] = []
    spent = 0
    for visit in order:
        full = limits.most_changes is not None and len(chosen) >= limits.most_changes
        dear = limits.most_cost is not None and spent + prices[visit] > limits.most_cost
        if not full and not dear:
            chosen.append(visit)
            spent += prices[visit]
    return chosen


def _worth(request: PlanRequest) -> dict[str, int]:
    """Give what leaving each visit out costs."""
    weights = request.policy.weights
    by_priority = {
        "crisis": weights.unserved_crisis,
        "high": weights.unserved_high,
        "routine": weights.unserved_routine,
        "low": weights.unserved_low,
    }
    return {
        f"{order.id}#{n}": by_priority[order.priority]
        + (weights.unserved_minimum if k <= order.least else 0)
        for patient in request.patients
        for order in patient.orders
        for k, n in enumerate(order.numbers, start=1)
    }


def _changed(
    request: PlanRequest,
    found: Found,
    ahead: dict[str, Placed],
    limits: Limits,
    free: Found | None,
) -> Changed:
    prices = weighed(request, found, ahead).prices
    could = placed_in(free.routes) if free is not None else {}
    made = placed_in(found.routes)
    return Changed(
        visits=len(prices),
        cost=sum(prices.values()),
        most_visits=limits.most_changes,
        most_cost=limits.most_cost,
        unserved_by_limit=tuple(sorted(set(could) - set(made))),
    )
