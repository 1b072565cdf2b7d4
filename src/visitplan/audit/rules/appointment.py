"""R2: people attend their appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.findings import of_stop, wall
from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.audit.roster import Member
    from visitplan.audit.spans import Span
    from visitplan.audit.timeline import Halt, Tour

RULES = {
    "appointment_missing": "A working person attends every appointment inside a shift.",
    "appointment_unexpected": "A route stops only at appointments of its case manager that are "
    "due, and once at each.",
    "appointment_time": "An appointment's stop has the appointment's start and end.",
}

Attended = tuple["Tour", "Halt"]


def check(case: Case) -> Iterator[Violation]:
    """Yield missed, undue, repeated and mistimed appointments."""
    stops: dict[tuple[str, str], list[Attended]] = {}
    for tour in case.tours:
        for halt in tour.halts:
            if halt.stop.kind == "appointment" and tour.member is not None:
                key = tour.member.person.id, halt.stop.appointment or ""
                stops.setdefault(key, []).append((tour, halt))
    for name, member in case.roster.items():
        for appointment, (_, span) in member.appointments.items():
            attended = stops.pop((name, appointment), [])
            yield from _judge(case, member, appointment, span, attended)
    for (_, appointment), attended in stops.items():
        for tour, halt in attended:
            if appointment:
                message = "the request knows no such appointment"
                yield of_stop("appointment_unexpected", tour, halt, message)


def _judge(
    case: Case, member: Member, appointment: str, span: Span, attended: list[Attended]
) -> Iterator[Violation]:
    due = is_due(case, member, span)
    if due and not attended:
        person, day = member.person.id, case.clock.day(span[0])
        yield Violation(
            rule="appointment_missing",
            message=f"{person} on {day}: appointment {appointment} is not attended",
            case_manager=person,
            date=day,
            numbers={"appointment": appointment},
        )
    for tour, halt in attended if not due else attended[1:]:
        message = "attended once already" if due else "not due: outside shifts, or absent"
        yield of_stop("appointment_unexpected", tour, halt, message)
    for tour, halt in attended:
        if halt.stay != span:
            message = (
                f"{wall(case, halt.start)} to {wall(case, halt.end)}, due from "
                f"{wall(case, span[0])} to {wall(case, span[1])}"
            )
            yield of_stop("appointment_time", tour, halt, message)


def is_due(case: Case, member: Member, span: Span) -> bool:
    """Tell whether a person works all through an appointment."""
    day = case.clock.day(span[0])
    in_shift = any(start <= span[0] and span[1] <= end for start, end in member.shifts.get(day, ()))
    return in_shift and member.may_drive(day) and not member.is_absent(span)
