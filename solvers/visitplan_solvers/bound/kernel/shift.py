"""One shift as the pricing sees it, and what a label is: the columns of their tables."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

FAR = 1 << 40
NONE = 1 << 61
# Entries of `limit`: numbers of one shift.
(
    L_TASKS,
    L_FIXED,
    L_WAIT,
    L_OVER,
    L_LATE,
    L_END,
    L_LATEST_RETURN,
    L_GRID,
    L_LEG,
    L_MOST,
    L_START,
    L_SCALE,
    L_DRIVE,
) = range(13)
# Columns of `piece`: first and last start, where the flat part ends, cost, events before.
Q_FIRST, Q_LAST, Q_FLAT, Q_COST, Q_GAP = range(5)
# Columns of `event`.
N_START, N_END, N_KIND = range(3)
AT_PLACE = 2
# Columns of `rule`: breaks.
R_EARLIEST, R_LATEST, R_SECONDS = range(3)
# Columns of a label.
NODE, FROM, A, B, C, GAP, PENDING, COUNT, NEXT, LATER, DEAD = range(11)
WIDTH = 11


class Shift(NamedTuple):
    """One shift as the pricing sees it; nodes are stops, then the start, then the end."""

    limit: Ints
    service: Ints  # [stop]
    minutes_s: Ints  # [node, node] seconds of driving
    paid: Ints  # [node, node] scaled cost of a drive and of the wait for the next grid point
    padded: Ints  # [node, node] seconds of driving up to the grid
    piece: Ints  # [piece, 5]
    piece_ptr: Ints  # [stop + 1]
    event: Ints  # [event, 3]
    rule: Ints  # [break, 3]
    near: Words  # [stop, words] which stops a stop remembers
    alive: Words  # [bucket, words] which stops can still start so late


FAR_MORE = 1 << 20
FOLLOWERS = 18
"""Stops tried after a stop where routes are looked for quickly."""
BUCKET_S = 300
BUCKETS = 512


class Cuts(NamedTuple):
    """Cuts that a way pays for at every second stop of theirs."""

    price: Ints  # [cut] scaled
    at: Words  # [stop, words] a bit for each cut that a stop is in
    alive: Words  # [bucket, words] a bit for each cut with a stop that can still start


class Space(NamedTuple):
    """Room for labels of one thread."""

    label: Ints  # [most, WIDTH]
    seen: Words  # [most, words]
    odd: Words  # [most, words] cuts of which a way has an odd number of stops
    bucket: Ints  # heads and tails
    by_node: Ints
    work: Ints  # [2] labels compared so far, and how many at most
