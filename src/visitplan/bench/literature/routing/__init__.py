"""Routing of one day: hard windows, capacities, who may visit whom, length of a tour."""

from __future__ import annotations

from visitplan.bench.literature.routing.cordeau import read as read_cordeau
from visitplan.bench.literature.routing.judging import judge
from visitplan.bench.literature.routing.mapping import case_of
from visitplan.bench.literature.routing.solomon import read as read_solomon

__all__ = ["case_of", "judge", "read_cordeau", "read_solomon"]
