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
    H_CLOCK,
    H_CLOSING,
    H_CLOSING_PTR,
    H_DAY_SLOTS,
    H_DAY_SLOTS_PTR,
    H_GROUP,
    H_HISTORY,
    H_N_ANCHORS,
    H_N_DAYS,
    H_N_KNOWN,
    H_N_NEAR,
    H_N_PEOPLE,
    H_N_SLACKS,
    H_N_SLOTS,
    H_N_VISITS,
    H_NEAR,
    H_OPTION,
    H_OPTION_COST,
    H_OPTION_PTR,
    H_ORDER,
    H_PATIENT,
    H_PATTERN,
    H_PAUSE,
    H_PREFERRED,
    H_PREFERRED_PTR,
    H_PUBLISHED,
    H_RIDE,
    H_ROLES,
    H_SHARE,
    H_SLACK,
    H_SLOT,
    H_STANDBY,
    H_STOPS,
    H_VISIT,
    H_WEIGHT,
    H_WINDOW,
    H_WINDOW_PTR,
    ORDER_WIDTH,
    PATIENT_WIDTH,
    SLOT_WIDTH,
    VISIT_WIDTH,
    X_AT,
    X_BUSY,
    X_CLOCK,
    X_COST,
    X_DAY,
    X_DISTINCT,
    X_DRIVE,
    X_EARLY,
    X_GROUP_DRIVE,
    X_GROUP_UNITS,
    X_GROUP_VISITS,
    X_GROUP_WORK,
    X_LATENESS,
    X_LATEST,
    X_LENGTH,
    X_LOAD,
    X_MARK,
    X_NEEDS,
    X_PEOPLE,
    X_PIN,
    X_SEEN,
    X_SEQ,
    X_SERVED,
    X_SPARE,
    X_STAMP,
    X_START,
    X_WAIT,
    X_WORK,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled

TOTAL, WORST = range(2)
"""Positions of the total cost and of the largest lateness of all slots."""


@compiled
def anchors(T: Tables) -> int:
    return T.cells[H_N_ANCHORS]


@compiled
def visits(T: Tables) -> int:
    return T.cells[H_N_VISITS]


@compiled
def slots(T: Tables) -> int:
    return T.cells[H_N_SLOTS]


@compiled
def most_stops(T: Tables) -> int:
    return T.cells[H_STOPS]


@compiled
def near_size(T: Tables) -> int:
    return T.cells[H_N_NEAR]


@compiled
def days(T: Tables) -> int:
    return T.cells[H_N_DAYS]


@compiled
def visit(T: Tables, row: int, column: int) -> int:
    return T.cells[T.cells[H_VISIT] + row * VISIT_WIDTH + column]


@compiled
def order(T: Tables, o: int, column: int) -> int:
    return T.cells[T.cells[H_ORDER] + o * ORDER_WIDTH + column]


@compiled
def slot(T: Tables, r: int, column: int) -> int:
    return T.cells[T.cells[H_SLOT] + r * SLOT_WIDTH + column]


@compiled
def block(T: Tables, b: int, column: int) -> int:
    return T.cells[T.cells[H_BLOCK] + b * 4 + column]


@compiled
def pause(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_PAUSE] + k * 3 + column]


@compiled
def group(T: Tables, g: int, column: int) -> int:
    return T.cells[T.cells[H_GROUP] + g * 5 + column]


@compiled
def clock(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_CLOCK] + k * 4 + column]


@compiled
def ride(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_RIDE] + k * 3 + column]


@compiled
def standby(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_STANDBY] + k * 3 + column]


@compiled
def slacks(T: Tables) -> int:
    return T.cells[H_N_SLACKS]


@compiled
def slack(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_SLACK] + k * 2 + column]


@compiled
def weight(T: Tables, w: int) -> int:
    return T.cells[T.cells[H_WEIGHT] + w]


@compiled
def window(T: Tables, w: int, column: int) -> int:
    return T.cells[T.cells[H_WINDOW] + w * 2 + column]


@compiled
def window_ptr(T: Tables, key: int) -> int:
    return T.cells[T.cells[H_WINDOW_PTR] + key]


@compiled
def preferred(T: Tables, w: int, column: int) -> int:
    return T.cells[T.cells[H_PREFERRED] + w * 2 + column]


@compiled
def preferred_ptr(T: Tables, key: int) -> int:
    return T.cells[T.cells[H_PREFERRED_PTR] + key]


@compiled
def closing(T: Tables, w: int, column: int) -> int:
    return T.cells[T.cells[H_CLOSING] + w * 2 + column]


@compiled
def closing_ptr(T: Tables, key: int) -> int:
    return T.cells[T.cells[H_CLOSING_PTR] + key]


@compiled
def patient(T: Tables, p: int, column: int) -> int:
    return T.cells[T.cells[H_PATIENT] + p * PATIENT_WIDTH + column]


@compiled
def pattern(T: Tables, k: int) -> int:
    return T.cells[T.cells[H_PATTERN] + k]


@compiled
def anchor(T: Tables, k: int, column: int) -> int:
    return T.cells[T.cells[H_ANCHORS] + k * 2 + column]


@compiled
def share(T: Tables, c: int) -> int:
    return T.cells[T.cells[H_SHARE] + c]


@compiled
def day_slot(T: Tables, k: int) -> int:
    return T.cells[T.cells[H_DAY_SLOTS] + k]


@compiled
def day_slots_ptr(T: Tables, d: int) -> int:
    return T.cells[T.cells[H_DAY_SLOTS_PTR] + d]


@compiled
def option(T: Tables, k: int) -> int:
    return T.cells[T.cells[H_OPTION] + k]


@compiled
def option_cost(T: Tables, k: int) -> int:
    return T.cells[T.cells[H_OPTION_COST] + k]


@compiled
def option_ptr(T: Tables, key: int) -> int:
    return T.cells[T.cells[H_OPTION_PTR] + key]


@compiled
def affinity_cost(T: Tables, v: int, bits: int) -> int:
    return T.cells[T.cells[H_AFFINITY_COST] + v * 8 + bits]


@compiled
def near(T: Tables, v: int, k: int) -> int:
    return T.cells[T.cells[H_NEAR] + v * T.cells[H_N_NEAR] + k]


@compiled
def roles(T: Tables, v: int, c: int, d: int) -> int:
    return T.flags[T.cells[H_ROLES] + (v * T.cells[H_N_PEOPLE] + c) * T.cells[H_N_DAYS] + d]


@compiled
def affinity(T: Tables, v: int, c: int) -> int:
    return T.flags[T.cells[H_AFFINITY] + v * T.cells[H_N_PEOPLE] + c]


@compiled
def published(T: Tables, v: int, c: int) -> int:
    return T.flags[T.cells[H_PUBLISHED] + v * T.cells[H_N_PEOPLE] + c]


@compiled
def known(T: Tables, p: int, c: int) -> int:
    return T.flags[T.cells[H_HISTORY] + p * T.cells[H_N_KNOWN] + c]


@compiled
def seq_at(T: Tables, r: int, i: int) -> int:
    return T.cells[X_SEQ] + r * T.cells[H_STOPS] + i


@compiled
def length_at(T: Tables, r: int) -> int:
    return T.cells[X_LENGTH] + r


@compiled
def start_at(T: Tables, r: int, i: int) -> int:
    return T.cells[X_START] + r * T.cells[H_STOPS] + i


@compiled
def cost_at(T: Tables, r: int) -> int:
    return T.cells[X_COST] + r


@compiled
def drive_at(T: Tables, r: int) -> int:
    return T.cells[X_DRIVE] + r


@compiled
def wait_at(T: Tables, r: int) -> int:
    return T.cells[X_WAIT] + r


@compiled
def work_at(T: Tables, r: int) -> int:
    return T.cells[X_WORK] + r


@compiled
def lateness_at(T: Tables, r: int) -> int:
    return T.cells[X_LATENESS] + r


@compiled
def stamp_at(T: Tables, r: int) -> int:
    return T.cells[X_STAMP] + r


@compiled
def mark_at(T: Tables, r: int) -> int:
    return T.cells[X_MARK] + r


@compiled
def early_at(T: Tables, r: int, i: int) -> int:
    return T.cells[X_EARLY] + r * T.cells[H_STOPS] + i


@compiled
def latest_at(T: Tables, r: int, i: int) -> int:
    return T.cells[X_LATEST] + r * T.cells[H_STOPS] + i


@compiled
def group_visits_at(T: Tables, g: int) -> int:
    return T.cells[X_GROUP_VISITS] + g


@compiled
def group_drive_at(T: Tables, g: int) -> int:
    return T.cells[X_GROUP_DRIVE] + g


@compiled
def group_work_at(T: Tables, g: int) -> int:
    return T.cells[X_GROUP_WORK] + g


@compiled
def group_units_at(T: Tables, g: int) -> int:
    return T.cells[X_GROUP_UNITS] + g


@compiled
def day_at(T: Tables, v: int) -> int:
    return T.cells[X_DAY] + v


@compiled
def slot_at(T: Tables, v: int, k: int) -> int:
    return T.cells[X_AT] + v * 2 + k


@compiled
def pin_at(T: Tables, row: int) -> int:
    return T.cells[X_PIN] + row


@compiled
def served_at(T: Tables, o: int) -> int:
    return T.cells[X_SERVED] + o


@compiled
def seen_at(T: Tables, p: int, c: int) -> int:
    return T.cells[X_SEEN] + p * T.cells[H_N_PEOPLE] + c


@compiled
def distinct_at(T: Tables, p: int) -> int:
    return T.cells[X_DISTINCT] + p


@compiled
def needs_at(T: Tables, p: int, need: int) -> int:
    return T.cells[X_NEEDS] + p * 3 + need


@compiled
def people_at(T: Tables, p: int) -> int:
    return T.cells[X_PEOPLE] + p


@compiled
def load_at(T: Tables, c: int) -> int:
    return T.cells[X_LOAD] + c


@compiled
def clock_at(T: Tables, k: int) -> int:
    return T.cells[X_CLOCK] + k


@compiled
def busy_at(T: Tables, k: int) -> int:
    return T.cells[X_BUSY] + k


@compiled
def spare_at(T: Tables, k: int) -> int:
    return T.cells[X_SPARE] + k
