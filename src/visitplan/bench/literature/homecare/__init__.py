"""Home care of one day with visits of two people at once or in sequence."""

from __future__ import annotations

from visitplan.bench.literature.homecare.judging import judge
from visitplan.bench.literature.homecare.mapping import case_of
from visitplan.bench.literature.homecare.reading import read

__all__ = ["case_of", "judge", "read"]
