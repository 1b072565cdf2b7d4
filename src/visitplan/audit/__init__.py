"""The independent checker: every hard rule and the cost, recomputed from request and roads.

It shares no code with any solver. What a plan does wrong comes back as
violations, named by `RULES` and explained in docs/rules.md.
"""

from __future__ import annotations

from visitplan.audit.auditing import Audit, audit
from visitplan.audit.cost import TERMS
from visitplan.audit.cost.fairness import balances_of
from visitplan.audit.errors import TravelSizeError
from visitplan.audit.places import Places, places_of
from visitplan.audit.rules import RULES
from visitplan.audit.travel import Spell, TravelTimes

__all__ = [
    "RULES",
    "TERMS",
    "Audit",
    "Places",
    "Spell",
    "TravelSizeError",
    "TravelTimes",
    "audit",
    "balances_of",
    "places_of",
]
