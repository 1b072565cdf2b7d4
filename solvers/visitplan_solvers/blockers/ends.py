"""The start and the end of a shift, and the absences that cut it short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.limit import Limit, Told
from visitplan_solvers.blockers.trial import Lift, Trial
from visitplan_solvers.blockers.wording import clock_time
from visitplan_solvers.compiled.shifts import absent_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitplan.domain.staff import Shift
    from visitplan_solvers.compiled.build import Problem


@dataclass(frozen=True, slots=True)
class End:
    """One end of a slot, in instants: the latest return, or with `later` unset the first leaving.

    `now_s` is what holds; `shift_s` is what the shift alone would allow, `absence_s` the nearest
    absence beyond, if any, and `day_s` the day's own end.
    """

    problem: Problem
    r: int
    later: bool
    now_s: int
    shift_s: int
    absence_s: int | None
    day_s: int
    overtime_s: int = 0

    def limits(self) -> Iterator[Limit]:
        """Give what must give way as the end moves out: shift or absence, then both of them."""
        day = self._minutes(self.day_s, self.now_s)
        shift = min(day, self._minutes(self.shift_s, self.now_s))
        absence = day if self.absence_s is None else self._minutes(self.absence_s, self.now_s)
        if shift == 0 < absence:
            yield self._limit(self._code, min(absence, day), self._tell_shift)
        if absence == 0 < shift:
            yield self._limit(codes.ABSENCE_IN_THE_WAY, shift, self._tell_absence)
        if max(shift, absence) < day:
            yield self._limit(codes.SEVERAL_LIMITS, day, self._tell_both)

    @property
    def _code(self) -> str:
        return codes.SHIFT_END_MISSED if self.later else codes.SHIFT_START_MISSED

    def _minutes(self, one_s: int, other_s: int) -> int:
        """Give by how many minutes one instant lies further out than another."""
        return (one_s - other_s if self.later else other_s - one_s) // 60

    def _limit(self, code: str, most: int, tell: Callable[[int], Told]) -> Limit:
        if self.later:
            return Limit(code, "later", most, True, lambda x: Lift(later=x), tell)
        return Limit(code, "earlier", most, True, lambda x: Lift(earlier=x), tell)

    def _moved_s(self, minutes: int) -> int:
        return self.now_s + 60 * minutes * (1 if self.later else -1)

    def _numbers(self, at_s: int, minutes: int, beyond_s: int) -> dict[str, int | str]:
        names = ("end", "return") if self.later else ("start", "leave")
        moved_s = self._moved_s(minutes)
        return {
            "day": self.problem.slots[self.r].date.isoformat(),
            names[0]: self._clock(at_s),
            names[1]: self._clock(moved_s),
            "minutes": self._minutes(moved_s, beyond_s),
        }

    def _clock(self, instant: int) -> str:
        return clock_time(self.problem, instant - self.problem.base)

    def _would(self, minutes: int) -> str:
        at, day = self._clock(self._moved_s(minutes)), self.problem.slots[self.r].date
        what = "would be back" if self.later else "would have to leave at"
        return f"{what} {at} on {day.isoformat()}"

    def _shift_words(self) -> str:
        if not self.later:
            return f"shift starts {self._clock(self.shift_s)}"
        minutes = self.overtime_s // 60
        allowed = f" and {minutes} minutes of overtime are allowed" if minutes else ""
        return f"shift ends {self._clock(self.shift_s - self.overtime_s)}{allowed}"

    def _absence_words(self) -> str:
        what = "begins" if self.later else "ends"
        return f"an absence {what} at {self._clock(self.absence_s or 0)}"

    def _tell_shift(self, minutes: int) -> Told:
        numbers = self._numbers(self.shift_s - self.overtime_s, minutes, self.shift_s)
        return f"{self._shift_words()}, {self._would(minutes)}", numbers

    def _tell_absence(self, minutes: int) -> Told:
        at_s = self.absence_s or 0
        numbers = self._numbers(at_s, minutes, at_s)
        return f"{self._absence_words()}, {self._would(minutes)}", numbers

    def _tell_both(self, minutes: int) -> Told:
        numbers: dict[str, int | str] = {"day": self.problem.slots[self.r].date.isoformat()}
        told = (self._code, self._tell_shift), (codes.ABSENCE_IN_THE_WAY, self._tell_absence)
        for code, tell in told:
            numbers |= {f"{code}/{k}": x for k, x in tell(minutes)[1].items() if k != "day"}
        text = f"{self._shift_words()} and {self._absence_words()}, {self._would(minutes)}"
        return text, numbers


def ends_of(trial: Trial, r: int) -> Iterator[Limit]:
    """Give the limits at the end and the start of slot r, the narrower ones first."""
    problem = trial.problem
    slot = problem.slots[r]
    first_s, last_s = (x + problem.base for x in trial.day_bounds[slot.day])
    shift, alone = _shift_of(problem, r)
    away = absent_spans(problem.request.case_managers[slot.person], problem.clock)
    shift_end_s = problem.clock.instant(shift.end)
    most_s = 60 * problem.request.case_managers[slot.person].max_overtime_minutes_per_day
    overtime_s = min(most_s, last_s - shift_end_s) if alone else 0
    begins = min((a for a, _ in away if slot.end_s <= a < last_s), default=None)
    latest_s = slot.end_s + slot.overtime_s
    yield from End(
        problem, r, True, latest_s, shift_end_s + overtime_s, begins, last_s, overtime_s
    ).limits()
    ends = max((b for _, b in away if first_s < b <= slot.start_s), default=None)
    # What is under way begins where the person is then, not with the shift.
    ready_s = slot.onward.ready if slot.onward is not None else None
    shift_s = max(problem.clock.instant(shift.start), ready_s or first_s)
    yield from End(problem, r, False, slot.start_s, shift_s, ends, first_s).limits()


def _shift_of(problem: Problem, r: int) -> tuple[Shift, bool]:
    """Give the shift that a slot is what is left of, and whether it is the only one that day."""
    slot, instant = problem.slots[r], problem.clock.instant
    today = [
        shift
        for shift in problem.request.case_managers[slot.person].shifts
        if shift.start.date() == slot.date
    ]
    shift = next(s for s in today if instant(s.start) <= slot.start_s < instant(s.end))
    return shift, len(today) == 1
