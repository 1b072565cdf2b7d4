"""Bends of who may come and what was promised: set free first, then narrowed to who came."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from visitplan.domain.patients import WEEKDAYS
from visitplan.domain.qualifications import counts_as
from visitplan.planning.repairs.bends import Bend
from visitplan.planning.repairs.case import A_TITLE_S, A_UNIT_MINUTES
from visitplan.planning.repairs.pointers import change

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import RequestChange
    from visitplan.planning.repairs.bends import Outcome
    from visitplan.planning.repairs.case import Asked, Case


def other_titles(case: Case, asked: Asked) -> Bend | None:
    """Let anybody who holds a title of the patient's state come; None where that adds nobody."""
    state = asked.patient.state
    held = {
        c.code for who in case.request.case_managers for c in who.credentials if c.state == state
    }
    staff = asked.order.staff
    wider = [sorted({*need.any_of, *held}) for need in staff]
    if all(len(codes) == len(need.any_of) for codes, need in zip(wider, staff, strict=True)):
        return None

    def narrow(outcome: Outcome) -> Bend | None:
        accepted = [list(need.any_of) for need in staff]
        for placed in outcome.of_order(asked.order.id):
            _accept(case, asked, placed, accepted)
        return _accepting(case, asked, accepted)

    free = tuple(
        change(case.request, (*asked.order_path, "staff", k, "any_of"), list(codes))
        for k, codes in enumerate(wider)
    )
    return Bend("other-title", f"accept other titles for {asked.order.id}", free, A_TITLE_S, narrow)


def _accept(case: Case, asked: Asked, placed: Placed, accepted: list[list[str]]) -> None:
    """Add the fewest titles with which those who came fill the entries, one each."""
    day, state = placed.start.date(), asked.patient.state
    best: list[tuple[int, str]] | None = None
    for people in permutations(placed.case_managers, len(accepted)):
        missing = []
        for k, name in enumerate(people):
            titles = _titles(case, name, state, day)
            serving = {code for title in titles for code in counts_as(title, state)}
            if not serving & set(accepted[k]) and titles:
                missing.append((k, titles[0]))
        if best is None or len(missing) < len(best):
            best = missing
    for k, title in best or []:
        accepted[k].append(title)


def _titles(case: Case, name: str, state: str, day: date) -> list[str]:
    """Give the titles that a person holds in a state on a day."""
    person, _ = case.person(name)
    return sorted(held.code for held in person.credentials if held.counts_on(state, day))


def _accepting(case: Case, asked: Asked, accepted: Sequence[Sequence[str]]) -> Bend | None:
    changes = []
    told = []
    for k, (codes, need) in enumerate(zip(accepted, asked.order.staff, strict=True)):
        more = [code for code in codes if code not in need.any_of]
        if more:
            path = (*asked.order_path, "staff", k, "any_of")
            changes.append(change(case.request, path, list(codes)))
            told.append(f"{' and '.join(more)} besides {' or '.join(need.any_of)}")
    if not changes:
        return None
    text = f"accept {' and '.join(told)} for {asked.order.id}"
    return Bend("other-title", text, tuple(changes), A_TITLE_S * len(changes))


def more_people(case: Case, asked: Asked) -> Bend | None:
    """Let the patient see any number of people; None where there is no limit."""
    most = asked.patient.max_case_managers
    if most is None:
        return None
    path = (*asked.patient_path, "max_case_managers")
    orders = [order.id for order in asked.patient.orders]

    def narrow(outcome: Outcome) -> Bend | None:
        seen = {who for o in orders for p in outcome.of_order(o) for who in p.case_managers}
        if len(seen) <= most:
            return None
        text = f"let {asked.patient.id} see {len(seen)} people, {most} may come now"
        price = case.patient_s(A_UNIT_MINUTES * (len(seen) - most))
        return Bend("more-people", text, (change(case.request, path, len(seen)),), price)

    text = f"let {asked.patient.id} see more people"
    free = (change(case.request, path, None),)
    return Bend("more-people", text, free, case.patient_s(A_UNIT_MINUTES), narrow)


def other_pattern(case: Case, asked: Asked) -> Bend | None:
    """Let the patient's visits lie on any weekdays together; None where they may already."""
    patterns = asked.patient.day_patterns
    if not patterns:
        return None
    path = (*asked.patient_path, "day_patterns")
    named = sorted({order for pattern in patterns for order in pattern})

    def narrow(outcome: Outcome) -> Bend:
        used = {
            order: [
                WEEKDAYS[n] for n in sorted({p.start.weekday() for p in outcome.of_order(order)})
            ]
            for order in named
        }
        after = [*({k: list(v) for k, v in p.items()} for p in patterns), used]
        days = "; ".join(f"{order} on {', '.join(days)}" for order, days in used.items() if days)
        text = f"let {asked.patient.id} have one more day pattern: {days}"
        return Bend("other-pattern", text, (change(case.request, path, [*after]),), case.days_s(1))

    text = f"let {asked.patient.id} have one more day pattern"
    return Bend("other-pattern", text, (change(case.request, path, []),), case.days_s(1), narrow)


def other_promise(case: Case, asked: Asked) -> Bend | None:
    """Take back what was promised for the visit, or else for others of its order; None: nothing."""
    fixed = case.request.fixed
    of_order = [n for n, x in enumerate(fixed) if x.visit.rpartition("#")[0] == asked.order.id]
    freed = [n for n in of_order if fixed[n].visit == asked.visit] or of_order
    if not freed:
        return None
    weights = case.request.policy.weights
    price = weights.stability_day + weights.stability_staff + case.call_s

    def narrow(outcome: Outcome) -> Bend | None:
        changes: list[RequestChange] = []
        told = []
        for at in freed:
            placed = outcome.visits.get(fixed[at].visit)
            broken = [] if placed is None else _broken(case, at, placed)
            if placed is not None and broken:
                who = ", ".join(placed.case_managers)
                told.append(f"{fixed[at].visit} for {placed.start:%Y-%m-%d %H:%M} by {who}")
                changes += broken
        if not changes:
            return None
        text = f"promise {' and '.join(told)} instead"
        return Bend("other-promise", text, tuple(changes), price * len(told))

    left = [item.model_dump(mode="json") for n, item in enumerate(fixed) if n not in freed]
    free = (change(case.request, ("fixed",), left),)
    return Bend("other-promise", f"promise {asked.visit} anew", free, price, narrow)


def _broken(case: Case, at: int, placed: Placed) -> list[RequestChange]:
    """Give what a promise must say instead, so that a visit keeps it where it is."""
    item = case.request.fixed[at]
    start = placed.start.replace(tzinfo=None, second=0)
    found = []
    if (item.lock == "all" and item.start != start) or (
        item.lock == "day" and item.start.date() != start.date()
    ):
        found.append(change(case.request, ("fixed", at, "start"), f"{start:%Y-%m-%dT%H:%M}"))
    if item.binds_people and set(item.case_managers) != set(placed.case_managers):
        path = ("fixed", at, "case_managers")
        found.append(change(case.request, path, list(placed.case_managers)))
    return found
