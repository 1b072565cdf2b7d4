"""Shifts and the appointments that lie in them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.errors import Fault
from visitplan.domain.faults.showing import pointer, shown
from visitplan.domain.faults.stretches import Holders, joined, meets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.faults.draft import Draft
    from visitplan.domain.faults.stretches import Timed
    from visitplan.domain.staff import CaseManager


def check(draft: Draft) -> Iterator[Fault]:
    """Yield a fault for each shift or appointment that no route can follow."""
    for i, person in draft.case_managers:
        where = pointer("case_managers", i)
        yield from _days(where, person, draft)
        yield from _overlaps("VP1223", f"{where}/shifts", "shift", person.shifts)
        yield from _homeless(where, person)
        yield from _overlaps(
            "VP1225", f"{where}/appointments", "appointment", person.appointments, person.absences
        )


def next_midnight(start: datetime) -> datetime:
    """Give the end of the day of a wall time."""
    return datetime.combine(start.date() + timedelta(days=1), time.min)


def _days(where: str, person: CaseManager, draft: Draft) -> Iterator[Fault]:
    for j, shift in enumerate(person.shifts):
        midnight = next_midnight(shift.start)
        if shift.end > midnight:
            yield Fault(
                "VP1221",
                f"{where}/shifts/{j}/end",
                shown(shift.end),
                f"the shift of {shown(person.id)} begins on {shift.start.date()} "
                f"and ends on {shift.end.date()}",
                f"Split it at midnight: one until {shown(midnight)}, one from there.",
            )
        if draft.dates and not draft.dates[0] <= shift.start.date() <= draft.dates[-1]:
            yield Fault(
                "VP1222",
                f"{where}/shifts/{j}/start",
                shown(shift.start),
                f"the shift of {shown(person.id)} lies outside the horizon, "
                f"{draft.dates[0]} to {draft.dates[-1]}",
                "Delete it, or choose a horizon that holds it.",
            )


def _overlaps(
    code: str,
    where: str,
    what: str,
    stretches: Sequence[Timed],
    absences: Sequence[Timed] = (),
) -> Iterator[Fault]:
    away = joined((absence.start, absence.end) for absence in absences)
    sound = [
        (j, stretch)
        for j, stretch in enumerate(stretches)
        if stretch.start < stretch.end and not meets(away, stretch.start, stretch.end)
    ]
    latest: tuple[int, datetime] | None = None
    for j, stretch in sorted(sound, key=lambda entry: (entry[1].start, entry[1].end)):
        if latest is not None and stretch.start < latest[1]:
            yield Fault(
                code,
                f"{where}/{j}/start",
                shown(stretch.start),
                f"the {what} begins before the one at {where}/{latest[0]} "
                f"ends at {shown(latest[1])}",
                "Join the two, shorten one, or delete the copy.",
            )
        if latest is None or stretch.end > latest[1]:
            latest = (j, stretch.end)


def _homeless(where: str, person: CaseManager) -> Iterator[Fault]:
    away = joined((absence.start, absence.end) for absence in person.absences)
    if any(shift.end <= shift.start for shift in person.shifts):
        return  # which stretch a turned shift was to hold is unknown
    shifts = Holders(person.shifts)
    for j, appointment in enumerate(person.appointments):
        absent = meets(away, appointment.start, appointment.end)
        if not absent and not shifts.hold(appointment):
            yield Fault(
                "VP1224",
                f"{where}/appointments/{j}/start",
                shown(appointment.start),
                f"the appointment {shown(appointment.id)} of {shown(person.id)}, "
                f"{shown(appointment.start)} to {shown(appointment.end)}, lies wholly in no shift "
                "and in no absence",
                "Delete it, lengthen or add the shift, or add the absence.",
            )
