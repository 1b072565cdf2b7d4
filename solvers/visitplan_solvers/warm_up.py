"""Compile the search kernels once, so that the first plan does not wait for it.

Run as `python -m visitplan_solvers.warm_up`; the result stays beside the
installed package. What an older version left there is removed first: its index
names types that may be gone.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """Plan a request of one visit; everything compiled on the way is kept."""
    from datetime import date

    import numpy as np

    from visitplan.domain.request import PlanRequest
    from visitplan.matrix import TravelTimes
    from visitplan_solvers.weekly import WeeklySolver

    day = date(2026, 11, 30).isoformat()
    place, home = {"lat": 0.0, "lon": 0.0}, {"lat": 0.01, "lon": 0.0}
    request = PlanRequest.model_validate(
        {
            "schema": "visitplan/1",
            "horizon": {"first_day": day, "days": 1, "timezone": "UTC"},
            "case_managers": [
                {
                    "id": "cm-1",
                    "start": place,
                    "credentials": [{"code": "RN", "state": "XX"}],
                    "drivers_license": {"valid_until": day},
                    "shifts": [{"start": f"{day}T08:00", "end": f"{day}T16:00"}],
                }
            ],
            "patients": [
                {
                    "id": "p-1",
                    "location": home,
                    "state": "XX",
                    "orders": [
                        {"id": "o-1", "visits": 1, "minutes": 30, "staff": [{"any_of": ["RN"]}]}
                    ],
                }
            ],
        }
    )
    legs = np.array([[[0, 60], [60, 0]]], np.int32)
    legs.setflags(write=False)  # as real travel times are: numba compiles for this apart
    zero = np.zeros(1, np.int32)
    travel = TravelTimes(legs, legs[0], zero, zero, "free_flow")
    _forget_old()
    begun = time.monotonic()
    WeeklySolver().solve(request, travel, seed=1, stop=_Rounds())
    sys.stdout.write(f"search kernels ready after {time.monotonic() - begun:.0f} s\n")


def _forget_old() -> None:
    for folder in Path(__file__).parent.rglob("__pycache__"):
        for pattern in ("*.nbi", "*.nbc"):
            for file in folder.glob(pattern):
                file.unlink(missing_ok=True)


class _Rounds:
    """A `Stop` of a few rounds."""

    def __call__(self, iterations: int) -> bool:
        return iterations >= self._most

    def done(self, iterations: int) -> float:
        return iterations / self._most

    def rounds_left(self, iterations: int) -> int:
        return self._most - iterations

    _most = 4


if __name__ == "__main__":
    main()
