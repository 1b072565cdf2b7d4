"""A small random generator whose stream is the same on every machine.

xorshift64* of Vigna (2016), "An experimental exploration of Marsaglia's
xorshift generators, scrambled", ACM TOMS 42(4).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visitplan_solvers.kernel.compiler import compiled

Rng = NDArray[np.uint64]
"""State of a generator: one number."""


def seeded(seed: int, stream: int = 0) -> Rng:
    """Make a generator's state from a seed and the number of its stream."""
    mixed = np.random.SeedSequence([seed & 0xFFFFFFFFFFFFFFFF, stream]).generate_state(1, np.uint64)
    return np.array([int(mixed[0]) | 1], np.uint64)


@compiled
def below(rng: Rng, n: int) -> int:
    """Draw an integer from 0 to n - 1."""
    x = rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    rng[0] = x
    return int((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(33)) % n
