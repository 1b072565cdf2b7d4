"""What a caller may choose about planning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitplan.matrix import Speeds


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Budget, seed, speeds and solver.

    With `iterations` the plan depends on request, network, seed and this number
    alone, and `seconds` does not count. With neither, the caller must stop it.
    `bound` asks for a proven lower bound too, for which `bound_seconds` are spent
    after the search; with `iterations` a number of rounds ends that as well.
    """

    seconds: float | None = 30.0
    iterations: int | None = None
    seed: int = 1
    speeds: Speeds = "free_flow"
    solver: str = "weekly"
    bound: bool = False
    bound_seconds: float = 120.0
