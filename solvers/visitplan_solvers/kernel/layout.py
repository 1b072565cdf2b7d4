"""Where things lie: cells of the compiled tables, and positions in a plan's array.

A function named after a table reads a cell of it; one that ends in `_at` gives
the position in the array of a state. The compiler inlines them all.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    H_AFFINITY,
    H_AFFINITY_COST,
    H_ANCHORS,
    H_BLOCK,
    H_DAY_SLOTS,
    H_DAY_SLOTS_PTR,
    H_GROUP,
    H_HISTORY,
    H_NEAR,
    H_N_ANCHORS,
    H_N_DAYS,
    H_N_KNOWN,
    H_N_NEAR,
    H_N_PEOPLE,
    H_N_VISITS,
    H_ORDER,
    H_PAUSE,
    H_PREFERRED,
    H_PREFERRED_PTR,
    H_PUBLISHED,
    H_ROLES,
    H_SHARE,
    H_SLOT,
    H_VISIT,
    H_WEIGHT,
    H_WINDOW,
    H_WINDOW_PTR,
    MAX_STOPS,
    X_AT,
    X_COST,
    X_DAY,
    X_DISTINCT,
    X_DRIVE,
    X_GROUP_DRIVE,
    X_GROUP_VISITS,
    X_LENGTH,
    X_LOAD,
    X_NEEDS,
    X_PIN,
    X_SEEN,
    X_SEQ,
    X_SERVED,
    X_START,
    X_WAIT,
)
from visitplan_solvers.kernel.compiler import compiled

TOTAL = 0
"""Position of the total cost."""


@compiled
def anchors(T):
    return T.cells[H_N_ANCHORS]


@compiled
def visits(T):
    return T.cells[H_N_VISITS]


@compiled
def near_size(T):
    return T.cells[H_N_NEAR]


@compiled
def days(T):
    return T.cells[H_N_DAYS]


@compiled
def visit(T, row, column):
    return T.cells[T.cells[H_VISIT] + row * 8 + column]


@compiled
def order(T, o, column):
    return T.cells[T.cells[H_ORDER] + o * 8 + column]


@compiled
def slot(T, r, column):
    return T.cells[T.cells[H_SLOT] + r * 14 + column]


@compiled
def block(T, b, column):
    return T.cells[T.cells[H_BLOCK] + b * 4 + column]


@compiled
def pause(T, k, column):
    return T.cells[T.cells[H_PAUSE] + k * 3 + column]


@compiled
def group(T, g, column):
    return T.cells[T.cells[H_GROUP] + g * 2 + column]


@compiled
def weight(T, w):
    return T.cells[T.cells[H_WEIGHT] + w]


@compiled
def window(T, w, column):
    return T.cells[T.cells[H_WINDOW] + w * 2 + column]


@compiled
def window_ptr(T, key):
    return T.cells[T.cells[H_WINDOW_PTR] + key]


@compiled
def preferred(T, w, column):
    return T.cells[T.cells[H_PREFERRED] + w * 2 + column]


@compiled
def preferred_ptr(T, key):
    return T.cells[T.cells[H_PREFERRED_PTR] + key]


@compiled
def anchor(T, k, column):
    return T.cells[T.cells[H_ANCHORS] + k * 2 + column]


@compiled
def share(T, c):
    return T.cells[T.cells[H_SHARE] + c]


@compiled
def day_slot(T, k):
    return T.cells[T.cells[H_DAY_SLOTS] + k]


@compiled
def day_slots_ptr(T, d):
    return T.cells[T.cells[H_DAY_SLOTS_PTR] + d]


@compiled
def affinity_cost(T, v, bits):
    return T.cells[T.cells[H_AFFINITY_COST] + v * 8 + bits]


@compiled
def near(T, v, k):
    return T.cells[T.cells[H_NEAR] + v * T.cells[H_N_NEAR] + k]


@compiled
def roles(T, v, c, d):
    return T.flags[T.cells[H_ROLES] + (v * T.cells[H_N_PEOPLE] + c) * T.cells[H_N_DAYS] + d]


@compiled
def affinity(T, v, c):
    return T.flags[T.cells[H_AFFINITY] + v * T.cells[H_N_PEOPLE] + c]


@compiled
def published(T, v, c):
    return T.flags[T.cells[H_PUBLISHED] + v * T.cells[H_N_PEOPLE] + c]


@compiled
def known(T, p, c):
    return T.flags[T.cells[H_HISTORY] + p * T.cells[H_N_KNOWN] + c]


@compiled
def seq_at(T, r, i):
    return T.cells[X_SEQ] + r * MAX_STOPS + i


@compiled
def length_at(T, r):
    return T.cells[X_LENGTH] + r


@compiled
def start_at(T, r, i):
    return T.cells[X_START] + r * MAX_STOPS + i


@compiled
def cost_at(T, r):
    return T.cells[X_COST] + r


@compiled
def drive_at(T, r):
    return T.cells[X_DRIVE] + r


@compiled
def wait_at(T, r):
    return T.cells[X_WAIT] + r


@compiled
def group_visits_at(T, g):
    return T.cells[X_GROUP_VISITS] + g


@compiled
def group_drive_at(T, g):
    return T.cells[X_GROUP_DRIVE] + g


@compiled
def day_at(T, v):
    return T.cells[X_DAY] + v


@compiled
def slot_at(T, v, k):
    return T.cells[X_AT] + v * 2 + k


@compiled
def pin_at(T, row):
    return T.cells[X_PIN] + row


@compiled
def served_at(T, o):
    return T.cells[X_SERVED] + o


@compiled
def seen_at(T, p, c):
    return T.cells[X_SEEN] + p * T.cells[H_N_PEOPLE] + c


@compiled
def distinct_at(T, p):
    return T.cells[X_DISTINCT] + p


@compiled
def needs_at(T, p, need):
    return T.cells[X_NEEDS] + p * 3 + need


@compiled
def load_at(T, c):
    return T.cells[X_LOAD] + c
