"""The cheapest routes of one shift under given prizes for visits: labels with a stretch of starts.

A label is a way from the shift's start to a stop. It costs `c` if the stop
starts anywhere in [a, b], and the price of waiting more for each second after
b: leaving home later is free, waiting on the way is not. Ways that meet a stop
of their own neighbourhood again are forbidden (ng-routes: Baldacci, Mingozzi
and Roberti 2011, "New route relaxation and pricing strategies for the vehicle
routing problem", Operations Research 59(5)).
"""

from __future__ import annotations

import numpy as np

from visitplan_solvers.bound.kernel.compiler import compiled
from visitplan_solvers.bound.kernel.ends import begin, home, push
from visitplan_solvers.bound.kernel.extension import extend
from visitplan_solvers.bound.kernel.gaps import Flags, Onward, nothing_known
from visitplan_solvers.bound.kernel.onward import after
from visitplan_solvers.bound.kernel.shift import (
    BUCKET_S,
    DEAD,
    FAR,
    FAR_MORE,
    FOLLOWERS,
    FROM,
    GAP,
    L_DRIVE,
    L_FIXED,
    L_LEG,
    L_SCALE,
    L_START,
    L_TASKS,
    L_WAIT,
    LATER,
    N_KIND,
    NODE,
    NONE,
    PENDING,
    Q_COST,
    A,
    C,
    Cuts,
    Ints,
    Shift,
    Space,
)


@compiled
def on_the_way(space: Space, k: int, j: int) -> bool:
    """Tell whether label k's way has been at stop j."""
    while k >= 0:
        if space.label[k, NODE] == j:
            return True
        k = space.label[k, FROM]
    return False


@compiled
def worth_a_stop(shift: Shift, prize: Ints, exact: bool) -> Flags:
    """Tell which stops can pay: appointments must be kept, and a visit may fill a wait.

    Looking quickly (not `exact`) leaves out what does not pay for its own drive.
    """
    limit = shift.limit
    n, scale = limit[L_TASKS], limit[L_SCALE]
    wanted = np.zeros(n, np.bool_)
    # Where a way is longer than a leg may be, a stop on it can make it possible.
    steps = bool(np.any(shift.minutes_s > limit[L_LEG]))
    for j in range(n):
        if j < limit[L_FIXED]:
            wanted[j] = True
        elif exact:
            # Where waiting costs more than driving, a detour fills it as well.
            fills = limit[L_WAIT] * scale * shift.service[j]
            wanted[j] = steps or limit[L_WAIT] > limit[L_DRIVE] or prize[j] + fills > 0
        else:
            drive = NONE
            for i in range(n + 1):
                if i != j and shift.minutes_s[i, j] <= limit[L_LEG]:
                    drive = min(drive, scale * limit[L_DRIVE] * shift.minutes_s[i, j])
            cost = NONE
            for p in range(shift.piece_ptr[j], shift.piece_ptr[j + 1]):
                cost = min(cost, scale * shift.piece[p, Q_COST])
            wanted[j] = drive < NONE and prize[j] - drive - cost > 0
    return wanted


@compiled
def least_from_start(shift: Shift, space: Space, known: Onward) -> int:
    """Give a cost that no route goes below; an empty one counts where it is allowed."""
    least = NONE
    for k in range(begin(shift, space)):
        gap, at = space.label[k, GAP], space.label[k, A]
        owed = space.label[k, PENDING] & (known.least.shape[0] - 1)
        least = min(least, after(shift, known, shift.limit[L_TASKS], gap, owed, at)[0])
    return least if must_leave(shift) else min(least, 0)


@compiled
def must_leave(shift: Shift) -> bool:
    """Tell whether there is an appointment, so that an empty route will not do."""
    return bool(np.any(shift.event[:, N_KIND] > 0))


@compiled
def followers(shift: Shift, prize: Ints, most: int) -> Ints:
    """Give for each node the stops worth most after it; appointments always."""
    n, fixed = shift.limit[L_TASKS], shift.limit[L_FIXED]
    result = np.empty((n + 1, most), np.int64)
    score = np.empty(n, np.int64)
    for i in range(n + 1):
        for j in range(n):
            score[j] = -FAR * FAR_MORE if j < fixed else shift.paid[i, j] - prize[j]
        if most < n:
            order = np.argsort(score)
            for m in range(most):
                result[i, m] = order[m]
        else:
            for m in range(n):
                result[i, m] = m
    return result


@compiled
def price(
    shift: Shift,
    cuts: Cuts,
    space: Space,
    prize: Ints,
    exact: bool,
    most: int,
    ceiling: int,
    routes: Ints,
    worth: Ints,
    known: Onward,
) -> tuple[int, int, int]:
    """Find the least reduced cost of a route, and the best routes.

    Writes to `routes` (length, then stops) the best way to each last stop, and
    to `worth` their reduced costs. Gives the least reduced cost, the number of
    routes written and the number of labels (-1: no room; the cost is then one
    that, with `exact`, no route goes below).
    Routes at the ceiling and above are not looked for: the least given is then
    the ceiling at most.
    With `exact` the least cost is a lower bound for all routes; without, a way
    forgets where it has been save that it never repeats a stop.
    """
    limit, label = shift.limit, space.label
    n = limit[L_TASKS]
    half = space.bucket.shape[0] // 2
    space.bucket[:] = -1
    space.by_node[: n + 2] = -1
    space.work[0] = 0
    best_at = np.full(n + 1, NONE, np.int64)
    label_at = np.full(n + 1, -1, np.int64)
    wanted = worth_a_stop(shift, prize, exact)
    next_stops = followers(shift, prize, n if exact else min(n, FOLLOWERS))
    need_none = not must_leave(shift)
    floor = least_from_start(shift, space, known) if exact else 0
    used = begin(shift, space)
    for k in range(used):
        push(space, k, min(half - 1, (label[k, A] - limit[L_START]) // BUCKET_S))
    for bucket in range(half):
        k = space.bucket[bucket]
        while k >= 0:
            if label[k, DEAD] == 0:
                node = label[k, NODE]
                if node < n or not need_none:
                    total = home(shift, space, k)
                    if total < NONE:
                        total += label[k, C]
                        if total < best_at[node]:
                            best_at[node] = total
                            label_at[node] = k
                for j in next_stops[node]:
                    if not wanted[j] or j == node:
                        continue
                    if exact:
                        if (space.seen[k, j >> 6] >> np.uint64(j & 63)) & np.uint64(1):
                            continue
                    elif on_the_way(space, k, j):
                        continue
                    used = extend(shift, space, cuts, prize, known, ceiling, k, j, used, exact)
                    if used < 0:
                        return floor, 0, -1
            k = label[k, LATER]
    best = min(ceiling, 0 if need_none else NONE)
    for node in range(n + 1):
        best = min(best, best_at[node])
    written = 0
    for at in np.argsort(best_at):
        if written >= most or best_at[at] >= NONE:
            break
        k = label_at[at]
        length = 0
        while label[k, FROM] >= 0:
            length += 1
            k = label[k, FROM]
        if length + 1 > routes.shape[1]:
            continue
        k = label_at[at]
        routes[written, 0] = length
        for i in range(length, 0, -1):
            routes[written, i] = label[k, NODE]
            k = label[k, FROM]
        worth[written] = best_at[at]
        written += 1
    return best, written, used


@compiled
def along(shift: Shift, cuts: Cuts, space: Space, prize: Ints, stops: Ints) -> int:
    """Give the least cost of a route with these stops in this order, or NONE."""
    space.bucket[:] = -1
    known = nothing_known(shift)
    space.work[0] = 0
    used = begin(shift, space)
    first = 0
    for j in stops:
        space.by_node[j] = -1
        end = used
        for k in range(first, end):
            if space.label[k, DEAD] == 0:
                used = extend(shift, space, cuts, prize, known, NONE, k, j, used, False)
                if used < 0:
                    return NONE
        first = end
    best = NONE
    for k in range(first, used):
        if space.label[k, DEAD] == 0:
            total = home(shift, space, k)
            if total < NONE:
                best = min(best, total + space.label[k, C])
    return best
