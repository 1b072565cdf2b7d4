"""Who could come on which day, as far as licences, shifts and absences tell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from visitplan.domain.faults.stretches import joined, without
from visitplan.domain.qualifications import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Patient
    from visitplan.domain.staff import CaseManager, Credential

Pieces = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Worker:
    """A case manager with the free instants of each day on which visits count.

    Overtime is added to each shift's end. `days` has bit n set for day n of the horizon.
    """

    person: CaseManager
    free: dict[int, Pieces]
    days: int


class Roster:
    """All workers, and for each title and state those who hold it with its days."""

    def __init__(self, draft: Draft) -> None:
        self.dates = draft.dates
        assert draft.clock is not None
        self._clock = draft.clock
        self.workers = [self._worker(person) for _, person in draft.case_managers]
        self.days = 0
        self._holders: dict[tuple[str, str], list[tuple[Worker, int]]] = {}
        for worker in self.workers:
            self.days |= worker.days
            for held in worker.person.credentials:
                self._index(worker, held)

    def candidates(
        self, patient: Patient, any_of: Sequence[str] | None
    ) -> Iterator[tuple[Worker, int]]:
        """Yield who may come to a patient with one of these titles, and the days of it.

        None asks for no title. Somebody with two titles may come twice.
        """
        if any_of is None:
            holders: Iterable[tuple[Worker, int]] = ((one, one.days) for one in self.workers)
        else:
            keys = ((title, patient.state) for title in any_of)
            holders = chain.from_iterable(self._holders.get(key, ()) for key in keys)
        excluded = frozenset(patient.excluded)
        for worker, days in holders:
            person = worker.person
            if person.id not in excluded and patient.staff_gender in {None, person.gender}:
                yield worker, days

    def _index(self, worker: Worker, held: Credential) -> None:
        days = worker.days & self._valid(held)
        if days:
            for title in counts_as(held.code, held.state):
                self._holders.setdefault((title, held.state), []).append((worker, days))

    def _valid(self, held: Credential) -> int:
        return bits(
            n
            for n, day in enumerate(self.dates)
            if (held.valid_from is None or held.valid_from <= day)
            and (held.valid_until is None or day <= held.valid_until)
        )

    def _worker(self, person: CaseManager) -> Worker:
        free = _free(person, self.dates, self._clock)
        return Worker(person, free, bits(free))


def bits(days: Iterator[int] | dict[int, Pieces] | list[int]) -> int:
    """Give days as the bits of one number."""
    found = 0
    for n in days:
        found |= 1 << n
    return found


def _free(person: CaseManager, dates: tuple[date, ...], clock: Clock) -> dict[int, Pieces]:
    licence = person.drivers_license
    if licence is None:
        return {}
    away = joined((clock.instant(a.start), clock.instant(a.end)) for a in person.absences)
    overtime_s = person.max_overtime_minutes_per_day * 60
    free: dict[int, Pieces] = {}
    for shift in person.shifts:
        day = shift.start.date()
        n = (day - dates[0]).days
        trains = person.orientation_until is not None and day <= person.orientation_until
        if not 0 <= n < len(dates) or trains or day > licence.valid_until:
            continue
        stretch = (clock.instant(shift.start), clock.instant(shift.end) + overtime_s)
        pieces = list(without([stretch], away))
        if pieces:
            free.setdefault(n, []).extend(pieces)
    return free
