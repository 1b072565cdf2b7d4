"""The one reason that stops one person, beside what couples a visit to others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.everybody import partner_of
from visitplan_solvers.blockers.faces import ANYBODY, Faces, faces_of, too_many
from visitplan_solvers.blockers.limits import ONE_VISIT
from visitplan_solvers.blockers.nearest import FITS, MISSES, SEVERAL, nearest_miss
from visitplan_solvers.blockers.sequence import Sequel
from visitplan_solvers.blockers.standing import not_allowed
from visitplan_solvers.blockers.together import can_meet
from visitplan_solvers.blockers.wording import joined
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitplan_solvers.blockers.trial import Trial

_SEARCH_MISSED, _NO_SECOND, _BY_ROUTE, _BY_RULE = range(4)

Ranked = tuple[tuple[int, ...], Blocker]


class Personal:
    """Tells what stops each person from one visit, on the days open to it."""

    def __init__(
        self, trial: Trial, v: int, days: Sequence[int], slots_of: Mapping[int, list[int]]
    ) -> None:
        problem = trial.problem
        self._trial = trial
        self._row = v
        self._days = days
        self._slots_of = slots_of
        self._need = int(problem.arrays.visit[v, t.V_NEED])
        self._faces = faces_of(problem, trial.state, v)
        self.sequel = Sequel(trial, v, days) if partner_of(problem, v) >= 0 else None
        self._meeting = self._meetings(self._faces)
        self._crowd = self._meeting if self._faces.room >= t.NEVER else self._meetings(ANYBODY)

    def reason(self, c: int) -> Ranked:
        """Give the reason of person c, and how near a miss it is."""
        problem, slots = self._trial.problem, self._slots_of.get(c, [])
        if not slots:
            person = problem.request.case_managers[c]
            stage, blocker = not_allowed(
                problem, problem.occurrences[self._row], person, self._days
            )
            return (_BY_RULE, -stage, 0, c), blocker
        if self.sequel is not None:
            return self._in_sequence(self.sequel, c, slots)
        if self._need > 1:
            return self._in_company(c, slots)
        near = self._nearest(self._trial, c, slots)
        return near if self._faces.admit([c]) else self._shut_out(c, near)

    def _nearest(self, trial: Trial, c: int, slots: Sequence[int]) -> Ranked:
        person = trial.problem.request.case_managers[c].id
        (rank, minutes), blocker = nearest_miss(trial, self._row, person, slots)
        stage = _SEARCH_MISSED if rank == FITS else _BY_ROUTE
        return (stage, rank, minutes, c), blocker

    def _also(self, c: int, near: Ranked, other: Blocker) -> Ranked:
        """Add a reason to the nearest miss; alone where there is none, in vain out of reach."""
        if near[0][0] == _SEARCH_MISSED:
            return (_BY_ROUTE, MISSES, ONE_VISIT, c), other
        if near[1].code == codes.OUT_OF_REACH:
            return near
        return (_BY_ROUTE, SEVERAL, 2, c), joined(near[1], other)

    def _shut_out(self, c: int, near: Ranked) -> Ranked:
        person = self._trial.problem.request.case_managers[c].id
        return self._also(c, near, too_many(self._trial.problem, self._row, self._faces, person))

    def _in_company(self, c: int, slots: Sequence[int]) -> Ranked:
        """Give what stops a person who must not come alone."""
        near = self._nearest(self._trial, c, slots)
        if near[0][0] != _SEARCH_MISSED:
            return self._shut_out(c, near) if self._faces.shut_out(c, self._need) else near
        if c in self._meeting:
            return near
        if c in self._crowd:
            return self._shut_out(c, near)
        lone = (_NO_SECOND, *near[0][1:]), self._no_second(c, near[1])
        return self._shut_out(c, lone) if self._faces.shut_out(c, self._need) else lone

    def _in_sequence(self, sequel: Sequel, c: int, slots: Sequence[int]) -> Ranked:
        """Give what stops a person whose visit another's must precede or follow."""
        for faces in (self._faces, ANYBODY):
            trial = sequel.beside(c, faces)
            open_slots = [
                r for r in slots if trial and self._trial.problem.slots[r].day in trial.days
            ]
            if trial is None or not open_slots:
                continue
            near = self._nearest(trial, c, open_slots)
            if near[1].code == codes.OUT_OF_REACH:
                continue
            return near if faces is self._faces else self._shut_out(c, near)
        person = self._trial.problem.request.case_managers[c].id
        near = self._nearest(self._trial, c, slots)
        return self._also(c, near, sequel.without_place(person))

    def _meetings(self, faces: Faces) -> set[int]:
        """Give who could come together with others."""
        trial, v = self._trial, self._row
        if self._need == 1:
            return set()
        by_day: dict[int, list[int]] = defaultdict(list)
        for r in sorted(r for slots in self._slots_of.values() for r in slots):
            by_day[trial.problem.slots[r].day].append(r)
        return {c for slots in by_day.values() for c in can_meet(trial, v, slots, faces)}

    def _no_second(self, c: int, alone: Blocker) -> Blocker:
        person = self._trial.problem.request.case_managers[c].id
        day = str(alone.numbers["day"])
        message = (
            f"{person}: has room, first on {day}, but the visit needs {self._need} people and "
            "there is no start at which enough others who may come are free as well"
        )
        numbers: dict[str, int | str] = {"day": day, "people": self._need}
        return Blocker(
            code=codes.NO_SECOND_PERSON, case_manager=person, message=message, numbers=numbers
        )
