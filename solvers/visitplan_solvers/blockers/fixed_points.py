"""Fixed points of a person's day as limits: appointments, absences inside the shift, breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.ends import Meeting, spared_meetings
from visitplan_solvers.blockers.limit import Limit, Told
from visitplan_solvers.blockers.trial import Lift
from visitplan_solvers.blockers.wording import clock_time, minutes_up
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.shift_rows import pauses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitplan_solvers.compiled.build import Problem


def fixed_points_of(problem: Problem, rows: list[int], r: int) -> Iterator[Limit]:
    """Give appointments, absences inside the shift and breaks of slot r, with these stops."""
    slot = problem.slots[r]
    person = problem.request.case_managers[slot.person]
    day = slot.date.isoformat()
    arrays = problem.arrays

    def told(what: str, name: str, start: int, end: int) -> Callable[[int], Told]:
        a, b = clock_time(problem, start), clock_time(problem, end)
        numbers: dict[str, int | str] = {"day": day, "start": a, "end": b}
        if name:
            numbers["appointment"] = name
        return lambda _: (f"the {what} {a}-{b} on {day} leaves no room", numbers)

    for row in rows:
        if row >= len(problem.occurrences):
            name = problem.appointments[row - len(problem.occurrences)][1]
            seconds = int(arrays.visit[row, t.V_SERVICE])
            key = row * int(arrays.days[0]) + slot.day
            start = int(arrays.window[arrays.window_ptr[key], 0])
            tell = told(f"appointment {name}", name, start, start + seconds)
            lift = _dropping("meetings", row)
            code = codes.APPOINTMENT_IN_THE_WAY
            yield Limit(code, "meetings", minutes_up(seconds), False, lift, tell)
    for b in range(int(arrays.slot[r, t.S_BLOCK_LO]), int(arrays.slot[r, t.S_BLOCK_HI])):
        start, end, kind, _ = (int(x) for x in arrays.block[b])
        name = problem.blocks[b]
        absence = kind == t.BLOCK_ABSENCE
        code = codes.ABSENCE_IN_THE_WAY if absence else codes.APPOINTMENT_IN_THE_WAY
        tell = told("absence" if absence else f"appointment {name}", name, start, end)
        spared = _spared_in(problem, r, start, end) if absence else []
        if spared:
            code, tell = codes.SEVERAL_LIMITS, _with_meetings(problem, tell, spared)
        lift = _dropping("blocks", b)
        yield Limit(code, "blocks", minutes_up(end - start), False, lift, tell)
    pauses = [rule for rule, _ in pauses_of(person.breaks, problem.request.policy.paperwork_block)]
    if pauses:
        minutes = sum(rule.minutes for rule in pauses)
        spans = ", ".join(
            f"{rule.minutes} minutes from {rule.earliest:%H:%M} to {rule.latest:%H:%M}"
            for rule in pauses
        )
        numbers: dict[str, int | str] = {"day": day, "break_minutes": minutes}
        text = f"the break ({spans}) leaves no room on {day}"
        code = codes.BREAK_IN_THE_WAY
        yield Limit(
            code, "breaks", minutes, False, lambda _: Lift(breaks=True), lambda _: (text, numbers)
        )


def _spared_in(problem: Problem, r: int, start: int, end: int) -> list[Meeting]:
    """Give the appointments that an absence inside slot r spares its person."""
    begin_s, end_s = start + problem.base, end + problem.base
    return [x for x in spared_meetings(problem, r) if x.start_s < end_s and begin_s < x.end_s]


def _with_meetings(
    problem: Problem, tell: Callable[[int], Told], meetings: Sequence[Meeting]
) -> Callable[[int], Told]:
    """Tell of an absence, and of the appointments that would be due without it."""
    names = ", ".join(x.name for x in meetings)
    start, end = (
        clock_time(problem, x - problem.base) for x in (meetings[0].start_s, meetings[-1].end_s)
    )
    its: dict[str, int | str] = {"start": start, "end": end, "appointment": names}

    def both(minutes: int) -> Told:
        text, absence = tell(minutes)
        numbers: dict[str, int | str] = {"day": absence["day"]}
        for code, own in ((codes.ABSENCE_IN_THE_WAY, absence), (codes.APPOINTMENT_IN_THE_WAY, its)):
            numbers |= {f"{code}/{k}": x for k, x in own.items() if k != "day"}
        return f"{text}, nor would appointment {names} that is due in it", numbers

    return both


def _dropping(field: str, item: int) -> Callable[[int], Lift]:
    items = frozenset([item])
    if field == "meetings":
        return lambda _: Lift(meetings=items)
    return lambda _: Lift(blocks=items)
