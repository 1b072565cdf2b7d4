"""The nearest miss of one person: the limit whose least lifting makes room for a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.limit import Limit
from visitplan_solvers.blockers.limits import A_DAY, ONE_SWAP, limits_of, others_of
from visitplan_solvers.blockers.trial import NOTHING, Lift, Trial, both

if TYPE_CHECKING:
    from collections.abc import Sequence

Ranked = tuple[tuple[int, int], Blocker]
"""How far from fitting, nearest first, and the reason."""
FITS, MISSES, SEVERAL, NEVER = range(4)


def nearest_miss(trial: Trial, v: int, person: str, slots: Sequence[int]) -> Ranked:
    """Give what stops a visit at the slots of a person, each on a day open to it."""
    for r in slots:
        if trial.fits(r, v):
            return (FITS, 0), _search_missed(trial, person, r)
    best, found = 2 * A_DAY, None
    for r in slots:
        for limit in limits_of(trial, v, r):
            minutes = _least(trial, v, r, limit, best)
            if minutes < best:
                best, found = minutes, limit
    if best > ONE_SWAP:
        for r in slots:
            swap = _swap(trial, v, r, person)
            if swap is not None:
                return (MISSES, ONE_SWAP), swap
    if found is not None:
        message, numbers = found.tell(best)
        return (MISSES, best), _blocker(found.code, person, message, numbers)
    for r in slots:
        full = _full(trial, v, r, person)
        if full is not None:
            return (SEVERAL, 1), full
    return _several(trial, v, person, slots)


def _blocker(code: str, person: str, message: str, numbers: dict[str, int | str]) -> Blocker:
    return Blocker(code=code, case_manager=person, message=f"{person}: {message}", numbers=numbers)


def _search_missed(trial: Trial, person: str, r: int) -> Blocker:
    day = trial.problem.slots[r].date.isoformat()
    message = f"has room on {day}; the search did not come across it, so run it longer"
    return _blocker(codes.SEARCH_MISSED, person, message, {"day": day})


def _least(trial: Trial, v: int, r: int, limit: Limit, below: int, with_: Lift = NOTHING) -> int:
    """Give the least minutes, fewer than `below`, by which a limit must be lifted; or `below`."""
    most = min(limit.most, below - 1) if limit.graded else limit.most
    if most >= below or most <= 0 or not trial.fits(r, v, both(with_, limit.lift(most))):
        return below
    if not limit.graded:
        return most
    too_few = 0
    while most - too_few > 1:
        middle = (most + too_few) // 2
        if trial.fits(r, v, both(with_, limit.lift(middle))):
            most = middle
        else:
            too_few = middle
    return most


def _swap(trial: Trial, v: int, r: int, person: str) -> Blocker | None:
    """Name one other visit in whose place this one would fit."""
    u = trial.giving_way(r, v)
    if u is None:
        return None
    problem = trial.problem
    day = problem.slots[r].date.isoformat()
    patient, order = problem.occurrences[u].patient.id, problem.occurrences[u].order.id
    stops = len(trial.rows(r))
    numbers: dict[str, int | str] = {"day": day, "order": order, "patient": patient}
    if stops >= int(problem.arrays.stops[0]) - 1:
        numbers["stops"] = stops
        message = f"has {stops} stops on {day}, the most a route holds"
        return _blocker(codes.STOPS_PER_ROUTE, person, message, numbers)
    message = f"no room between the other visits on {day}; would fit in place of {patient}'s"
    return _blocker(codes.NO_ROOM_BETWEEN_VISITS, person, message, numbers)


def _full(trial: Trial, v: int, r: int, person: str) -> Blocker | None:
    """Tell of a day that would have room without its other visits, but not without one alone."""
    others = others_of(trial, r)
    if len(others) < 2 or not trial.fits(r, v, Lift(others=frozenset(others))):
        return None
    day = trial.problem.slots[r].date.isoformat()
    numbers: dict[str, int | str] = {"day": day, "visits": len(others)}
    message = f"no room on {day}, not even if one of the {len(others)} other visits were not made"
    return _blocker(codes.NO_ROOM_BETWEEN_VISITS, person, message, numbers)


def _several(trial: Trial, v: int, person: str, slots: Sequence[int]) -> Ranked:
    """Name limits that would have to be lifted together, none of them in vain."""
    # The emptiest day speaks for the others: naming the best of all is not worth its time.
    for r in sorted(slots, key=lambda r: len(trial.rows(r))):
        limits = _needed_together(trial, v, r)
        if limits is not None:
            return (SEVERAL, len(limits)), _together(trial, v, person, r, limits)
    days = sorted({trial.problem.slots[r].date.isoformat() for r in slots})
    numbers: dict[str, int | str] = {"day": days[0], "days": len(days)}
    message = "cannot make the visit within one day however the limits were set: it is too far away"
    return (NEVER, 0), _blocker(codes.OUT_OF_REACH, person, message, numbers)


def _needed_together(trial: Trial, v: int, r: int) -> list[Limit] | None:
    """Give limits of slot r that make room once all of them are lifted, and none in vain."""
    limits = list(limits_of(trial, v, r))
    others = Lift(others=frozenset(others_of(trial, r)))
    if not trial.fits(r, v, _all(limits, others)):
        return None
    # What is hardest to change is tried to be kept first, of two that move one end the wider.
    kept = sorted(limits, key=lambda limit: (_HARD.index(limit.field), -limit.most))
    if trial.fits(r, v, _all(limits, NOTHING)):
        others = NOTHING
    for limit in kept:
        rest = [x for x in limits if x is not limit]
        if trial.fits(r, v, _all(rest, others)):
            limits = rest
    return limits if others is NOTHING else [*limits, _other_visits(trial, r)]


_HARD = (
    "hours_earlier",
    "hours_later",
    "blocks",
    "meetings",
    "earlier",
    "breaks",
    "leg",
    "drive",
    "work",
    "later",
    "units",
    "visits",
)


def _other_visits(trial: Trial, r: int) -> Limit:
    others = frozenset(others_of(trial, r))
    numbers: dict[str, int | str] = {"visits": len(others)}
    text = f"the {len(others)} other visits leave no room"
    code = codes.NO_ROOM_BETWEEN_VISITS
    return Limit(code, "others", 1, False, lambda _: Lift(others=others), lambda _: (text, numbers))


def _together(trial: Trial, v: int, person: str, r: int, limits: list[Limit]) -> Blocker:
    """Tell of limits in one sentence, each lifted no further than the others need."""
    lifts = {id(x): x.most for x in limits}
    for limit in limits:
        if limit.graded:
            rest = NOTHING
            for x in limits:
                if x is not limit:
                    rest = both(rest, x.lift(lifts[id(x)]))
            lifts[id(limit)] = _least(trial, v, r, limit, limit.most + 1, rest)
    told = [limit.tell(lifts[id(limit)]) for limit in limits]
    numbers: dict[str, int | str] = {"day": trial.problem.slots[r].date.isoformat()}
    for limit, (_, its) in zip(limits, told, strict=True):
        prefix = "" if limit.code == codes.SEVERAL_LIMITS else f"{limit.code}/"
        numbers |= {f"{prefix}{k}": value for k, value in its.items() if k != "day"}
    message = "; and ".join(text for text, _ in told)
    return _blocker(codes.SEVERAL_LIMITS, person, message, numbers)


def _all(limits: list[Limit], lift: Lift) -> Lift:
    for limit in limits:
        lift = both(lift, limit.lift(limit.most))
    return lift
