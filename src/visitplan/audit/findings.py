"""How rules put their findings into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Violation

if TYPE_CHECKING:
    from visitplan.audit.case import Case, Served
    from visitplan.audit.timeline import Halt, Tour

Number = int | str


def of_route(rule: str, tour: Tour, message: str, **numbers: Number) -> Violation:
    """Make the violation of a rule by a route."""
    person, day = tour.key
    return Violation(
        rule=rule,
        message=f"{person} on {day}: {message}",
        case_manager=person,
        date=day,
        numbers=numbers,
    )


def of_stop(rule: str, tour: Tour, halt: Halt, message: str, **numbers: Number) -> Violation:
    """Make the violation of a rule by one stop of a route."""
    person, day = tour.key
    return Violation(
        rule=rule,
        message=f"{person} on {day}, {name_of(halt)}: {message}",
        case_manager=person,
        date=day,
        visit=halt.stop.visit,
        numbers=numbers,
    )


def of_visit(rule: str, served: Served, message: str, **numbers: Number) -> Violation:
    """Make the violation of a rule by a visit, whoever comes."""
    return Violation(
        rule=rule,
        message=f"visit {served.occurrence.id} on {served.day}: {message}",
        date=served.day,
        visit=served.occurrence.id,
        numbers=numbers,
    )


def name_of(halt: Halt) -> str:
    """Name a stop in a sentence."""
    stop = halt.stop
    return f"{stop.kind} {stop.visit or stop.appointment or ''}".strip()


def wall(case: Case, instant: int) -> str:
    """Write an instant as local time with its UTC offset."""
    return case.clock.aware(instant).isoformat(timespec="seconds")
