"""How many different people a patient may see, and who comes anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.wording import listed
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import people_at, seen_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


@dataclass(frozen=True, slots=True)
class Faces:
    """The people who come to a patient in a plan, and how many more may."""

    known: frozenset[int]
    room: int

    def admit(self, team: Iterable[int]) -> bool:
        """Tell whether the patient may see all of a team."""
        return sum(c not in self.known for c in team) <= self.room

    def shut_out(self, c: int, need: int) -> bool:
        """Tell whether no team of so many with a person may come, whoever the others are."""
        others = max(0, need - 1 - len(self.known - {c}))
        return (c not in self.known) + others > self.room


ANYBODY = Faces(frozenset(), t.NEVER)
"""As if a patient might see however many people."""


def faces_of(problem: Problem, state: Ints, v: int) -> Faces:
    """Give whom the patient of visit v sees in a plan."""
    p = int(problem.arrays.visit[v, t.V_PATIENT])
    people = range(len(problem.request.case_managers))
    known = frozenset(c for c in people if state[seen_at(problem.tables, p, c)] > 0)
    most = int(problem.arrays.patient[p, t.P_MAX_PEOPLE])
    return Faces(known, most - int(state[people_at(problem.tables, p)]))


def too_many(problem: Problem, v: int, faces: Faces, person: str) -> Blocker:
    """Tell that a person would be one too many for the patient of visit v."""
    patient = problem.occurrences[v].patient
    most = patient.max_case_managers or 0
    names = [problem.request.case_managers[c].id for c in sorted(faces.known)]
    seen = listed(names) if names else "nobody yet"
    message = f"{person}: patient {patient.id} sees {seen}, and at most {most} may come"
    numbers: dict[str, int | str] = {"limit": most, "people": len(names), "seen": seen}
    return Blocker(
        code=codes.MAX_CASE_MANAGERS, case_manager=person, message=message, numbers=numbers
    )
