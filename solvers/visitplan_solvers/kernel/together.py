"""Visits that tie two routes: two people at the same time, or one service after another.

They get fixed starts ("pins") when they are put in, so that the two routes are then independent
of each other. Which starts are worth trying the best routes tell; some more are drawn.
"""

from __future__ import annotations

from visitplan_solvers.compiled.tables import (
    NEVER,
    S_END,
    S_PERSON,
    S_START,
    V_AFTER_MAX,
    V_AFTER_MIN,
    V_FOLLOWER,
    V_ITEM,
    V_STAY,
    Ints,
    Tables,
)
from visitplan_solvers.kernel.compiler import compiled
from visitplan_solvers.kernel.forward import next_start
from visitplan_solvers.kernel.layout import (
    day_at,
    day_slot,
    day_slots_ptr,
    days,
    length_at,
    option,
    option_cost,
    option_ptr,
    pin_at,
    preferred,
    preferred_ptr,
    roles,
    seq_at,
    slot,
    slot_at,
    start_at,
    visit,
    window,
    window_ptr,
)
from visitplan_solvers.kernel.positions import best_kept, best_position, looked_up, start_in, tried
from visitplan_solvers.kernel.rng import Rng, below
from visitplan_solvers.kernel.spacing import day_fits, day_toll, has_window
from visitplan_solvers.kernel.state import (
    Scratch,
    count_visit,
    link,
    may_come,
    new_person,
    people_cost,
    place_of,
    refresh,
    room_for_visit,
)
from visitplan_solvers.kernel.timing import wish_cost
from visitplan_solvers.kernel.undo import Undo, keep, take_out

DRAWN = 2
"""Starts drawn a day, besides those that suit the best routes."""
BEST = 3
"""Routes of a day whose own start is tried."""
# Columns of `space.rank`: the best routes of a day; then those at one start, by role mask.
R_COST, R_SLOT, R_SPOT, R_PIN = range(4)


@compiled
def start_to_try(T: Tables, S: Ints, v: int, d: int, rng: Rng) -> int:
    """Draw a start for a visit by two: a window's opening, a wish, or any time of a window."""
    key = v * days(T) + d
    lo = window_ptr(T, key)
    w = lo + below(rng, window_ptr(T, key + 1) - lo)
    first = window(T, w, 0)
    last = window(T, w, 1)
    kind = below(rng, 4)
    t = first
    if kind == 1 and preferred_ptr(T, key + 1) > preferred_ptr(T, key):
        t = preferred(T, preferred_ptr(T, key), 0)
    elif kind >= 2:
        r = day_slot(
            T, day_slots_ptr(T, d) + below(rng, day_slots_ptr(T, d + 1) - day_slots_ptr(T, d))
        )
        if kind == 2 and S[length_at(T, r)] > 0:
            # Just after a stop of a route of that day.
            i = below(rng, S[length_at(T, r)])
            row = S[seq_at(T, r, i)]
            hop = int(T.travel[0, place_of(T, r, row), place_of(T, r, v)])
            t = S[start_at(T, r, i)] + visit(T, row, V_STAY) + hop
        else:
            begin = max(first, slot(T, r, S_START))
            t = begin + below(rng, max(1, min(last, slot(T, r, S_END)) - begin))
    return next_start(T, v, d, max(t, first), -1)


@compiled
def first_option(T: Tables, v: int, d: int) -> int:
    """Give the first option of a visit's item on a day; with one day more, the end."""
    return option_ptr(T, visit(T, v, V_ITEM) * days(T) + d)


@compiled
def usable(T: Tables, S: Ints, r: int, v: int, U: Undo) -> bool:
    """Tell whether slot r, an option of visit v, may take it as things stand."""
    c = slot(T, r, S_PERSON)
    return U.closed[r] == 0 and room_for_visit(T, S, r, v) and may_come(T, S, v, c, 0)


@compiled
def rank(T: Tables, S: Ints, v: int, d: int, space: Scratch, U: Undo, at: int) -> int:
    """Write the day's best routes for a visit left free of pins; give the least two's sum.

    Rows of `space.rank` from `at` on; NEVER where fewer than two would do.
    """
    top = space.rank
    for n in range(BEST):
        top[at + n, R_COST] = NEVER
        top[at + n, R_SLOT] = -1
    for k in range(first_option(T, v, d), first_option(T, v, d + 1)):
        r = option(T, k)
        known, _ = looked_up(T, S, k, space)
        if known >= top[at + BEST - 1, R_COST] or not usable(T, S, r, v, U):
            continue
        delta, i = best_kept(T, S, k, v, top[at + BEST - 1, R_COST], space)
        if i < 0:
            continue
        n = BEST
        while n > 0 and top[at + n - 1, R_COST] > delta:
            n -= 1
        for m in range(BEST - 1, n, -1):
            top[at + m, :] = top[at + m - 1, :]
        top[at + n, R_COST] = delta
        top[at + n, R_SLOT] = r
        top[at + n, R_SPOT] = i
    return min(NEVER, top[at, R_COST] + top[at + 1, R_COST])


@compiled
def own_start(T: Tables, S: Ints, v: int, space: Scratch, at: int) -> int:
    """Give the start that the visit would have in a ranked route, or NEVER."""
    r = space.rank[at, R_SLOT]
    if r < 0 or not tried(T, S, r, space.rank[at, R_SPOT], v, space):
        return NEVER
    return start_in(space, v)


TWO = 2 * BEST
"""First row of `space.rank` that holds the best at one start: two rows a role mask."""
CHOSEN = TWO + 6
"""Its two rows that hold the choice so far."""


@compiled
def row_of(mask: int) -> int:
    """Give the first of the two rows of a role mask: the first entry, the second, or both."""
    return TWO + 2 * (mask - 1)


@compiled
def note(T: Tables, space: Scratch, row: int, r: int, cost: int, spot: int, pin: int) -> None:
    """Keep a route among the two best of different people that begin at a row."""
    top = space.rank
    same = top[row, R_SLOT]
    if same >= 0 and slot(T, same, S_PERSON) == slot(T, r, S_PERSON):
        if cost >= top[row, R_COST]:
            return
        n = row
    elif cost < top[row, R_COST]:
        top[row + 1, :] = top[row, :]
        n = row
    elif cost < top[row + 1, R_COST]:
        n = row + 1
    else:
        return
    top[n, R_COST] = cost
    top[n, R_SLOT] = r
    top[n, R_SPOT] = spot
    top[n, R_PIN] = pin


@compiled
def clear(space: Scratch, row: int, rows: int) -> None:
    """Forget what was kept in rows."""
    for n in range(row, row + rows):
        space.rank[n, R_COST] = NEVER
        space.rank[n, R_SLOT] = -1


@compiled
def stand(T: Tables, S: Ints, v: int, k: int, row: int, space: Scratch, U: Undo) -> None:
    """Put person k of a visit where a kept row says; the slot is timed later."""
    r = space.rank[row, R_SLOT]
    keep(T, S, U, r)
    link(T, S, r, space.rank[row, R_SPOT], v)
    S[slot_at(T, v, k)] = r


@compiled
def most_hopeful(T: Tables, space: Scratch) -> int:
    """Give the day on which a visit may come to cost least."""
    which = 0
    for d in range(1, days(T)):
        if space.hope[d] < space.hope[which]:
            which = d
    return which


@compiled
def insert_pair(T: Tables, S: Ints, v: int, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Put a visit for two people; False where no start was found to suit two."""
    best = NEVER
    best_t = -1
    best_d = -1
    chosen = CHOSEN
    top = space.rank
    for d in range(days(T)):
        space.hope[d] = NEVER
        if has_window(T, v, d) and day_fits(T, S, v, d):
            least = rank(T, S, v, d, space, U, 0)
            space.hope[d] = least + day_toll(T, S, v, d) if least < NEVER else NEVER
    for _ in range(days(T)):
        d = most_hopeful(T, space)
        if space.hope[d] >= best:
            break
        space.hope[d] = NEVER
        rank(T, S, v, d, space, U, 0)
        toll = day_toll(T, S, v, d)
        least = top[0, R_COST] + toll
        for trial in range(BEST + DRAWN):
            own = trial < BEST
            t = own_start(T, S, v, space, trial) if own else start_to_try(T, S, v, d, rng)
            if t >= NEVER:
                continue
            wish = wish_cost(T, v, d, t) + toll
            # For each role mask the cheapest two people.
            clear(space, TWO, 6)
            for k in range(first_option(T, v, d), first_option(T, v, d + 1)):
                r = option(T, k)
                free, _ = looked_up(T, S, k, space)
                if free + least >= best or not usable(T, S, r, v, U):
                    continue
                row = row_of(roles(T, v, slot(T, r, S_PERSON), d))
                limit = min(top[row + 1, R_COST], best - wish)
                delta, i, _ = best_position(T, S, r, v, limit, t, t, space)
                if i >= 0:
                    note(T, space, row, r, delta, i, t)
            for a in range(1, 4):
                for b in range(a, 4):
                    x = row_of(a)
                    y = row_of(b) + (1 if a == b else 0)
                    if (a | b) != 3 or top[x, R_COST] >= NEVER or top[y, R_COST] >= NEVER:
                        continue
                    c1 = slot(T, top[x, R_SLOT], S_PERSON)
                    c2 = slot(T, top[y, R_SLOT], S_PERSON)
                    if c1 == c2 or not may_come(T, S, v, c2, 0 if known_to(T, S, v, c1) else 1):
                        continue
                    total = top[x, R_COST] + top[y, R_COST] + wish
                    total += people_cost(T, v, c1, c2, d)
                    if total < best:
                        best = total
                        best_t = t
                        best_d = d
                        top[chosen, :] = top[x, :]
                        top[chosen + 1, :] = top[y, :]
    if best_d < 0:
        return False
    S[pin_at(T, v)] = best_t
    for k in range(2):
        stand(T, S, v, k, chosen + k, space, U)
    S[day_at(T, v)] = best_d
    count_visit(T, S, v, 1)
    refresh(T, S, top[chosen, R_SLOT], space)
    refresh(T, S, top[chosen + 1, R_SLOT], space)
    return True


@compiled
def known_to(T: Tables, S: Ints, v: int, c: int) -> bool:
    """Tell whether a person comes to the visit's patient anyway."""
    return may_come(T, S, v, c, NEVER)


@compiled
def first_start(T: Tables, S: Ints, v: int, d: int, trial: int, rng: Rng, space: Scratch) -> int:
    """Give start number `trial` for the first of two services: what suits it or the second."""
    u = visit(T, v, V_FOLLOWER)
    if trial < BEST:
        return own_start(T, S, v, space, trial)
    if trial < 3 * BEST:
        k = (trial - BEST) // 2
        t = own_start(T, S, u, space, BEST + k)
        if t >= NEVER:
            return NEVER
        offset = visit(T, v, V_AFTER_MIN if trial % 2 == 0 else V_AFTER_MAX)
        return next_start(T, v, d, max(0, t - offset), -1)
    return start_to_try(T, S, v, d, rng)


@compiled
def both_fit(T: Tables, S: Ints, v: int, u: int, d: int) -> bool:
    """Tell whether two visits of a patient may take the same day together."""
    if not day_fits(T, S, v, d):
        return False
    S[day_at(T, v)] = d
    fits = day_fits(T, S, u, d)
    S[day_at(T, v)] = -1
    return fits


@compiled
def insert_sequence(T: Tables, S: Ints, v: int, rng: Rng, space: Scratch, U: Undo) -> bool:
    """Put two services in sequence, by different people; False where no start did."""
    u = visit(T, v, V_FOLLOWER)
    best = NEVER
    best_d = -1
    top = space.rank
    first = TWO
    second = TWO + 2
    chosen = CHOSEN
    for d in range(days(T)):
        space.hope[d] = NEVER
        if not has_window(T, v, d) or not has_window(T, u, d) or not both_fit(T, S, v, u, d):
            continue
        rank(T, S, v, d, space, U, 0)
        rank(T, S, u, d, space, U, BEST)
        least = top[0, R_COST] + top[BEST, R_COST]
        if least < NEVER:
            space.hope[d] = least + day_toll(T, S, v, d) + day_toll(T, S, u, d)
    for _ in range(days(T)):
        d = most_hopeful(T, space)
        if space.hope[d] >= best:
            break
        space.hope[d] = NEVER
        rank(T, S, v, d, space, U, 0)
        rank(T, S, u, d, space, U, BEST)
        toll = day_toll(T, S, v, d) + day_toll(T, S, u, d)
        for trial in range(3 * BEST + DRAWN):
            t = first_start(T, S, v, d, trial, rng, space)
            if t >= NEVER:
                continue
            clear(space, first, 4)
            for k in range(first_option(T, v, d), first_option(T, v, d + 1)):
                r = option(T, k)
                c = slot(T, r, S_PERSON)
                if usable(T, S, r, v, U):
                    person = option_cost(T, k) + new_person(T, S, v, c)
                    limit = min(top[first + 1, R_COST], best - toll - top[BEST, R_COST]) - person
                    delta, i, pin = best_position(T, S, r, v, limit, t, t, space)
                    if i >= 0:
                        note(T, space, first, r, delta + person, i, pin)
            if top[first, R_COST] >= NEVER:
                continue
            least = t + visit(T, v, V_AFTER_MIN)
            most = t + visit(T, v, V_AFTER_MAX)
            for k in range(first_option(T, u, d), first_option(T, u, d + 1)):
                r = option(T, k)
                c = slot(T, r, S_PERSON)
                if usable(T, S, r, u, U):
                    person = option_cost(T, k) + new_person(T, S, u, c)
                    limit = min(top[second + 1, R_COST], best - toll - top[first, R_COST]) - person
                    delta, i, pin = best_position(T, S, r, u, limit, least, most, space)
                    if i >= 0:
                        note(T, space, second, r, delta + person, i, pin)
            for x in range(first, first + 2):
                for y in range(second, second + 2):
                    if top[x, R_COST] >= NEVER or top[y, R_COST] >= NEVER:
                        continue
                    c1 = slot(T, top[x, R_SLOT], S_PERSON)
                    c2 = slot(T, top[y, R_SLOT], S_PERSON)
                    if c1 == c2 or not may_come(T, S, u, c2, 0 if known_to(T, S, v, c1) else 1):
                        continue
                    total = top[x, R_COST] + top[y, R_COST] + toll
                    if total < best:
                        best = total
                        best_d = d
                        top[chosen, :] = top[x, :]
                        top[chosen + 1, :] = top[y, :]
    if best_d < 0:
        return False
    for k in range(2):
        row = v if k == 0 else u
        note_out(T, S, row, U)
        S[pin_at(T, row)] = top[chosen + k, R_PIN]
        stand(T, S, row, 0, chosen + k, space, U)
        S[day_at(T, row)] = best_d
        count_visit(T, S, row, 1)
    refresh(T, S, top[chosen, R_SLOT], space)
    refresh(T, S, top[chosen + 1, R_SLOT], space)
    return True


@compiled
def note_out(T: Tables, S: Ints, row: int, U: Undo) -> None:
    """Note a visit that is put in without having been taken out in this round."""
    for k in range(U.bank[0]):
        if U.bank[k + 1] == row:
            return
    take_out(T, S, U, row)
