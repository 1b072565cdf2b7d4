"""Room that the search did not come across: visits are put there at the very end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.blockers.everybody import days_with_partner, open_days, partner_of
from visitplan_solvers.blockers.faces import faces_of
from visitplan_solvers.blockers.sequence import Sequel
from visitplan_solvers.blockers.together import first_meeting
from visitplan_solvers.blockers.trial import Trial
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.insertion import insert
from visitplan_solvers.kernel.layout import day_at, pin_at, slot_at
from visitplan_solvers.kernel.positions import best_position
from visitplan_solvers.kernel.rng import seeded
from visitplan_solvers.kernel.state import count_visit, link, refresh
from visitplan_solvers.kernel.undo import begin_round, undo_for

if TYPE_CHECKING:
    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


def place_missed(problem: Problem, state: Ints) -> int:
    """Put every visit left out that fits as the plan stands into it; give their number.

    Nothing else is moved. For visits by two every start is looked at at which two people
    can be free, not only drawn ones as in the search; so it is for two services in sequence.
    """
    count = 0
    while True:
        found = sum(placed(problem, state, v) for v in range(len(problem.occurrences)))
        count += found
        if not found:
            return count


def placed(problem: Problem, state: Ints, v: int) -> bool:
    """Put a visit left out into the plan, with its partner in sequence; False where none fits."""
    tables, row = problem.tables, problem.arrays.visit[v]
    if state[day_at(tables, v)] >= 0:
        return False
    trial = Trial(problem, state)
    if row[t.V_NEED] == 1:
        undo = undo_for(tables, state)
        done = bool(insert(tables, state, v, 0, seeded(0), trial.space, undo))
        begin_round(undo)
        if done or (row[t.V_FOLLOWER] < 0 and row[t.V_LEADER] < 0):
            return done
        return _placed_in_sequence(trial, state, v if row[t.V_LEADER] < 0 else int(row[t.V_LEADER]))
    return bool(row[t.V_NEED] == 2) and _placed_by_two(trial, state, v)


def _placed_by_two(trial: Trial, state: Ints, v: int) -> bool:
    problem = trial.problem
    roles = problem.arrays.roles
    faces = faces_of(problem, state, v)
    for d in open_days(problem, state, v).days:
        slots = [
            r for r, slot in enumerate(problem.slots) if slot.day == d and roles[v, slot.person, d]
        ]
        meeting = first_meeting(trial, v, slots, faces)
        if meeting is not None:
            _link(trial, state, v, d, *meeting)
            return True
    return False


def _placed_in_sequence(trial: Trial, state: Ints, v: int) -> bool:
    problem = trial.problem
    u = partner_of(problem, v)
    days = days_with_partner(problem, state, v).days
    faces = faces_of(problem, state, v)
    # Both are tried first: each has starts that those of the other do not lead to.
    for one, other in ((v, u), (u, v)) if days else ():
        found = Sequel(trial, one, days).first(faces)
        if found is not None:
            start, r, chance = found
            _link(trial, state, one, chance.day, start, [r])
            _link(trial, state, other, chance.day, chance.start, [chance.slot])
            return True
    return False


def _link(trial: Trial, state: Ints, v: int, d: int, start: int, slots: list[int]) -> None:
    tables, space = trial.tables, trial.space
    for k, r in enumerate(slots):
        _, i, pin = best_position(tables, state, r, v, t.NEVER, start, start, space)
        state[pin_at(tables, v)] = pin
        link(tables, state, r, i, v)
        state[slot_at(tables, v, k)] = r
    state[day_at(tables, v)] = d
    count_visit(tables, state, v, 1)
    for r in slots:
        refresh(tables, state, r, space)
