"""The blockers of every visit that a plan leaves out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan.domain.plan import Unassigned
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.everybody import days_with_partner
from visitplan_solvers.blockers.personal import Personal
from visitplan_solvers.blockers.trial import Trial
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import day_at

if TYPE_CHECKING:
    from visitplan.domain.plan import Blocker
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

DETAILED = 50
"""Visits whose blockers name every case manager; the others name one."""


def blockers(problem: Problem, state: Ints, names: dict[int, str]) -> tuple[Unassigned, ...]:
    """Tell of every visit left out why it has no place beside all others of this plan.

    Either one reason that holds for everybody, or one for each case manager: the rule that
    stops this person where the visit comes nearest to fitting. Beyond the first `DETAILED`
    visits only one case manager is named, the likeliest.

    Args:
        problem: The compiled request.
        state: The plan; it stays as it is.
        names: The visit's id of each row.
    """
    trial = Trial(problem, state)
    known: dict[tuple[object, ...], tuple[Blocker, ...]] = {}
    result = []
    for v, occurrence in enumerate(problem.occurrences):
        if state[day_at(problem.tables, v)] >= 0:
            continue
        key = _alike(problem, v)
        if key not in known:
            known[key] = _reasons(trial, v, detailed=len(known) < DETAILED)
        patient = occurrence.patient.id
        result.append(Unassigned(visit=names[v], patient=patient, blockers=known[key]))
    return tuple(result)


def _alike(problem: Problem, v: int) -> tuple[object, ...]:
    """Give what the reasons depend on: visits of one order mostly share them."""
    arrays, occurrence = problem.arrays, problem.occurrences[v]
    if occurrence.fixed is not None:
        return (v,)
    days = int(arrays.days[0])
    pointer = arrays.window_ptr[v * days : (v + 1) * days + 1]
    windows = arrays.window[pointer[0] : pointer[-1]]
    return occurrence.order_row, (pointer - pointer[0]).tobytes(), windows.tobytes()


def _reasons(trial: Trial, v: int, *, detailed: bool) -> tuple[Blocker, ...]:
    problem = trial.problem
    found = days_with_partner(problem, trial.state, v)
    if found.blocker is not None:
        return (found.blocker,)
    slots_of: dict[int, list[int]] = defaultdict(list)
    for r, slot in enumerate(problem.slots):
        if slot.day in found.days and problem.arrays.roles[v, slot.person, slot.day]:
            slots_of[slot.person].append(r)
    people = range(len(problem.request.case_managers))
    if not detailed:
        people = _likeliest(problem, v, slots_of)
    personal = Personal(trial, v, found.days, slots_of)
    ranked = [personal.reason(c) for c in people]
    if personal.sequel is not None and not personal.sequel.chances:
        lone = [blocker for _, blocker in ranked if blocker.code == codes.PARTNER_HAS_NO_PLACE]
        if lone:
            return (personal.sequel.without_place(),)
    return tuple(blocker for _, blocker in sorted(ranked, key=lambda x: x[0]))


def _likeliest(problem: Problem, v: int, slots_of: dict[int, list[int]]) -> range:
    """Give one person: rather one who may come, of those the primary or one of the team."""
    able = slots_of or range(len(problem.request.case_managers))
    affinity = problem.arrays.affinity[v]
    c = min(able, key=lambda c: (-(int(affinity[c]) & (t.IS_PRIMARY | t.IS_TEAM)), c))
    return range(c, c + 1)
