"""At least one broken plan for each rule of the checker, made by hand."""

from broken_plans import duties, figures, policies, routes, suitability, together, visits
from broken_plans.catalogue import BROKEN, Broken

__all__ = [
    "BROKEN",
    "Broken",
    "duties",
    "figures",
    "policies",
    "routes",
    "suitability",
    "together",
    "visits",
]
