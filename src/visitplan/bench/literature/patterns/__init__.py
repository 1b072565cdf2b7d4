"""Home care of a week: day patterns, skills, few people a patient, daily hours."""

from __future__ import annotations

from visitplan.bench.literature.patterns.judging import judge
from visitplan.bench.literature.patterns.mapping import case_of
from visitplan.bench.literature.patterns.reading import read

__all__ = ["case_of", "judge", "read"]
