"""The objective, recomputed term by term; formulas and reasons are in docs/objective.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.cost.continuity import continuity, language
from visitplan.audit.cost.crisis_slack import crisis_slack
from visitplan.audit.cost.discharge import discharge_clock
from visitplan.audit.cost.fairness import fairness
from visitplan.audit.cost.lateness import late_window, late_window_max
from visitplan.audit.cost.ride_along import ride_along
from visitplan.audit.cost.routes import arrival, drive, long_drive, overtime, wait
from visitplan.audit.cost.stability import stability
from visitplan.audit.cost.unserved import late_preferred, unserved
from visitplan.domain.plan import Cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.audit.case import Case

TERMS: dict[str, Callable[[Case], int]] = {
    "unserved": unserved,
    "discharge_clock": discharge_clock,
    "drive": drive,
    "long_drive": long_drive,
    "arrival": arrival,
    "wait": wait,
    "overtime": overtime,
    "late_preferred": late_preferred,
    "late_window": late_window,
    "late_window_max": late_window_max,
    "continuity": continuity,
    "language": language,
    "fairness": fairness,
    "crisis_slack": crisis_slack,
    "ride_along": ride_along,
    "stability": stability,
}


def cost_of(case: Case) -> Cost:
    """Compute every term of a plan's cost; unit: a second of paid time."""
    terms = {name: term(case) for name, term in TERMS.items()}
    return Cost(total=sum(terms.values()), terms=terms)
