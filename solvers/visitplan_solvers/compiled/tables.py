"""The arrays of a compiled problem, and the meaning of their columns.

All times are seconds since the instant at which the horizon's first day
begins. Rows of `visit` are the occurrences of all orders, in order, followed
by the appointments that have a place: both are stops to the kernel.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Columns of `visit`. PLACE is -1 where the visit takes place at the visitor's own start.
# ITEM is the first row that is interchangeable with this one; LATE the most seconds past the
# end of a window. Of two services in sequence the first has FOLLOWER, the second LEADER (else -1),
# both the least and largest seconds from start to start. STAY is the service and the paperwork
# after it, in seconds; LOAD the minutes that count for fair shares.
(
    V_ORDER,
    V_PATIENT,
    V_SERVICE,
    V_NEED,
    V_PLACE,
    V_PUB_START,
    V_PUB_DAY,
    V_SLOT,
    V_ITEM,
    V_UNITS,
    V_LATE,
    V_FOLLOWER,
    V_LEADER,
    V_AFTER_MIN,
    V_AFTER_MAX,
    V_STAY,
    V_LOAD,
) = range(17)
VISIT_WIDTH = 17
# Columns of `patient`: most different people, its rows and orders, its day patterns; the least
# people wanted and those free of charge, what one more and one too few cost, visits in the history
# that counts; its clocks.
(
    P_MAX_PEOPLE,
    P_FIRST_ROW,
    P_ROWS,
    P_FIRST_ORDER,
    P_ORDERS,
    P_PATTERN,
    P_PATTERNS,
    P_LEAST,
    P_FREE,
    P_EXTRA,
    P_FEW,
    P_PAST,
    P_CLOCK_LO,
    P_CLOCK_HI,
) = range(14)
PATIENT_WIDTH = 14
# Columns of `clock`: so many visits are still wanted on days FROM to UNTIL, each for its price.
C_FROM, C_UNTIL, C_WANTED, C_PRICE = range(4)
# Columns of `order`. Its visits are rows FIRST to FIRST + N - 1. OWED of them were bumped before.
(
    O_N,
    O_MIN,
    O_PENALTY,
    O_PENALTY_MIN,
    O_MIN_GAP,
    O_MAX_GAP,
    O_FIRST_LIMIT,
    O_FIRST,
    O_OWED,
) = range(9)
ORDER_WIDTH = 9
# Columns of `slot`: one shift of one person. CHANGE is where clocks are put forward or back.
(
    S_PERSON,
    S_DAY,
    S_START,
    S_END,
    S_OVERTIME,
    S_START_PLACE,
    S_END_PLACE,
    S_LEG_MAX,
    S_GROUP,
    S_BLOCK_LO,
    S_BLOCK_HI,
    S_BREAK_LO,
    S_BREAK_HI,
    S_SECOND_OF_DAY,
    S_CHANGE_AT,
    S_CHANGE_BY,
    S_RIDE_LO,
    S_RIDE_HI,
    S_STAND_LO,
    S_STAND_HI,
) = range(20)
SLOT_WIDTH = 20
# Columns of `ride`: a trainee who may ride along in a slot, and a stretch of theirs.
R_TRAINEE, R_FROM, R_UNTIL = range(3)
# Columns of `standby`: a stretch of a slot's free time, and the row of `slack` it counts for.
Y_SLACK, Y_FROM, Y_UNTIL = range(3)
# Columns of `slack`: seconds wanted free for crises, and those there are without any route.
K_WANTED, K_FREE = range(2)
# Columns of `block`: a fixed stretch without a place of its own.
B_START, B_END, B_KIND, B_REF = range(4)
BLOCK_APPOINTMENT, BLOCK_ABSENCE = 0, 1
# Columns of `pause`: a break with its stretch of starts.
P_EARLIEST, P_LATEST, P_SECONDS = range(3)
# Columns of `group`: a person's day.
G_MAX_VISITS, G_MAX_DRIVE, G_MAX_WORK, G_MAX_UNITS, G_SLOTS = range(5)
# Entries of `weight`.
(
    W_DRIVE,
    W_WAIT,
    W_OVERTIME,
    W_PREFERRED,
    W_PREFERRED_CAP,
    W_FAIR,
    W_STAFF,
    W_TIME,
    W_DAY,
    W_STEP,
    W_LATE,
    W_LATE_MAX,
    W_OWED,
    W_ARRIVAL,
    W_ARRIVAL_S,
    W_LONG,
    W_LONG_S,
    W_RIDE,
    W_SLACK,
) = range(19)
# Bits of `affinity`: what a person is to the patient of a visit.
IS_PRIMARY, IS_TEAM, SPEAKS = 1, 2, 4

NEVER = 1 << 40
"""A time after every horizon, and a limit that never binds."""


class Arrays(NamedTuple):
    """A compiled problem, a table each; see the column names above."""

    travel: NDArray[np.int32]  # [metrics, places, places] seconds
    anchors: Ints  # [k, 2] second of the day, metric
    visit: Ints
    order: Ints
    slot: Ints
    block: Ints
    pause: Ints
    group: Ints
    weight: Ints
    window: Ints  # [w, 2] earliest and latest start
    window_ptr: Ints  # [row * days + day] to the first window
    preferred: Ints  # [w, 2] open and close
    preferred_ptr: Ints
    closing: Ints  # [w, 2] earliest start and latest start in time, of rows that may be late
    closing_ptr: Ints
    patient: Ints
    pattern: Ints  # bits of days: for each patient, by pattern, then order; -1: any day
    roles: NDArray[np.uint8]  # [visit, person, day] bits of the staff entries served
    affinity: NDArray[np.uint8]  # [visit, person] bits above
    affinity_cost: Ints  # [visit, 8] by the bits of all who come together
    published: NDArray[np.uint8]  # [visit, person] 1 where promised
    history: NDArray[np.uint8]  # [patient, person] 1 where seen before the horizon
    share: Ints  # [person] fair share of visit minutes
    day_slots: Ints  # slots sorted by day
    day_slots_ptr: Ints  # [day]
    option: Ints  # slots in which a visit of an item may stand, by day
    option_cost: Ints  # what the person of an option costs a visit for one
    option_ptr: Ints  # [item * days + day] to the first option
    near: Ints  # [visit, k] visits of other orders, nearest first
    clock: Ints
    ride: Ints
    standby: Ints
    slack: Ints
    days: Ints  # [1] number of days
    stops: Ints  # [1] most stops that a route can have


class Tables(NamedTuple):
    """The same in three arrays, which the kernel passes on cheaply.

    `cells` begins with a header of offsets and sizes (`H_*`), then holds the
    integer tables one after the other, row by row; `flags` the byte tables.
    """

    cells: Ints
    travel: NDArray[np.int32]
    flags: NDArray[np.uint8]


_INT_TABLES = (
    "anchors",
    "visit",
    "order",
    "slot",
    "block",
    "pause",
    "group",
    "weight",
    "window",
    "window_ptr",
    "preferred",
    "preferred_ptr",
    "closing",
    "closing_ptr",
    "patient",
    "pattern",
    "affinity_cost",
    "share",
    "day_slots",
    "day_slots_ptr",
    "option",
    "option_cost",
    "option_ptr",
    "near",
    "clock",
    "ride",
    "standby",
    "slack",
)
_FLAG_TABLES = ("roles", "affinity", "published", "history")
# Header of `cells`: where each table begins, in the order above ...
(
    H_ANCHORS,
    H_VISIT,
    H_ORDER,
    H_SLOT,
    H_BLOCK,
    H_PAUSE,
    H_GROUP,
    H_WEIGHT,
    H_WINDOW,
    H_WINDOW_PTR,
    H_PREFERRED,
    H_PREFERRED_PTR,
    H_CLOSING,
    H_CLOSING_PTR,
    H_PATIENT,
    H_PATTERN,
    H_AFFINITY_COST,
    H_SHARE,
    H_DAY_SLOTS,
    H_DAY_SLOTS_PTR,
    H_OPTION,
    H_OPTION_COST,
    H_OPTION_PTR,
    H_NEAR,
    H_CLOCK,
    H_RIDE,
    H_STANDBY,
    H_SLACK,
    H_ROLES,
    H_AFFINITY,
    H_PUBLISHED,
    H_HISTORY,
) = range(32)
# ... the sizes ...
(
    H_N_ANCHORS,
    H_N_VISITS,
    H_N_ROWS,
    H_N_ORDERS,
    H_N_SLOTS,
    H_N_GROUPS,
    H_N_PEOPLE,
    H_N_KNOWN,
    H_N_PATIENTS,
    H_N_NEAR,
    H_N_DAYS,
    H_STOPS,
    H_N_OPTIONS,
    H_N_SLACKS,
) = range(32, 46)
# ... and where each part of a plan begins in the array of a state.
(
    X_SEQ,
    X_LENGTH,
    X_START,
    X_COST,
    X_DRIVE,
    X_WAIT,
    X_WORK,
    X_LATENESS,
    X_STAMP,
    X_MARK,
    X_EARLY,
    X_LATEST,
    X_GROUP_VISITS,
    X_GROUP_DRIVE,
    X_GROUP_WORK,
    X_GROUP_UNITS,
    X_DAY,
    X_AT,
    X_PIN,
    X_SERVED,
    X_SEEN,
    X_DISTINCT,
    X_NEEDS,
    X_PEOPLE,
    X_LOAD,
    X_CLOCK,
    X_BUSY,
    X_SPARE,
    X_SIZE,
) = range(46, 75)
HEADER = 80


def pack(arrays: Arrays) -> Tables:
    """Lay the tables out in three arrays and note where each begins."""
    header = np.zeros(HEADER, np.int64)
    offset = HEADER
    for h, name in enumerate(_INT_TABLES):
        header[h] = offset
        offset += getattr(arrays, name).size
    offset = 0
    for h, name in enumerate(_FLAG_TABLES, H_ROLES):
        header[h] = offset
        offset += getattr(arrays, name).size
    visits, people = arrays.affinity.shape
    rows, slots = arrays.visit.shape[0], arrays.slot.shape[0]
    groups, orders, patients = len(arrays.group), len(arrays.order), arrays.history.shape[0]
    header[H_N_ANCHORS : H_N_SLACKS + 1] = (
        len(arrays.anchors),
        visits,
        rows,
        orders,
        slots,
        groups,
        people,
        arrays.history.shape[1],
        patients,
        arrays.near.shape[1],
        arrays.days[0],
        arrays.stops[0],
        len(arrays.option),
        len(arrays.slack),
    )
    stops = int(arrays.stops[0])
    sizes = (
        (X_SEQ, slots * stops),
        (X_LENGTH, slots),
        (X_START, slots * stops),
        (X_COST, slots),
        (X_DRIVE, slots),
        (X_WAIT, slots),
        (X_WORK, slots),
        (X_LATENESS, slots),
        (X_STAMP, slots),
        (X_MARK, slots),
        (X_EARLY, slots * stops),
        (X_LATEST, slots * stops),
        (X_GROUP_VISITS, groups),
        (X_GROUP_DRIVE, groups),
        (X_GROUP_WORK, groups),
        (X_GROUP_UNITS, groups),
        (X_DAY, visits),
        (X_AT, visits * 2),
        (X_PIN, rows),
        (X_SERVED, orders),
        (X_SEEN, patients * people),
        (X_DISTINCT, patients),
        (X_NEEDS, patients * 3),
        (X_PEOPLE, patients),
        (X_LOAD, people),
        (X_CLOCK, len(arrays.clock)),
        (X_BUSY, len(arrays.standby)),
        (X_SPARE, len(arrays.slack)),
    )
    offset = 2  # the total and the largest lateness come first
    for h, size in sizes:
        header[h] = offset
        offset += size
    header[X_SIZE] = offset
    cells = np.concatenate([header, *(getattr(arrays, n).ravel() for n in _INT_TABLES)])
    flags = np.concatenate([getattr(arrays, n).ravel() for n in _FLAG_TABLES])
    return Tables(cells.astype(np.int64), arrays.travel, flags.astype(np.uint8))
