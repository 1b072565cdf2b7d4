"""The blockers of every visit that a plan leaves out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker, Unassigned
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.everybody import open_days
from visitplan_solvers.blockers.faces import faces_of
from visitplan_solvers.blockers.nearest import nearest_miss
from visitplan_solvers.blockers.standing import not_allowed
from visitplan_solvers.blockers.together import can_meet
from visitplan_solvers.blockers.trial import Trial
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import day_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints

DETAILED = 50
"""Visits whose blockers name every case manager; the others name one."""
_SEARCH_MISSED, _NO_SECOND, _BY_ROUTE, _BY_RULE = range(4)

Ranked = tuple[tuple[int, ...], Blocker]


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
    found = open_days(problem, trial.state, v)
    if found.blocker is not None:
        return (found.blocker,)
    slots_of: dict[int, list[int]] = defaultdict(list)
    for r, slot in enumerate(problem.slots):
        if slot.day in found.days and problem.arrays.roles[v, slot.person, slot.day]:
            slots_of[slot.person].append(r)
    people = range(len(problem.request.case_managers))
    if not detailed:
        people = _likeliest(problem, v, slots_of)
    meeting = _meeting(trial, v, slots_of)
    ranked = [_personal(trial, v, c, found.days, slots_of.get(c, []), meeting) for c in people]
    return tuple(blocker for _, blocker in sorted(ranked, key=lambda x: x[0]))


def _likeliest(problem: Problem, v: int, slots_of: dict[int, list[int]]) -> range:
    """Give one person: rather one who may come, of those the primary or one of the team."""
    able = slots_of or range(len(problem.request.case_managers))
    affinity = problem.arrays.affinity[v]
    c = min(able, key=lambda c: (-(int(affinity[c]) & (t.IS_PRIMARY | t.IS_TEAM)), c))
    return range(c, c + 1)


def _meeting(trial: Trial, v: int, slots_of: dict[int, list[int]]) -> set[int] | None:
    """Give who could come together with others; None for visits by one."""
    problem = trial.problem
    if problem.arrays.visit[v, t.V_NEED] == 1:
        return None
    by_day: dict[int, list[int]] = defaultdict(list)
    for r in sorted(r for slots in slots_of.values() for r in slots):
        by_day[problem.slots[r].day].append(r)
    return {c for slots in by_day.values() for c in can_meet(trial, v, slots, faces_of(problem, trial.state, v))}


def _personal(
    trial: Trial,
    v: int,
    c: int,
    days: Sequence[int],
    slots: list[int],
    meeting: set[int] | None,
) -> Ranked:
    problem = trial.problem
    person = problem.request.case_managers[c]
    if not slots:
        stage, blocker = not_allowed(problem, problem.occurrences[v], person, days)
        return (_BY_RULE, -stage, 0, c), blocker
    (rank, minutes), blocker = nearest_miss(trial, v, person.id, slots)
    if blocker.code != codes.SEARCH_MISSED:
        return (_BY_ROUTE, rank, minutes, c), blocker
    if meeting is None or c in meeting:
        return (_SEARCH_MISSED, rank, minutes, c), blocker
    return (_NO_SECOND, rank, minutes, c), _no_second(trial, v, person.id, blocker)


def _no_second(trial: Trial, v: int, person: str, alone: Blocker) -> Blocker:
    need = int(trial.problem.arrays.visit[v, t.V_NEED])
    day = str(alone.numbers["day"])
    message = (
        f"{person}: has room, first on {day}, but the visit needs {need} people and there is no "
        "start at which enough others who may come are free as well"
    )
    numbers: dict[str, int | str] = {"day": day, "people": need}
    return Blocker(
        code=codes.NO_SECOND_PERSON, case_manager=person, message=message, numbers=numbers
    )
