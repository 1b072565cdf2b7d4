"""Why a visit has no place in a plan: true reasons, nearest miss first."""

from __future__ import annotations

from visitplan_solvers.blockers.codes import CODES
from visitplan_solvers.blockers.missed import place_missed
from visitplan_solvers.blockers.report import DETAILED, blockers

__all__ = ["CODES", "DETAILED", "blockers", "place_missed"]
