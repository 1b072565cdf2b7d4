"""Which days an order's gaps leave for a visit, and what a day costs the visits to come."""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    C_FROM,
    C_PRICE,
    C_UNTIL,
    C_WANTED,
    O_FIRST,
    O_FIRST_LIMIT,
    O_MAX_GAP,
    O_MIN_GAP,
    O_N,
    O_PENALTY,
    P_CLOCK_HI,
    P_CLOCK_LO,
    P_FIRST_ORDER,
    P_FIRST_ROW,
    P_ORDERS,
    P_PATTERN,
    P_PATTERNS,
    P_ROWS,
    V_ORDER,
    V_PATIENT,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.layout import (
    clock,
    clock_at,
    day_at,
    days,
    order,
    patient,
    pattern,
    visit,
    window_ptr,
)


@compiled
def day_fits(T: Tables, S: Ints, v: int, day: int) -> bool:
    """Tell whether the gaps of the visit's order allow this day beside those served."""
    o = visit(T, v, V_ORDER)
    first = order(T, o, O_FIRST)
    gap = order(T, o, O_MIN_GAP)
    before = -1
    after = days(T) + 1000
    for u in range(first, first + order(T, o, O_N)):
        d = S[day_at(T, u)]
        if d >= 0 and u != v:
            if abs(d - day) < gap:
                return False
            if before < d < day:
                before = d
            if day < d < after:
                after = d
    most = order(T, o, O_MAX_GAP)
    if most <= days(T):
        if before >= 0 and day - before > most:
            return False
        if after < days(T) and after - day > most:
            return False
    if before < 0 and day > order(T, o, O_FIRST_LIMIT):
        return False
    p = visit(T, v, V_PATIENT)
    return patient(T, p, P_PATTERNS) == 0 or most_by_patterns(T, S, v, day) > 0


@compiled
def most_by_patterns(T: Tables, S: Ints, v: int, day: int) -> int:
    """Give the most visits that a day pattern leaves v's patient if v takes this day.

    Counts over the patient's orders; 0 where no pattern has all days taken.
    """
    p = visit(T, v, V_PATIENT)
    orders = patient(T, p, P_ORDERS)
    first_order = patient(T, p, P_FIRST_ORDER)
    first_row = patient(T, p, P_FIRST_ROW)
    best = 0
    for k in range(patient(T, p, P_PATTERNS)):
        at = patient(T, p, P_PATTERN) + k * orders
        fits = True
        for u in range(first_row, first_row + patient(T, p, P_ROWS)):
            d = day if u == v else S[day_at(T, u)]
            mask = pattern(T, at + visit(T, u, V_ORDER) - first_order)
            if d >= 0 and not (mask >> d) & 1:
                fits = False
                break
        if not fits:
            continue
        count = 0
        for o in range(orders):
            mask = pattern(T, at + o)
            allowed = 0
            for d in range(days(T)):
                allowed += (mask >> d) & 1
            count += min(allowed, order(T, first_order + o, O_N))
        best = max(best, count)
    return best


@compiled
def has_window(T: Tables, v: int, day: int) -> bool:
    """Tell whether the visit may start at all on a day."""
    key = v * days(T) + day
    return window_ptr(T, key + 1) > window_ptr(T, key)


@compiled
def visits_possible(T: Tables, S: Ints, v: int, day: int) -> int:
    """Count the visits of v's order that still fit its days if v takes this day.

    Those served stay where they are. Going through the days in order and taking
    each that fits is the most that can be had. The largest gap is left aside.
    """
    o = visit(T, v, V_ORDER)
    first = order(T, o, O_FIRST)
    most = order(T, o, O_N)
    gap = order(T, o, O_MIN_GAP)
    count = 0
    last = -gap
    for d in range(days(T)):
        taken = d == day
        near_later = abs(d - day) < gap
        for u in range(first, first + most):
            other = S[day_at(T, u)]
            if u != v and other >= 0:
                taken = taken or other == d
                near_later = near_later or abs(d - other) < gap
        if taken or (not near_later and d - last >= gap and has_window(T, v, d)):
            count += 1
            last = d
    return min(count, most)


@compiled
def day_toll(T: Tables, S: Ints, v: int, day: int) -> int:
    """Price the visits of the order that this day would make impossible, less clocks kept.

    Without it the first visit of an order of three in five days takes the
    cheapest day and the third finds none.
    """
    o = visit(T, v, V_ORDER)
    most = order(T, o, O_N)
    toll = 0
    if most > 1:
        toll = most - visits_possible(T, S, v, day)
    p = visit(T, v, V_PATIENT)
    if patient(T, p, P_PATTERNS) > 0:
        rows = patient(T, p, P_ROWS)
        toll = max(toll, rows - most_by_patterns(T, S, v, day))
    price = toll * order(T, o, O_PENALTY)
    for k in range(patient(T, p, P_CLOCK_LO), patient(T, p, P_CLOCK_HI)):
        in_time = clock(T, k, C_FROM) <= day <= clock(T, k, C_UNTIL)
        if in_time and S[clock_at(T, k)] < clock(T, k, C_WANTED):
            price -= clock(T, k, C_PRICE)
    return price
