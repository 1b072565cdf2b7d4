"""Orders that nobody can serve; the rest of the request is planned all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.allowed import OpenDays, open_days
from visitplan.domain.faults.near_misses import near_misses
from visitplan.domain.faults.roster import Pieces, Roster, Worker, bits
from visitplan.domain.faults.showing import listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.patients import Order, Patient


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each order that cannot be served wholly, with the first reason."""
    if not draft.dates or draft.lost_case_managers is None or draft.lost_case_managers:
        return
    roster = Roster(draft)
    for where, patient, order in draft.orders():
        if _sound(order) and order.numbers:
            yield from _Case(draft, roster, where, patient, order).faults()


def _sound(order: Order) -> bool:
    turned = any(window.end <= window.start for window in order.windows)
    first, last = order.earliest_day, order.latest_day
    return not turned and not (first and last and last < first)


class _Case:
    """One order, its patient and everybody who may come."""

    def __init__(
        self, draft: Draft, roster: Roster, where: str, patient: Patient, order: Order
    ) -> None:
        self.draft, self.roster = draft, roster
        self.where, self.patient, self.order = where, patient, order
        self.needs: list[Sequence[str] | None] = [need.any_of for need in order.staff]
        self.needs += [None] * (order.people_needed - len(self.needs))

    def faults(self) -> Iterator[Fault]:
        days = open_days(self.draft, self.patient, self.order)
        most = self.patient.max_case_managers
        people = self._people_in_turn()
        if most is not None and people > most:
            yield self._too_few_people(people, most)
        elif not days.allowed:
            yield self._no_day()
        elif not days.pieces:
            yield self._no_window(days)
        else:
            yield from self._without_people(days)

    def _people_in_turn(self) -> int:
        """Give how many people a visit and its partner in sequence, if any, bring along."""
        followed = {o.after.order for o in self.patient.orders if o.after and o.numbers}
        chained = self.order.after is not None or self.order.id in followed
        return max(len(self.needs), 2 if chained else 1)

    def _without_people(self, days: OpenDays) -> Iterator[Fault]:
        open_bits = bits(days.pieces)
        served = [self._served(need, open_bits) for need in self.needs]
        lacking = [k for k, found in enumerate(served) if not found]
        for k in lacking:
            yield self._nobody(k, days)
        if lacking:
            return
        together = open_bits
        for found in served:
            together &= found
        if not any(self._matched(n) for n in _numbers(together)):
            yield self._no_pair(days)
        elif not all(self._fits(need, days) for need in self.needs):
            yield self._no_shift()
        else:
            yield from self._gaps(together)

    def _served(self, need: Sequence[str] | None, open_bits: int) -> int:
        most, found = open_bits & self.roster.days, 0
        for _, its_days in self.roster.candidates(self.patient, need):
            found |= its_days & most
            if found == most:
                break
        return found

    def _matched(self, n: int) -> bool:
        if len(self.needs) == 1:
            return True
        few = [self._few(need, n) for need in self.needs]
        return _assignable(sorted(few, key=len), frozenset())

    def _few(self, need: Sequence[str] | None, n: int) -> frozenset[str]:
        found: set[str] = set()
        for worker, its_days in self.roster.candidates(self.patient, need):
            if its_days >> n & 1:
                found.add(worker.person.id)
            if len(found) == len(self.needs):  # more cannot matter to a matching
                break
        return frozenset(found)

    def _fits(self, need: Sequence[str] | None, days: OpenDays) -> bool:
        least_s = self.order.minutes * 60
        return any(
            _meet(pieces, worker, n, least_s)
            for worker, its_days in self.roster.candidates(self.patient, need)
            for n, pieces in days.pieces.items()
            if its_days >> n & 1
        )

    def _gaps(self, together: int) -> Iterator[Fault]:
        order = self.order
        days = [self.draft.dates[n] for n in _numbers(together)]
        past = [v for v in self.patient.history if v.order == order.id and v.status == "completed"]
        last = max((visit.start.date() for visit in past), default=None)
        most = 0
        for day in days:
            if last is None or (day - last).days >= order.min_gap_days:
                most, last = most + 1, day
        wanted = len(order.numbers)
        if most < wanted:
            yield self._unservable(
                "VP1304",
                "visits",
                wanted,
                f"only {most} of {wanted} visits of {shown(order.id)} fit: they need "
                f"{order.min_gap_days} day(s) between any two, completed history included, and "
                f"somebody could come on {listed(map(str, days))}",
                "Lower `visits` or `min_gap_days`, or allow more days.",
            )

    def _no_day(self) -> Fault:
        first, last = self.draft.dates[0], self.draft.dates[-1]
        bounds = f"{self.order.earliest_day or 'any'} to {self.order.latest_day or 'any'}"
        return self._unservable(
            "VP1305",
            "",
            self.order.id,
            f"the order {shown(self.order.id)} allows no day of the horizon, {first} to {last}: "
            f"its days are {bounds}, on the weekdays of its windows{self._until_readmission()}",
            "Correct `earliest_day`, `latest_day` or the windows' weekdays, or drop the order.",
        )

    def _until_readmission(self) -> str:
        since = self.patient.in_treatment_from
        return f", before the readmission on {since}" if since is not None else ""

    def _no_window(self, days: OpenDays) -> Fault:
        return self._unservable(
            "VP1302",
            "minutes",
            self.order.minutes,
            f"{self.order.minutes} minutes of {shown(self.order.id)} fit no window: the longest "
            f"free piece has {days.longest_s // 60} minutes, the patient's absences taken out",
            "Lengthen a window, shorten the visit, or correct `unavailable`.",
        )

    def _nobody(self, k: int, days: OpenDays) -> Fault:
        need = self.needs[k]
        dates = [self.draft.dates[n] for n in days.pieces]
        titles = " or ".join(need[:5]) if need else "person"
        where = f"staff/{k}" if need else "safety"
        reasons = near_misses(self.draft, self.patient, need, dates)
        return self._unservable(
            "VP1301",
            where,
            list(need) if need else self.order.safety,
            f"no {titles} for {self.patient.state} can come to {shown(self.order.id)} on an "
            f"allowed day: {reasons}",
            "Renew or add a licence, name another title, or hand the order to another team.",
        )

    def _no_pair(self, days: OpenDays) -> Fault:
        return self._unservable(
            "VP1306",
            "staff",
            len(self.needs),
            f"{shown(self.order.id)} needs {len(self.needs)} different people at once, and on "
            f"none of its {len(days.pieces)} open day(s) so many can come",
            "Put two suitable people on one day, allow more days, or ask for fewer titles.",
        )

    def _too_few_people(self, people: int, most: int) -> Fault:
        return self._unservable(
            "VP1307",
            "",
            self.order.id,
            f"{shown(self.order.id)} takes {people} different people, and patient "
            f"{shown(self.patient.id)} may see {most} inside the horizon",
            "Raise the patient's `max_case_managers`, or ask for fewer people.",
        )

    def _no_shift(self) -> Fault:
        return self._unservable(
            "VP1303",
            "minutes",
            self.order.minutes,
            f"{self.order.minutes} minutes of {shown(self.order.id)} fit no shift of anybody "
            "who may come, inside the order's windows",
            "Move a shift or a window, or shorten the visit.",
        )

    def _unservable(self, code: str, field: str, value: object, message: str, cure: str) -> Fault:
        where = f"{self.where}/{field}" if field else self.where
        return Fault(code, where, shown(value), message, cure, "unservable")


def _numbers(days: int) -> list[int]:
    return [n for n in range(days.bit_length()) if days >> n & 1]


def _assignable(choices: list[frozenset[str]], taken: frozenset[str]) -> bool:
    if not choices:
        return True
    free = choices[0] - taken
    return any(_assignable(choices[1:], taken | {name}) for name in free)


def _meet(pieces: Pieces, worker: Worker, n: int, least_s: int) -> bool:
    return any(
        min(end, free_end) - max(start, free_start) >= least_s
        for start, end in pieces
        for free_start, free_end in worker.free.get(n, ())
    )
