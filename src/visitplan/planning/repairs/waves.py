"""Many bends tried at once: those that have nothing to do with each other share one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.repairs.pointers import changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.plan import Repair
    from visitplan.planning.plugins import OpenPlan
    from visitplan.planning.repairs.bends import Bend
    from visitplan.planning.repairs.judging import Judge

Try = tuple[str, "Bend"]
"""A visit, and what is bent for it."""
PEOPLE, PATIENTS, MIXED = "/case_managers/", "/patients/", ""


def tried(judge: Judge, tries: Sequence[Try], enough: int) -> Iterator[tuple[int, Repair | None]]:
    """Try each bend on the plan as it is; give what comes of each, by its number.

    Opening a plan under a changed request takes longer than putting a visit in. So bends of
    different people, or of different patients, are opened together; the checker judges each by
    the request with its own changes alone. Once the judge has worked `enough`, the rest is left.
    """
    plain = {n: one for n, one in enumerate(tries) if not one[1].narrow}
    free = {n: one for n, one in enumerate(tries) if one[1].narrow}
    for n, opened in _opened(judge, free):
        least = judge.narrowed(*free[n], opened) if judge.work < enough else None
        if least is not None:
            plain[n] = free[n][0], least
    for n, opened in _opened(judge, plain):
        if judge.work >= enough:
            return
        yield n, judge.tried(*plain[n], opened)


def _opened(judge: Judge, tries: dict[int, Try]) -> Iterator[tuple[int, OpenPlan | None]]:
    """Give the numbers of tries, each with the plan opened for its group; None: it is alone."""
    groups = Groups()
    for n, (_, bend) in tries.items():
        groups.add(bend, n)
    for numbers in groups.members():
        opened = None
        if len(numbers) > 1:
            together = [change for n in numbers for change in tries[n][1].changes]
            opened = judge.opened(changed(judge.request, together), judge.plan.routes)
        for n in numbers:
            yield n, opened


class Groups:
    """Bends parted so that in one group nobody is bent twice; mixed bends stay alone."""

    def __init__(self) -> None:
        self._taken: dict[str, list[set[str]]] = {PEOPLE: [], PATIENTS: [], MIXED: []}
        self._members: dict[str, list[list[int]]] = {PEOPLE: [], PATIENTS: [], MIXED: []}

    def place(self, bend: Bend) -> int:
        """Give the number of the first group, of its kind, that has room for a bend."""
        kind, taken = _kind(bend), _owners(bend)
        groups = self._taken[kind]
        if kind == MIXED:
            return len(groups)
        return next((n for n, group in enumerate(groups) if not group & taken), len(groups))

    def add(self, bend: Bend, member: int) -> None:
        """Put a bend into the first group that has room."""
        kind, at = _kind(bend), self.place(bend)
        if at == len(self._taken[kind]):
            self._taken[kind].append(set())
            self._members[kind].append([])
        self._taken[kind][at].update(_owners(bend))
        self._members[kind][at].append(member)

    def members(self) -> list[list[int]]:
        """Give the members of each group."""
        return [numbers for groups in self._members.values() for numbers in groups]


def _owners(bend: Bend) -> set[str]:
    """Give the people and patients whom a bend touches."""
    return {"/".join(change.pointer.split("/")[:3]) for change in bend.changes}


def _kind(bend: Bend) -> str:
    owners = _owners(bend)
    if bend.people and all(owner.startswith(PEOPLE) for owner in owners):
        return PEOPLE
    return PATIENTS if all(owner.startswith(PATIENTS) for owner in owners) else MIXED
