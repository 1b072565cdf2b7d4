"""Time and length in one integer: milliseconds in the high bits, decimetres in the low ones.

Sums of packed numbers are packed sums, and the smaller of two is the faster, or of two equally
fast the shorter. So one search carries both. Lengths stay below 6,700 km, and up to 37 hours the
numbers are exact even as doubles, which scipy's search uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from visitplan.network import RoadNetwork

SHIFT = 26
LENGTH_MASK = (1 << SHIFT) - 1
UNREACHED = 1 << 60


def pack(time_ms: NDArray[np.int64], length_dm: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put times and lengths together."""
    return (time_ms.astype(np.int64) << SHIFT) + length_dm.astype(np.int64)


def drive_and_delay(
    network: RoadNetwork, percent: tuple[int, ...] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give milliseconds along each arc and lost at its end; `percent` by class, None for 100."""
    drive = network.arc_drive_ms.astype(np.int64)
    delay = network.arc_delay_ms.astype(np.int64)
    if percent is None:
        return drive, delay
    factor = np.array(percent, np.int64)[network.piece_class[network.arc_piece]]
    return (drive * factor + 99) // 100, (delay * factor + 99) // 100


def arc_length_dm(network: RoadNetwork) -> NDArray[np.int64]:
    """Give the length of each arc in decimetres."""
    return (network.arc_length_cm.astype(np.int64) + 5) // 10
