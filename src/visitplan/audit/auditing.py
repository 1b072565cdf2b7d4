"""The audit of a plan: every rule, and the cost anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.audit.case import open_case
from visitplan.audit.cost import cost_of
from visitplan.audit.errors import TravelSizeError
from visitplan.audit.figures import figures_of
from visitplan.audit.places import places_of
from visitplan.audit.rules import violations_of
from visitplan.domain.plan import Cost, Plan, Verification, Violation

if TYPE_CHECKING:
    from visitplan.audit.travel import Spell, TravelTimes
    from visitplan.domain.figures import Figures
    from visitplan.domain.request import PlanRequest


@dataclass(frozen=True, slots=True)
class Audit:
    """What the checker found, and the cost and figures as it computes them."""

    violations: tuple[Violation, ...]
    cost: Cost
    figures: Figures

    @property
    def ok(self) -> bool:
        """Tell whether no rule is broken."""
        return not self.violations

    def verification(self) -> Verification:
        """Give the verdict in the plan's own form."""
        return Verification(ok=self.ok, violations=self.violations)


def audit(
    request: PlanRequest, plan: Plan, travel: TravelTimes, spells: tuple[Spell, ...] = ()
) -> Audit:
    """Check a plan against its request, whoever made it and however wrong it is.

    Args:
        request: A request without faults.
        plan: Any plan document; wrong names and times are findings, not errors.
        travel: Times over `places_of(request).coordinates`, in that order.
        spells: Instants in which other times hold, such as those of closed roads.

    Raises:
        TravelSizeError: The travel times are for another number of places.
    """
    places = places_of(request)
    covered = len(travel.meters)
    if covered != len(places.coordinates):
        raise TravelSizeError(len(places.coordinates), covered)
    case = open_case(request, plan, travel, places, spells)
    cost = cost_of(case)
    return Audit(tuple(violations_of(case, cost)), cost, figures_of(case))
