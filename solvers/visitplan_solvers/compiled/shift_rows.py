"""Rows of the tables that shifts give: slots, fixed points, breaks, limits of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from visitplan_solvers.compiled import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from visitplan.domain.clock import Clock
    from visitplan.domain.geo import Coordinates
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import BreakRule
    from visitplan.domain.standing import Standing
    from visitplan_solvers.compiled.shifts import Slot
    from visitplan_solvers.compiled.starts import Spans

PauseKind = Literal["break", "paperwork"]


class ShiftRows:
    """Rows of slots and of what is fixed in them."""

    def __init__(
        self,
        request: PlanRequest,
        clock: Clock,
        base: int,
        index: dict[Coordinates, int],
        all_slots: tuple[Slot, ...],
        first_row: int,
        standing: Standing | None = None,
    ) -> None:
        self.slots: list[list[int]] = []
        self.blocks: list[list[int]] = []
        self.block_names: list[str] = []
        self.pauses: list[list[int]] = []
        self.pause_kinds: list[PauseKind] = []
        self.groups: list[list[int]] = []
        self.visits: list[list[int]] = []
        self.windows: list[list[Spans]] = []
        self.names: list[tuple[int, str]] = []
        self.rows_of: list[list[int]] = []
        self._days = request.horizon.days
        self._first_row = first_row
        group_of: dict[tuple[int, int], int] = {}
        used = _used(standing)
        for r, slot in enumerate(all_slots):
            person = request.case_managers[slot.person]
            key = (slot.person, slot.day)
            if key not in group_of:
                group_of[key] = len(self.groups)
                visits, drive_s, work_s, units = used.get((person.id, slot.date), (0, 0, 0, 0))
                self.groups.append(
                    [
                        _limit(person.max_visits_per_day) - visits,
                        _limit(person.max_drive_minutes_per_day, 60) - drive_s,
                        _limit(person.max_work_minutes_per_day, 60) - work_s,
                        _limit(person.max_units_per_day) - units,
                        0,
                    ]
                )
            self.groups[group_of[key]][t.G_SLOTS] += 1
            block_lo, pause_lo = len(self.blocks), len(self.pauses)
            self._add_fixed_points(r, slot, clock, base, index)
            going = slot.onward
            paperwork = request.policy.paperwork_block if going is None else going.paperwork_block
            for rule, kind in pauses_of(slot.breaks, paperwork):
                self.pauses.append(
                    [
                        clock.on(slot.date, rule.earliest) - base,
                        clock.on(slot.date, rule.latest) - base,
                        rule.minutes * 60,
                    ]
                )
                self.pause_kinds.append(kind)
            home = index[person.start]
            place = None if going is None else going.place
            start = home if place is None else index[place]
            self.slots.append(
                [
                    slot.person,
                    slot.day,
                    slot.start_s - base,
                    slot.end_s - base,
                    slot.overtime_s,
                    start,
                    home if person.end is None else index[person.end],
                    _limit(person.max_drive_minutes_per_leg, 60),
                    group_of[key],
                    block_lo,
                    len(self.blocks),
                    pause_lo,
                    len(self.pauses),
                    clock.second_of_day(slot.start_s),
                    *_change(slot, clock, base),
                ]
            )

    def _add_fixed_points(
        self, r: int, slot: Slot, clock: Clock, base: int, index: dict[Coordinates, int]
    ) -> None:
        blocks = [([a - base, b - base, t.BLOCK_ABSENCE, -1], "") for a, b in slot.holes]
        if slot.onward is not None and slot.onward.on_the_way:
            # An appointment of no length where the person is: who is out already is paid from
            # then on, and drives home even where nothing else is left to do.
            begin = slot.start_s - base
            blocks.append(([begin, begin, t.BLOCK_APPOINTMENT, -1], ""))
        rows = []
        for item in slot.appointments:
            start, end = clock.instant(item.start) - base, clock.instant(item.end) - base
            if item.location is None:
                blocks.append(([start, end, t.BLOCK_APPOINTMENT, -1], item.id))
                continue
            row = self._first_row + len(self.visits)
            rows.append(row)
            self.visits.append(_appointment_row(end - start, index[item.location], r, row))
            self.windows.append(
                [[(start, start)] if d == slot.day else [] for d in range(self._days)]
            )
            self.names.append((r, item.id))
        for entry, name in sorted(blocks):
            self.blocks.append(entry)
            self.block_names.append(name)
        self.rows_of.append(rows)


def pauses_of(
    breaks: Iterable[BreakRule], block: BreakRule | None
) -> list[tuple[BreakRule, PauseKind]]:
    """Give breaks and the daily block of paperwork, in the order they are taken."""
    rules: list[tuple[BreakRule, PauseKind]] = [(rule, "break") for rule in breaks]
    if block is not None:
        rules.append((block, "paperwork"))
    return sorted(rules, key=lambda entry: (entry[0].latest, entry[0].earliest))


def _appointment_row(seconds: int, place: int, slot: int, row: int) -> list[int]:
    return [-1, -1, seconds, 1, place, -1, -1, slot, row, 0, 0, -1, -1, 0, 0, seconds, 0]


def _change(slot: Slot, clock: Clock, base: int) -> tuple[int, int]:
    """Give when the clocks change between the slot's start and the day's end, and by how much."""
    first, last = slot.start_s, max(slot.end_s + slot.overtime_s, slot.start_s)
    shift = (clock.second_of_day(last) - clock.second_of_day(first) - (last - first)) % DAY_S
    if shift == 0:
        return t.NEVER, 0
    while last - first > 1:
        middle = (first + last) // 2
        passed = clock.second_of_day(middle) - clock.second_of_day(slot.start_s)
        if (passed - (middle - slot.start_s)) % DAY_S == 0:
            first = middle
        else:
            last = middle
    return last - base, shift if shift < DAY_S // 2 else shift - DAY_S


DAY_S = 86_400


def _used(standing: Standing | None) -> dict[tuple[str, date], tuple[int, int, int, int]]:
    """Sum up by person and day what shifts under way have used: visits, drive, work, units."""
    used: dict[tuple[str, date], tuple[int, int, int, int]] = {}
    for (person, start), onward in standing.shifts.items() if standing is not None else ():
        key = person, start.date()
        visits, drive_s, work_s, units = used.get(key, (0, 0, 0, 0))
        used[key] = (
            visits + onward.visits,
            drive_s + onward.drive_s,
            work_s + onward.work_s,
            units + onward.units,
        )
    return used


def _limit(value: int | None, unit: int = 1) -> int:
    return t.NEVER if value is None else value * unit
