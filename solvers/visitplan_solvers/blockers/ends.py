"""The start and the end of a shift, and the absences that cut it short."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.limit import Limit, Told
from visitplan_solvers.blockers.trial import Lift, Trial
from visitplan_solvers.blockers.wording import clock_time
from visitplan_solvers.compiled.shifts import absent_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitplan.domain.staff import Shift
    from visitplan_solvers.compiled.build import Problem


class Part(NamedTuple):
    """One thing that must give way."""

    code: str
    words: str
    numbers: dict[str, int | str]


class Meeting(NamedTuple):
    """An appointment that an absence spares its person, in instants."""

    start_s: int
    end_s: int
    name: str


@dataclass(frozen=True, slots=True)
class End:
    """One end of a slot, in instants: the latest return, or with `later` unset the first leaving.

    `now_s` is what holds; `shift_s` is what the shift alone would allow, `absence_s` the nearest
    absence beyond, if any, and `day_s` the day's own end. Without the absence `meetings` are due;
    `others` are the person's other shifts beyond, by start and end.
    """

    problem: Problem
    r: int
    later: bool
    now_s: int
    shift_s: int
    absence_s: int | None
    day_s: int
    meetings: list[Meeting]
    others: list[tuple[int, int]]
    overtime_s: int = 0

    def limits(self) -> Iterator[Limit]:
        """Give what must give way as the end moves out, one thing after the other."""
        day = self._minutes(self.day_s, self.now_s)
        stages = [(self._minutes(self.shift_s, self.now_s), self._shift_part)]
        if self.absence_s is not None:
            stages.append((self._minutes(self.absence_s, self.now_s), self._absence_part))
        for x in self.meetings:  # each is due once all of it lies inside
            far_s = x.end_s if self.later else x.start_s
            stages.append((self._minutes(far_s, self.now_s) - 1, partial(self._meeting_part, x)))
        for other in self.others:
            near_s = other[0] if self.later else other[1]
            stages.append((self._minutes(near_s, self.now_s), partial(self._other_part, other)))
        stages.sort(key=lambda stage: stage[0])
        for k, (near, _) in enumerate(stages):
            far = min(day, stages[k + 1][0]) if k + 1 < len(stages) else day
            if near < far:
                yield self._limit(far, [part for _, part in stages[: k + 1]])

    def _minutes(self, one_s: int, other_s: int) -> int:
        """Give by how many minutes one instant lies further out than another."""
        return (one_s - other_s if self.later else other_s - one_s) // 60

    def _limit(self, most: int, parts: Sequence[Callable[[int], Part]]) -> Limit:
        """Give the limit of one thing, or of several that must all give way."""
        code = parts[0](0).code if len(parts) == 1 else codes.SEVERAL_LIMITS

        def tell(minutes: int) -> Told:
            told = [part(minutes) for part in parts]
            words = " and ".join(part.words for part in told)
            numbers: dict[str, int | str] = {"day": self._day}
            names = [str(x.numbers["appointment"]) for x in told if "appointment" in x.numbers]
            for part in told:
                prefix = f"{part.code}/" if len(told) > 1 else ""
                numbers |= {f"{prefix}{k}": x for k, x in part.numbers.items()}
            if names:
                numbers[f"{codes.APPOINTMENT_IN_THE_WAY}/appointment"] = ", ".join(names)
            return f"{words}, {self._would(minutes)}", numbers

        if self.later:
            return Limit(code, "later", most, True, lambda x: Lift(later=x), tell)
        return Limit(code, "earlier", most, True, lambda x: Lift(earlier=x), tell)

    @property
    def _day(self) -> str:
        return self.problem.slots[self.r].date.isoformat()

    def _moved_s(self, minutes: int) -> int:
        return self.now_s + 60 * minutes * (1 if self.later else -1)

    def _numbers(self, at_s: int, minutes: int, beyond_s: int) -> dict[str, int | str]:
        names = ("end", "return") if self.later else ("start", "leave")
        moved_s = self._moved_s(minutes)
        return {
            names[0]: self._clock(at_s),
            names[1]: self._clock(moved_s),
            "minutes": self._minutes(moved_s, beyond_s),
        }

    def _clock(self, instant: int) -> str:
        return clock_time(self.problem, instant - self.problem.base)

    def _would(self, minutes: int) -> str:
        what = "would be back" if self.later else "would have to leave at"
        return f"{what} {self._clock(self._moved_s(minutes))} on {self._day}"

    def _shift_part(self, minutes: int) -> Part:
        at_s = self.shift_s - self.overtime_s
        numbers = self._numbers(at_s, minutes, self.shift_s)
        if not self.later:
            return Part(codes.SHIFT_START_MISSED, f"shift starts {self._clock(at_s)}", numbers)
        overtime = self.overtime_s // 60
        allowed = f" and {overtime} minutes of overtime are allowed" if overtime else ""
        return Part(codes.SHIFT_END_MISSED, f"shift ends {self._clock(at_s)}{allowed}", numbers)

    def _absence_part(self, minutes: int) -> Part:
        at_s = self.absence_s or 0
        words = f"an absence {'begins' if self.later else 'ends'} at {self._clock(at_s)}"
        return Part(codes.ABSENCE_IN_THE_WAY, words, self._numbers(at_s, minutes, at_s))

    def _other_part(self, other: tuple[int, int], _: int) -> Part:
        span = "-".join(map(self._clock, other))
        code = codes.SHIFT_END_MISSED if self.later else codes.SHIFT_START_MISSED
        return Part(code, f"another shift is {span}", {"other_shift": span})

    def _meeting_part(self, meeting: Meeting, _: int) -> Part:
        start, end = self._clock(meeting.start_s), self._clock(meeting.end_s)
        words = f"the appointment {meeting.name} is due {start}-{end}"
        numbers: dict[str, int | str] = {"start": start, "end": end, "appointment": meeting.name}
        return Part(codes.APPOINTMENT_IN_THE_WAY, words, numbers)


def _shifts_of(problem: Problem, r: int) -> tuple[list[Shift], Shift]:
    """Give the shifts of a slot's person and day, and the one that it is what is left of."""
    slot, instant = problem.slots[r], problem.clock.instant
    shifts = problem.request.case_managers[slot.person].shifts
    today = [shift for shift in shifts if shift.start.date() == slot.date]
    return today, next(s for s in today if instant(s.start) <= slot.start_s < instant(s.end))


def spared_meetings(problem: Problem, r: int) -> list[Meeting]:
    """Give the person's appointments that slot r does not have, those in other shifts aside."""
    slot, instant = problem.slots[r], problem.clock.instant
    today, mine = _shifts_of(problem, r)
    return [
        Meeting(instant(x.start), instant(x.end), x.id)
        for x in problem.request.case_managers[slot.person].appointments
        if x not in slot.appointments
        and not any(s is not mine and s.start <= x.start < s.end for s in today)
    ]


def ends_of(trial: Trial, r: int) -> Iterator[Limit]:
    """Give the limits at the end and the start of slot r, the narrower ones first."""
    problem = trial.problem
    slot = problem.slots[r]
    first_s, last_s = (x + problem.base for x in trial.day_bounds[slot.day])
    person, instant = problem.request.case_managers[slot.person], problem.clock.instant
    today, shift = _shifts_of(problem, r)
    spared = spared_meetings(problem, r)
    away = absent_spans(person, problem.clock)
    shift_end_s = instant(shift.end)
    most_s = 60 * person.max_overtime_minutes_per_day if len(today) == 1 else 0
    overtime_s = min(most_s, last_s - shift_end_s)
    begins = min((a for a, _ in away if slot.end_s <= a < last_s), default=None)
    latest_s, shift_s = slot.end_s + slot.overtime_s, shift_end_s + overtime_s
    # Overtime makes no appointment due, so that those after the shift do not count.
    after = [x for x in spared if slot.end_s < x.end_s <= shift_end_s]
    others = [(instant(s.start), instant(s.end)) for s in today if s is not shift]
    next_ = [x for x in others if x[0] >= shift_end_s]
    yield from End(
        problem, r, True, latest_s, shift_s, begins, last_s, after, next_, overtime_s
    ).limits()
    ends = max((b for _, b in away if first_s < b <= slot.start_s), default=None)
    # What is under way begins where the person is then, not with the shift.
    ready_s = slot.onward.ready if slot.onward is not None else None
    shift_s = max(instant(shift.start), ready_s or first_s)
    before = [x for x in spared if first_s <= x.start_s < slot.start_s]
    last = [x for x in others if x[1] <= instant(shift.start)]
    yield from End(problem, r, False, slot.start_s, shift_s, ends, first_s, before, last).limits()
