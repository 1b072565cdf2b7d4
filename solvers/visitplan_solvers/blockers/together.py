"""Visits by several people: who could come, and when enough of them are free at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.blockers.fitting import first_starts
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitplan_solvers.blockers.faces import Faces
    from visitplan_solvers.blockers.trial import Trial

GRID_S = 900
"""Starts on this grid are tried beside the earliest ones of every position."""


def can_meet(trial: Trial, v: int, slots: Sequence[int], faces: Faces) -> set[int]:
    """Give the people who could make visit v together with enough others, of one day's slots."""
    meeting: set[int] = set()
    for _, free in _starts(trial, v, slots):
        masks = _masks(trial, v, free)
        need = _need(trial, v)
        meeting |= {c for c in free if c not in meeting and _team(masks, need, c, faces)}
    return meeting


def first_meeting(
    trial: Trial, v: int, slots: Sequence[int], faces: Faces
) -> tuple[int, list[int]] | None:
    """Give the earliest start of visit v on a day, and the slots of a team that is free then."""
    for start, free in _starts(trial, v, slots):
        masks = _masks(trial, v, free)
        for c in free:
            team = _team(masks, _need(trial, v), c, faces)
            if team:
                return start, [free[person] for person in team]
    return None


def _need(trial: Trial, v: int) -> int:
    return int(trial.problem.arrays.visit[v, t.V_NEED])


def _masks(trial: Trial, v: int, free: Mapping[int, int]) -> dict[int, int]:
    """Give the bits of the staff entries that each person serves."""
    problem = trial.problem
    return {c: int(problem.arrays.roles[v, c, problem.slots[r].day]) for c, r in free.items()}


def _starts(trial: Trial, v: int, slots: Sequence[int]) -> Iterator[tuple[int, dict[int, int]]]:
    """Give starts and who is free then, with the slot.

    The starts at which two routes have room overlap from the later of their earliest
    starts on, so trying everybody's earliest starts finds every meeting; a break that may
    go before or after the visit can split a stretch, therefore the grid.
    """
    able = [r for r in slots if trial.fits(r, v)]
    people = [trial.problem.slots[r].person for r in able]
    if len(set(people)) < _need(trial, v):
        return
    for start in candidates(trial, v, able):
        free: dict[int, int] = {}
        for c, r in zip(people, able, strict=True):
            if c not in free and trial.fits(r, v, start=start):
                free[c] = r
        if len(free) >= _need(trial, v):
            yield start, free


def candidates(trial: Trial, v: int, slots: Sequence[int], more: Sequence[int] = ()) -> list[int]:
    """Give starts of visit v worth trying in slots of one day, and those of `more` in its hours.

    Beside the earliest of each position that is the start the visit has in a slot, since where
    working time is short the earliest may not fit.
    """
    arrays = trial.problem.arrays
    found = np.zeros(int(arrays.stops[0]) + 1, np.int64)
    starts: set[int] = set(more)
    for r in slots:
        count = int(first_starts(trial.tables, trial.state, r, v, trial.space, found))
        starts.update(int(x) for x in found[:count])
        starts.add(trial.own_start(r, v))
    key = v * int(arrays.days[0]) + trial.problem.slots[slots[0]].day
    begin = min(int(arrays.slot[r, t.S_START]) for r in slots)
    end = max(int(arrays.slot[r, t.S_END]) for r in slots)
    windows = arrays.window[slice(*arrays.window_ptr[key : key + 2])]
    for first, last in windows:
        starts.add(int(first))
        starts.update(range(max(int(first), begin), min(int(last), end) + 1, GRID_S))
    step = int(arrays.weight[t.W_STEP])
    whole = sorted({-(-start // step) * step for start in starts})
    return [x for x in whole if any(first <= x <= last for first, last in windows)]


def _team(masks: Mapping[int, int], need: int, with_: int, faces: Faces) -> list[int]:
    """Give people including a given one who fill all roles, one role each; none if impossible."""
    for k in range(need):
        if masks[with_] >> k & 1:
            others = _filled(masks, need, 1 << k, [with_], faces)
            if others:
                return others
    return []


def _filled(
    masks: Mapping[int, int], need: int, done: int, team: list[int], faces: Faces
) -> list[int]:
    if not faces.admit(team):
        return []
    role = next((k for k in range(need) if not done >> k & 1), None)
    if role is None:
        return team
    for c, mask in masks.items():
        if c not in team and mask >> role & 1:
            found = _filled(masks, need, done | 1 << role, [*team, c], faces)
            if found:
                return found
    return []
