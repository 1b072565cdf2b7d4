"""Two services in sequence: when one has room by another person, and what that leaves the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.coupled import CoupledTrial, Spans, merged
from visitplan_solvers.blockers.everybody import partner_of
from visitplan_solvers.blockers.together import candidates
from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan_solvers.blockers.faces import Faces
    from visitplan_solvers.blockers.trial import Trial


@dataclass(frozen=True, slots=True)
class Chance:
    """A start at which the partner has room in a slot, and the starts that leaves the visit."""

    start: int
    slot: int
    person: int
    day: int
    first: int
    last: int


class Sequel:
    """A visit in sequence with another, and every chance that the other has in a plan."""

    def __init__(self, trial: Trial, v: int, days: Sequence[int]) -> None:
        self.trial = trial
        self.row = v
        self.partner = partner_of(trial.problem, v)
        self.chances = [chance for d in days for chance in self._of_day(d)]
        self._trials: dict[tuple[tuple[int, tuple[tuple[int, int], ...]], ...], CoupledTrial] = {}

    def beside(self, c: int, faces: Faces) -> CoupledTrial | None:
        """Give a trial of the visit by person c where others may make the partner; or None."""
        spans: dict[int, Spans] = {}
        for x in self.chances:
            if x.person != c and faces.admit((c, x.person)):
                spans.setdefault(x.day, []).append((x.first, x.last))
        if not spans:
            return None
        spans = {day: merged(found) for day, found in spans.items()}
        key = tuple((day, tuple(found)) for day, found in sorted(spans.items()))
        if key not in self._trials:
            trial = self.trial
            self._trials[key] = CoupledTrial(trial.problem, trial.state, self.row, spans)
        return self._trials[key]

    def first(self, faces: Faces) -> tuple[int, int, Chance] | None:
        """Give the start, the slot and the chance with which both visits have room."""
        trial, v = self.trial, self.row
        for day in sorted({x.day for x in self.chances}):
            chances = [x for x in self.chances if x.day == day]
            near = [x.first for x in chances]
            for r in self._slots(v, day):
                c = trial.problem.slots[r].person
                able = [x for x in chances if x.person != c and faces.admit((c, x.person))]
                for start in self._starts(r, c, near, faces) if able else ():
                    meeting = [x for x in able if x.first <= start <= x.last]
                    if meeting and trial.fits(r, v, start=start):
                        return start, r, meeting[0]
        return None

    def _starts(self, r: int, c: int, near: list[int], faces: Faces) -> Iterator[int]:
        """Yield starts of the visit in a slot, last the one that it has there beside its partner.

        Where working time is short few starts fit, and they lie on no grid.
        """
        yield from candidates(self.trial, self.row, [r], near)
        beside = self.beside(c, faces)
        if beside is not None and self.trial.problem.slots[r].day in beside.days:
            yield beside.own_start(r, self.row)

    def without_place(self, person: str | None = None) -> Blocker:
        """Tell that the partner has no place by another person in due time."""
        problem = self.trial.problem
        other = problem.occurrences[self.partner].order.id
        leads = int(problem.arrays.visit[self.row, t.V_FOLLOWER]) >= 0
        least, most = (x // 60 for x in self._offsets())
        word = "after" if leads else "before"
        message = f"nobody else has room for {other} {least} to {most} minutes {word} the visit"
        numbers: dict[str, int | str] = {
            "order": other,
            "min_minutes": least,
            "max_minutes": most,
            "direction": word,
        }
        text = message if person is None else f"{person}: {message}"
        return Blocker(
            code=codes.PARTNER_HAS_NO_PLACE, case_manager=person, message=text, numbers=numbers
        )

    def _offsets(self) -> tuple[int, int]:
        row = self.trial.problem.arrays.visit[self.row]
        return int(row[t.V_AFTER_MIN]), int(row[t.V_AFTER_MAX])

    def _slots(self, row: int, day: int) -> list[int]:
        problem = self.trial.problem
        return [
            r
            for r, slot in enumerate(problem.slots)
            if slot.day == day and problem.arrays.roles[row, slot.person, day]
        ]

    def _of_day(self, day: int) -> list[Chance]:
        """Give the partner's chances of a day.

        Two stretches of starts that lie apart as they must meet at the earliest start of one of
        them, so the visit's earliest starts tell the partner's that matter besides its own.
        """
        trial, u = self.trial, self.partner
        # Where working time is short, a start of its own can fit though the earliest does not.
        able = self._slots(u, day)
        mine = self._slots(self.row, day)
        if not able or not mine:
            return []
        least, most = self._offsets()
        leads = int(trial.problem.arrays.visit[self.row, t.V_FOLLOWER]) >= 0
        matching = least if leads else -most
        near = [start + matching for start in candidates(trial, self.row, mine)]
        found = []
        for start in candidates(trial, u, able, near):
            first, last = (start - most, start - least) if leads else (start + least, start + most)
            for r in able:
                if trial.fits(r, u, start=start):
                    person = trial.problem.slots[r].person
                    found.append(Chance(start, r, person, day, first, last))
        return found
